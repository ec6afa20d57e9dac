using Fulfilment.Domain;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>A platform's line amounts as whole minor units per unit.</summary>
/// <param name="Remainder">What the price and discount per unit cannot express, less than one minor unit a unit: a discount on the order.</param>
internal sealed record LinePrices(Money UnitPrice, Money UnitDiscount, Money Remainder)
{
    /// <param name="price">Minor units of one unit before discounts; may have a fraction (WooCommerce), and is rounded up: what is too much comes back as discount.</param>
    /// <param name="net">What the remaining units cost together after their own discounts.</param>
    public static LinePrices Of(decimal price, int quantity, Money net)
    {
        var unit = new Money(decimal.Ceiling(price), net.Currency);
        if (quantity == 0) return new(unit, Money.Zero(net.Currency), Money.Zero(net.Currency));
        // A net above the price (a surcharge on the line) is a higher price.
        if (net > unit * quantity) unit = new(decimal.Ceiling(net.Minor / quantity), net.Currency);
        var discount = unit * quantity - net;
        var perUnit = new Money(decimal.Floor(discount.Minor / quantity), net.Currency);
        return new(unit, perUnit, discount - perUnit * quantity);
    }
}
