using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;

namespace Fulfilment.Orchestration.Ports;

/// <summary>What lists and pages read. Written with each turn; a lower revision never overwrites a higher one.</summary>
public interface IOrderIndex
{
    void Put(IWriteBatch batch, OrderRow row);

    Task<OrderRow?> GetAsync(string orderId, CancellationToken cancellationToken = default);

    /// <summary>Newest first by placed time, then id.</summary>
    Task<Page<OrderRow>> ListAsync(OrderQuery query, CancellationToken cancellationToken = default);

    /// <summary>The youngest order with a parcel that bears this number, spaces and case aside; null when none does.</summary>
    Task<string?> FindByTrackingAsync(string store, string trackingNumber, CancellationToken cancellationToken = default);

    /// <summary>How many orders a store (null: all stores) has in each status; every status is there. Orders that moved to another host do not count.</summary>
    Task<IReadOnlyDictionary<OrderStatus, int>> CountAsync(string? store, CancellationToken cancellationToken = default);
}

/// <param name="Revision">Number of the publishing turn, counted over the instance's whole life.</param>
public sealed record OrderRow(OrderView View, long Revision, DateTimeOffset UpdatedAt)
{
    /// <summary>Since when the order lives on another host: the view is as it was when it left. Null: it is here. Not written by <see cref="IOrderIndex.Put"/>.</summary>
    public DateTimeOffset? MovedAt { get; init; }
}

/// <param name="Text">Each word must occur in number, external id, id, customer name or e-mail; case and accents do not count.</param>
/// <param name="Status">Orders that moved to another host are in none.</param>
/// <param name="OpenOnly">Leaves out delivered and cancelled orders, and those that moved to another host.</param>
public sealed record OrderQuery(
    string? Store = null, OrderStatus? Status = null, string? Text = null, string? Category = null, DateTimeOffset? From = null, bool OpenOnly = false, string? Cursor = null, int Limit = 50);

/// <summary>Receipts by order and command id; only a settled provisional one is ever replaced.</summary>
public interface IReceiptStore
{
    void Put(IWriteBatch batch, string orderId, Receipt receipt);

    Task<Receipt?> GetAsync(string orderId, string commandId, CancellationToken cancellationToken = default);

    /// <summary>True when the command was ever accepted by the channel, with or without a receipt yet.</summary>
    Task<bool> IsKnownAsync(string orderId, string commandId, CancellationToken cancellationToken = default);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<Receipt>> ListAsync(string orderId, CancellationToken cancellationToken = default);

    /// <summary>The receipt as soon as there is one; null after <paramref name="timeout"/> (real time, not the order's clock).</summary>
    Task<Receipt?> WaitAsync(string orderId, string commandId, TimeSpan timeout, CancellationToken cancellationToken = default);
}

/// <summary>An order's history as people read it. Append-only.</summary>
public interface ITimelineStore
{
    /// <param name="revision">With the position in <paramref name="entries"/> it keys an entry: a repeat changes nothing.</param>
    void Append(IWriteBatch batch, string orderId, long revision, IReadOnlyList<TimelineEntry> entries);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<TimelineEntry>> ListAsync(string orderId, CancellationToken cancellationToken = default);
}
