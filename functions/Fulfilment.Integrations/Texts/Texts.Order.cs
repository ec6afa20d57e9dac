using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations;

public static partial class Texts
{
    /// <summary>The money equation as labelled rows, without those that are zero; discounts are negative.</summary>
    public static IReadOnlyList<(string Label, Money Amount)> Sums(OrderTotals totals, string language)
    {
        List<(string, Money)> rows = [(In(language, "Items", "Articles"), totals.Lines)];
        void Add(string english, string french, Money amount)
        {
            if (!amount.IsZero) rows.Add((In(language, english, french), amount));
        }

        Add("Discounts", "Remises", -totals.Discounts);
        Add("Shipping", "Livraison", totals.Shipping);
        Add("Fees", "Frais", totals.Fees);
        Add("Tips", "Pourboire", totals.Tips);
        Add("Taxes", "Taxes", totals.TaxesNotIncluded);
        rows.Add((In(language, "Total", "Total"), totals.Total));
        Add("Paid by gift card", "Payé par carte cadeau", totals.GiftCards);
        Add("Paid", "Payé", totals.Paid);
        Add("Refunded", "Remboursé", totals.Refunded);
        if (totals.Due.IsPositive) Add("To pay", "À payer", totals.Due);
        return rows;
    }

    /// <summary>As on an envelope; the country by its code.</summary>
    public static IReadOnlyList<string> AddressLines(Address address) =>
    [
        .. new[] { address.Name, address.Company, address.Line1, address.Line2, $"{address.PostalCode} {address.City}".Trim(), address.Region, address.Country }
            .OfType<string>().Where(line => line.Length > 0),
    ];
}
