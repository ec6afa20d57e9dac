using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;

namespace Fulfilment.Integrations.Storefronts.WooCommerce;

/// <summary>All amounts that are not lines, such that the order comes to WooCommerce's total.</summary>
internal static class WooCharges
{
    private static readonly string[] TipNames = ["tip", "pourboire"];

    public static OrderCharges Read(JsonAt order, Currency currency, bool gross, WooLines lines, PaymentState payment)
    {
        var fees = order["fee_lines"].Items().Select(fee => (Name: fee["name"].Text() ?? "", Amount: WithTax(fee, "total", currency, gross))).ToList();
        var charges = OrderCharges.None(currency) with
        {
            Shipping = order["shipping_lines"].Items().Aggregate(Money.Zero(currency), (sum, line) => sum + WithTax(line, "total", currency, gross)),
            Fees = Sum(currency, fees.Where(fee => !fee.Amount.IsNegative && !IsTip(fee.Name)).Select(fee => fee.Amount)),
            Tips = Sum(currency, fees.Where(fee => !fee.Amount.IsNegative && IsTip(fee.Name)).Select(fee => fee.Amount)),
            TaxesNotIncluded = gross ? Money.Zero(currency) : order["total_tax"].Money(currency),
            PricesIncludeTax = gross,
            // Plugins book discounts as negative fees.
            OrderDiscount = lines.OrderDiscount - Sum(currency, fees.Where(fee => fee.Amount.IsNegative).Select(fee => fee.Amount)),
            GiftCards = Sum(currency, order["gift_cards"].Items().Select(card => card["amount"].Money(currency))),
        };
        var total = Total(order, lines, charges);
        var balanced = Balance.To(total, lines.Lines, charges, "$.total");
        return Payments(order, balanced, total, payment);
    }

    /// <summary>Some gift card plugins take the cards off the total, others do not: the one that the parts add up to more nearly.</summary>
    private static Money Total(JsonAt order, WooLines lines, OrderCharges charges)
    {
        if (order["total"].IsMissing) throw order["total"].Fault("This is required.");
        var stated = order["total"].Money(charges.Currency);
        var parts = SnapshotTotals.Of(lines.Lines, charges).Total;
        var withCards = stated + charges.GiftCards;
        return Distance(parts, withCards) < Distance(parts, stated) ? withCards : stated;
    }

    private static OrderCharges Payments(JsonAt order, OrderCharges charges, Money total, PaymentState payment)
    {
        var zero = Money.Zero(charges.Currency);
        var giftCards = Money.Min(charges.GiftCards, total);
        var paid = PaymentStates.WasPaid(payment) ? total - giftCards : zero;
        var refunds = Sum(charges.Currency, order["refunds"].Items().Select(refund => Absolute(refund["total"].Money(charges.Currency))));
        var refunded = payment == PaymentState.Refunded && refunds.IsZero ? paid : Money.Min(refunds, paid);
        return charges with { GiftCards = giftCards, Paid = paid, Refunded = refunded };
    }

    private static Money WithTax(JsonAt line, string name, Currency currency, bool gross)
    {
        var net = line[name].Minor(currency) ?? 0;
        return Money.Round(gross ? net + (line[$"{name}_tax"].Minor(currency) ?? 0) : net, currency);
    }

    private static bool IsTip(string name) => TipNames.Any(tip => name.Split(' ').Any(word => word.Equals(tip, StringComparison.OrdinalIgnoreCase)));

    private static Money Sum(Currency currency, IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero(currency), (sum, amount) => sum + amount);

    private static Money Distance(Money a, Money b) => Absolute(a - b);

    private static Money Absolute(Money amount) => amount.IsNegative ? -amount : amount;
}
