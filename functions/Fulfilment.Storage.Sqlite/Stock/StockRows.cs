using Fulfilment.Domain.Orders;

namespace Fulfilment.Storage.Sqlite.Stock;

/// <param name="Overtaken">How many younger orders have taken stock that this one waits for.</param>
/// <param name="Told">Wire form of what the order was last told of its wait; null: nothing.</param>
internal sealed record DemandRow(string OrderId, int Version, int Priority, DateTimeOffset PlacedAt, DemandMode Mode, int Overtaken, string? Told);

internal sealed record LineRow(string Sku, int Demanded, int Allocated)
{
    public int Missing => Demanded - Allocated;
}

/// <summary>An order that does not hold all it wants, with the lines that are not complete.</summary>
internal sealed record WaitingRow(DemandRow Demand, IReadOnlyList<LineRow> Lines);
