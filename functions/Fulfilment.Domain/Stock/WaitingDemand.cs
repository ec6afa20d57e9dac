using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Stock;

/// <summary>An order that waits for stock.</summary>
/// <param name="Version">Of its demand; handed back with what it gets.</param>
/// <param name="Wanted">What it still has to get: for a split demand without what it holds already.</param>
/// <param name="Priority">Higher first.</param>
/// <param name="Overtaken">How many younger orders have overtaken it so far.</param>
public sealed record WaitingDemand(string OrderId, int Version, IReadOnlyList<StockLine> Wanted, int Priority, DateTimeOffset PlacedAt, DemandMode Mode, int Overtaken);

/// <param name="Given">Who gets what; to be taken off the free stock.</param>
/// <param name="Waiting">Who still waits, and for what.</param>
/// <param name="Overtakes">By order id: how often it was overtaken in this allocation; to be added to its count.</param>
/// <param name="Free">What is left, per sku.</param>
public sealed record AllocationResult(
    IReadOnlyList<Allocation> Given, IReadOnlyList<Shortage> Waiting, IReadOnlyDictionary<string, int> Overtakes, IReadOnlyDictionary<string, int> Free);

/// <param name="Complete">All of the demand is now held; false for a part of a split one.</param>
public sealed record Allocation(string OrderId, int Version, IReadOnlyList<StockLine> Lines, bool Complete);

/// <param name="Missing">What there is not enough of, with how many are lacking.</param>
public sealed record Shortage(string OrderId, int Version, IReadOnlyList<StockLine> Missing);
