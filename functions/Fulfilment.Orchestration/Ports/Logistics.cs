using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;

namespace Fulfilment.Orchestration.Ports;

/// <summary>What the warehouse's system reads and acknowledges. A release key enters it once.</summary>
public interface IReleaseFeed
{
    /// <summary>Adds the release unless its key is already there.</summary>
    void Publish(IWriteBatch batch, ReleaseOrder release);

    /// <summary>Marks a release as wanted back, once; the WMS sees it on its next read. The reason becomes the entry's detail.</summary>
    void RequestIntercept(IWriteBatch batch, string releaseKey, string? reason);

    /// <summary>Waits for nobody: those after the position, in order.</summary>
    Task<IReadOnlyList<ReleaseEntry>> ReadAsync(string? store, long after, int limit = 100, CancellationToken cancellationToken = default);

    Task<ReleaseEntry?> GetAsync(string releaseKey, CancellationToken cancellationToken = default);

    /// <summary>Sets the state once; a repeat of the same state is true, another state after an answer is false, and so is an unknown key.</summary>
    Task<bool> AnswerAsync(string releaseKey, ReleaseFeedState state, string? detail, CancellationToken cancellationToken = default);
}

/// <param name="Position">Rises with every change of the entry, so that a reader who follows it sees intercepts too.</param>
public sealed record ReleaseEntry(long Position, ReleaseOrder Release, ReleaseFeedState State, bool InterceptRequested, string? Detail);

public enum ReleaseFeedState { Published, Acknowledged, Rejected }

/// <summary>Makes waybills.</summary>
public interface ILabelProvider
{
    string Name { get; }

    /// <param name="key">The effect's: a repeat returns the same waybill.</param>
    Task<Waybill> CreateAsync(string key, StoreSettings store, ReleaseOrder release, CancellationToken cancellationToken = default);
}

public sealed record Waybill(string Carrier, string TrackingNumber, string? TrackingUrl);

/// <summary>Serial numbers of own waybills; one per key, never reused.</summary>
public interface IWaybillNumbers
{
    /// <returns>From 1, rising, below 100,000,000 (the S10 form has eight digits).</returns>
    Task<int> NextAsync(string store, string key, CancellationToken cancellationToken = default);
}

/// <summary>What needs a person.</summary>
public interface IStaffAlerts
{
    void Raise(IWriteBatch batch, StaffAlert alert);

    /// <summary>Oldest first.</summary>
    Task<Page<StaffAlert>> ListOpenAsync(string? store, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default);

    /// <summary>False when unknown or already resolved, or another store's. The same key never opens again.</summary>
    /// <param name="store">Whose alerts may be resolved; null: everybody's, also those of no store.</param>
    Task<bool> ResolveAsync(string key, string? store, string by, CancellationToken cancellationToken = default);
}

public sealed record StaffAlert(string Key, string OrderId, string Store, string Code, string Text, DateTimeOffset At);

/// <summary>Tells the storefront what happened to its order.</summary>
public interface IStorefrontNotifier
{
    Task<OutboxResult> NotifyAsync(string key, StoreSettings store, string orderId, Effect.NotifyStorefront effect, CancellationToken cancellationToken = default);
}

/// <summary>Checks a delivery address before a change to it is applied.</summary>
public interface IAddressCheck
{
    /// <returns>Null when it is good.</returns>
    Task<Refusal.InvalidAddress?> CheckAsync(Address address, CancellationToken cancellationToken = default);
}
