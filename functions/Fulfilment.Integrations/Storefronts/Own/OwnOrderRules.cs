using System.Globalization;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations.Storefronts.Own;

/// <summary>What the schema cannot say: how the parts of an order must agree.</summary>
internal static class OwnOrderRules
{
    public static IReadOnlyList<FormatFault> Check(OwnOrder order)
    {
        // Amounts in different currencies cannot even be compared: nothing else is judged before they agree.
        IReadOnlyList<FormatFault> currencies = [.. Currencies(order)];
        return currencies.Count > 0 ? currencies : [.. Lines(order), .. Discount(order)];
    }

    /// <summary>Judged on the mapped order, since it is about sums.</summary>
    public static IReadOnlyList<FormatFault> CheckSums(OwnOrder order, OrderSnapshot mapped)
    {
        var totals = SnapshotTotals.Of(mapped.Lines, mapped.Charges);
        List<FormatFault> faults = [];
        if (order.Total is { } total && total != totals.Total) faults.Add(new("$.total", $"The order adds up to {totals.Total}, not {total}."));
        if (totals.GiftCards > totals.Total) faults.Add(new("$.giftCards", $"Gift cards pay at most the total, {totals.Total}."));
        if (totals.Refunded > totals.Paid) faults.Add(new("$.payment.refunded", $"No more than what was paid, {totals.Paid}, can be refunded."));
        return faults;
    }

    private static IEnumerable<FormatFault> Currencies(OwnOrder order)
    {
        (string Path, Money? Amount)[] amounts =
        [
            ("$.shipping.price", order.Shipping?.Price), ("$.taxesNotIncluded", order.TaxesNotIncluded), ("$.fees", order.Fees), ("$.tips", order.Tips),
            ("$.orderDiscount", order.OrderDiscount), ("$.giftCards", order.GiftCards), ("$.total", order.Total),
            ("$.payment.paid", order.Payment.Paid), ("$.payment.refunded", order.Payment.Refunded),
            .. order.Lines.SelectMany((line, i) => new (string, Money?)[] { (At(i, "unitPrice"), line.UnitPrice), (At(i, "unitDiscount"), line.UnitDiscount) }),
        ];
        return amounts
            .Where(amount => amount.Amount is { } money && money.Currency != order.Currency)
            .Select(amount => new FormatFault($"{amount.Path}.currency", $"Must be the order's currency, {order.Currency.Code}."));
    }

    private static IEnumerable<FormatFault> Lines(OwnOrder order)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < order.Lines.Count; i++)
        {
            var line = order.Lines[i];
            if (!ids.Add(line.Id)) yield return new(At(i, "id"), $"Two lines have the id '{line.Id}'.");
            if (line.UnitDiscount > line.UnitPrice) yield return new(At(i, "unitDiscount"), $"At most the unit price, {line.UnitPrice}.");
        }
    }

    private static IEnumerable<FormatFault> Discount(OwnOrder order)
    {
        if (order.OrderDiscount is not { } discount) yield break;
        var zero = Money.Zero(order.Currency);
        var subtotal = order.Lines.Aggregate(zero, (sum, line) => sum + (line.UnitPrice - (line.UnitDiscount ?? zero)) * line.Quantity);
        if (discount > subtotal) yield return new("$.orderDiscount", $"At most what the lines come to, {subtotal}.");
    }

    private static string At(int line, string name) => string.Create(CultureInfo.InvariantCulture, $"$.lines[{line}].{name}");
}
