using Fulfilment.Domain.Orders;

namespace Fulfilment.Host.Simulation;

/// <summary>What every policy is tried on.</summary>
/// <param name="Source">For the report: "generated, seed 1", "recorded in data".</param>
/// <param name="Until">The simulation ends here: whoever waits still, waits still.</param>
/// <param name="Deliveries">Goods that arrive; empty where each order knows when its goods were there.</param>
internal sealed record Workload(string Source, IReadOnlyList<SimulatedOrder> Orders, DateTimeOffset Until, IReadOnlyList<GoodsArrival> Deliveries)
{
    /// <summary>True when stock is simulated; false when it is taken as it was.</summary>
    public bool HasStock { get; init; }

    /// <summary>For lines that edits add, by sku.</summary>
    public required IReadOnlyDictionary<string, CatalogueItem> Items { get; init; }

    /// <summary>For services that edits choose, by code.</summary>
    public required IReadOnlyDictionary<string, ShippingQuote> Shipping { get; init; }

    /// <summary>What is missing from a recorded workload, in words; null when nothing is.</summary>
    public string? Gap { get; init; }
}

internal sealed record GoodsArrival(DateTimeOffset At, string Store, string Sku, int Quantity);
