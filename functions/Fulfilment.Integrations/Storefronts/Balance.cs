using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>
/// Makes a normalised order add up to what the platform says it costs. The customer was shown that figure; parts that we do not
/// know of (a plugin's surcharge, a goodwill refund) must not change it.
/// </summary>
internal static class Balance
{
    /// <summary>A total above the parts is a fee; one below is a discount on the order, as far as the lines go, then cheaper shipping, fees, taxes and tips.</summary>
    /// <exception cref="MappingFault">The total is below zero, or an amount is.</exception>
    public static OrderCharges To(Money total, IReadOnlyList<OrderLine> lines, OrderCharges charges, string path)
    {
        if (total.IsNegative) throw new MappingFault(path, $"An order cannot cost {total}.");
        var zero = Money.Zero(charges.Currency);
        var subtotal = lines.Aggregate(zero, (sum, line) => sum + (line.UnitPrice - line.UnitDiscount) * line.Quantity);
        var parts = subtotal + charges.Shipping + charges.Fees + charges.Tips + charges.TaxesNotIncluded;
        var off = parts - total;
        return off.IsNegative
            ? charges with { OrderDiscount = zero, Fees = charges.Fees - off }
            : Spread(off, subtotal, charges);
    }

    private static OrderCharges Spread(Money off, Money subtotal, OrderCharges charges)
    {
        var rest = off;
        Money Take(Money from)
        {
            var part = Money.Max(Money.Zero(rest.Currency), Money.Min(rest, from));
            rest -= part;
            return part;
        }

        var discount = Take(subtotal);
        return charges with
        {
            OrderDiscount = discount,
            Shipping = charges.Shipping - Take(charges.Shipping),
            Fees = charges.Fees - Take(charges.Fees),
            TaxesNotIncluded = charges.TaxesNotIncluded - Take(charges.TaxesNotIncluded),
            Tips = charges.Tips - Take(charges.Tips),
        };
    }
}
