namespace Fulfilment.Domain.Orders;

/// <summary>The money equation of an order. All results follow from content and payments alone, never from the path of edits that led there.</summary>
public static class Totals
{
    public static OrderTotals Of(OrderContent content, Money paid, Money refunded)
    {
        var zero = Money.Zero(content.ShippingPrice.Currency);
        var lines = content.Lines.Aggregate(zero, (sum, l) => sum + l.UnitPrice * l.Quantity);
        var perUnit = content.Lines.Aggregate(zero, (sum, l) => sum + l.UnitDiscount * l.Quantity);
        var onOrder = Money.Max(zero, Money.Min(content.OrderDiscount, lines - perUnit));
        var taxes = Taxes(content);
        var charged = lines + content.ShippingPrice + content.Fees + content.Tips + taxes - perUnit - onOrder;
        var allowance = Money.Max(zero, Money.Min(content.Allowance, charged));
        return new(lines, content.ShippingPrice, content.Fees, content.Tips, taxes, perUnit + onOrder + allowance, content.GiftCards, paid, refunded);
    }

    public static OrderTotals Of(OrderData order) => Of(order.Content, order.Money.Paid, order.Money.Refunded);

    /// <summary>As the storefront has it, with what it says was paid.</summary>
    public static OrderTotals Of(OrderSnapshot order) => Of(OrderContent.Of(order), order.Charges.Paid, order.Charges.Refunded);

    /// <summary>A cancelled order sells nothing: only what was paid and given back counts.</summary>
    public static OrderTotals OfCancelled(OrderMoney money)
    {
        var zero = Money.Zero(money.Currency);
        return new(zero, zero, zero, zero, zero, zero, zero, money.Paid, money.Refunded);
    }

    /// <summary>Taxes that come on top of prices.</summary>
    public static Money Taxes(OrderContent content)
    {
        var (basis, currency) = (content.Tax, content.ShippingPrice.Currency);
        if (basis.Included) return basis.Charged;
        var now = LineTax(content.Lines, currency);

        // Charged less than the lines' rates say: a discount on the order lowered it, and goes on lowering it in proportion.
        if (basis.Charged < basis.LineTax) return Money.Round(basis.Charged.Minor * now.Minor / basis.LineTax.Minor, currency);

        // Charged more: the rest is the tax on shipping, and follows its price.
        var onShipping = basis.Charged - basis.LineTax;
        if (basis.ShippingPrice.IsPositive) onShipping = Money.Round(onShipping.Minor * content.ShippingPrice.Minor / basis.ShippingPrice.Minor, currency);
        return now + onShipping;
    }

    /// <summary>By the lines' own rates, on prices after the discount per unit.</summary>
    public static Money LineTax(IEnumerable<OrderLine> lines, Currency currency) =>
        Money.Round(lines.Sum(l => (l.UnitPrice - l.UnitDiscount).Minor * l.Quantity * l.TaxRate), currency);
}
