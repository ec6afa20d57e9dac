using Fulfilment.Domain;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>How platforms spread amounts over lines.</summary>
internal static class SampleMath
{
    /// <summary>Shares of an amount in proportion to weights, in whole minor units that add up to it; none above its weight if the amount is not above their sum.</summary>
    public static IReadOnlyList<Money> Spread(Money amount, IReadOnlyList<Money> weights)
    {
        var shares = new Money[weights.Count];
        var (rest, weight) = (amount, weights.Aggregate(Money.Zero(amount.Currency), (sum, w) => sum + w));
        for (var i = 0; i < weights.Count; i++)
        {
            shares[i] = weight.IsZero ? Money.Zero(amount.Currency) : new(decimal.Floor(rest.Minor * weights[i].Minor / weight.Minor), amount.Currency);
            rest -= shares[i];
            weight -= weights[i];
        }

        return shares;
    }

    public static Money Net(OrderLine line) => (line.UnitPrice - line.UnitDiscount) * line.Quantity;

    /// <summary>The tax that is inside an amount.</summary>
    public static Money Inside(Money gross, decimal rate) => gross - Money.Round(gross.Minor / (1 + rate), gross.Currency);

    public static (string First, string Last) Names(string name)
    {
        var cut = name.LastIndexOf(' ');
        return cut < 0 ? (name, "") : (name[..cut], name[(cut + 1)..]);
    }
}
