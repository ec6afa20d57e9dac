namespace Fulfilment.DurableTask;

/// <summary>What staff see of work that could not be done and what they can do about it.</summary>
public interface IQuarantine
{
    Task<IReadOnlyList<QuarantinedItem>> ListAsync(int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Puts the item back to work. False when there is no such item (any more).</summary>
    Task<bool> RetryAsync(string id, CancellationToken cancellationToken = default);
}

/// <param name="Id">Opaque; pass to <see cref="IQuarantine.RetryAsync"/>.</param>
/// <param name="Kind">"orchestration" or "outbox".</param>
/// <param name="Reason">What failed and at which step.</param>
public sealed record QuarantinedItem(string Id, string Kind, string InstanceId, string Reason, DateTimeOffset At, int Attempts);

/// <summary>Lets a virtual clock move only when nothing is left to do now.</summary>
public interface IEngineProgress
{
    /// <summary>Completes when no turn, activity or due outbox message is pending or running. Work that waits for a later time does not count.</summary>
    Task WhenIdleAsync(CancellationToken cancellationToken = default);

    /// <summary>The earliest future instant at which the engine has something to do by itself: a timer, a delayed start, an outbox retry. Null when there is none.</summary>
    DateTimeOffset? NextDue { get; }
}
