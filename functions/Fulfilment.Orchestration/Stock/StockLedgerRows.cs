using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Stock;

/// <param name="Overtaken">How many younger orders have taken stock that this one waits for.</param>
/// <param name="Told">Wire form of what the order was last told of its wait; null: nothing.</param>
public sealed record StockDemandRow(string OrderId, int Version, int Priority, DateTimeOffset PlacedAt, DemandMode Mode, int Overtaken, string? Told);

public sealed record StockLineRow(string Sku, int Demanded, int Allocated)
{
    public int Missing => Demanded - Allocated;
}

/// <summary>An order that does not hold all it wants, with the lines that are not complete.</summary>
public sealed record StockWaitingRow(StockDemandRow Demand, IReadOnlyList<StockLineRow> Lines);
