using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;

namespace Fulfilment.Azure.Stock;

/// <summary>What rows of the ledger hold. Wire formats.</summary>
/// <param name="Waiting">Demanded and not allocated.</param>
/// <param name="Expected">Earliest first.</param>
/// <param name="Last">See <see cref="StockQueue"/>.</param>
internal sealed record LevelDocument(string Sku, int OnHand, int Allocated, int Waiting, IReadOnlyList<ExpectedArrival> Expected, string? Last = null)
{
    public StockQueue Queue => new(Waiting, Last);

    public StockLevel ToLevel() => new(Sku, OnHand, Allocated, Waiting, Expected);
}

/// <param name="Lines">Ordered by sku; empty for an order that wants nothing any more, whose version still tells a late demand from a new one.</param>
internal sealed record OrderDocument(StockDemandRow Demand, IReadOnlyList<StockLineRow> Lines)
{
    public bool IsWaiting => Lines.Any(line => line.Missing > 0);
}

/// <summary>Who must hear of an operation.</summary>
internal sealed record StockNewsDocument(IReadOnlyList<ToldOrder> Orders, IReadOnlyList<StaffAlert> Alerts)
{
    public bool IsEmpty => Orders.Count == 0 && Alerts.Count == 0;
}

internal sealed record ToldOrder(string OrderId, OrderCommand Command);
