using System.Globalization;

namespace Fulfilment.Orchestration.Stock;

/// <summary>
/// The orders that wait for a sku, in two figures that a ledger keeps beside the sku's level. With them an order that has to wait behind
/// all others is served without reading any of those.
/// </summary>
/// <param name="Missing">What they lack of it, all together.</param>
/// <param name="Last">A rank (<see cref="StockRank"/>) that none of them comes after; null when nobody waits, or when it is not known.</param>
public readonly record struct StockQueue(int Missing, string? Last)
{
    /// <summary>The queue when a line of an order has become another.</summary>
    /// <param name="demand">As it is now.</param>
    public StockQueue After(StockDemandRow demand, StockLineRow? before, StockLineRow after)
    {
        var missing = Missing + after.Missing - (before?.Missing ?? 0);
        if (missing == 0) return default;
        // What is not known stays so until nobody waits any more.
        if (after.Missing == 0 || (Missing > 0 && Last is null)) return this with { Missing = missing };
        var rank = StockRank.Of(demand);
        return new(missing, string.CompareOrdinal(rank, Last) > 0 ? rank : Last);
    }
}

/// <summary>An order's place among those that wait, as text that sorts as they are served: by priority, then by age. A wire format.</summary>
public static class StockRank
{
    public static string Of(StockDemandRow demand) => string.Create(CultureInfo.InvariantCulture, $"{int.MaxValue - (long)demand.Priority:D10}|{demand.PlacedAt.UtcTicks:D19}|{demand.OrderId}");
}
