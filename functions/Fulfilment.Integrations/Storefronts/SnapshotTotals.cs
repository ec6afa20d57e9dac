using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>What a snapshot adds up to before any edit: the money equation applied to lines and charges as they came.</summary>
internal static class SnapshotTotals
{
    public static OrderTotals Of(IReadOnlyList<OrderLine> lines, OrderCharges charges)
    {
        var zero = Money.Zero(charges.Currency);
        var gross = lines.Aggregate(zero, (sum, line) => sum + line.UnitPrice * line.Quantity);
        var lineDiscounts = lines.Aggregate(zero, (sum, line) => sum + line.UnitDiscount * line.Quantity);
        var orderDiscount = Money.Min(charges.OrderDiscount, Money.Max(zero, gross - lineDiscounts));
        return new(gross, charges.Shipping, charges.Fees, charges.Tips, charges.TaxesNotIncluded, lineDiscounts + orderDiscount, charges.GiftCards, charges.Paid, charges.Refunded);
    }

    public static OrderTotals Of(OrderSnapshot order) => Of(order.Lines, order.Charges);
}
