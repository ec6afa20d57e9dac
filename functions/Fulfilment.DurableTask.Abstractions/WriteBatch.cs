namespace Fulfilment.DurableTask;

/// <summary>Writes that belong together. The engine that made the batch decides how they commit; see <see cref="ActivityContext.Writes"/>.</summary>
public interface IWriteBatch
{
    /// <summary>Adds a store's write, made by an adapter of the same engine.</summary>
    /// <exception cref="InvalidOperationException">The write belongs to another engine's stores.</exception>
    void Add(StoreWrite write);

    /// <summary>Adds an effect for the outbox. A message whose key is already known is dropped: the first one stands.</summary>
    void Enqueue(OutboxMessage message);

    /// <summary>Raises an event to an instance when the batch commits. An unknown or finished instance drops it, with a log line.</summary>
    void RaiseEvent(string instanceId, string eventName, object? payload);
}

/// <summary>One keyed, repeatable write of a store. Adapters derive from it; nothing else looks inside.</summary>
public abstract class StoreWrite;

/// <summary>An effect to be delivered outside, at least once, after its batch has committed.</summary>
/// <param name="Key">Idempotency key, unique for good: instance id + "/" + effect number.</param>
/// <param name="Kind">Which <see cref="IOutboxHandler"/> delivers it.</param>
/// <param name="InstanceId">Whose effect it is. Messages of one instance and kind are delivered in the order of <paramref name="Number"/>.</param>
/// <param name="Number">The effect number within the instance; never restarts.</param>
/// <param name="Payload">JSON.</param>
public sealed record OutboxMessage(string Key, string Kind, string InstanceId, long Number, string Payload);

/// <summary>Delivers outbox messages of one kind to the world.</summary>
public interface IOutboxHandler
{
    string Kind { get; }

    /// <summary>
    /// Delivers the message. What is added to <paramref name="completion"/> (a result raised as a command, a log row) commits
    /// together with the removal of the message. Throw to have it tried again with back-off; return a
    /// <see cref="OutboxResult.GiveUp"/> when no repeat can help.
    /// </summary>
    Task<OutboxResult> DeliverAsync(OutboxDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken);
}

/// <param name="Attempt">1 at the first try.</param>
public sealed record OutboxDelivery(OutboxMessage Message, int Attempt, DateTimeOffset EnqueuedAt);

/// <summary>How a delivery ended.</summary>
public abstract record OutboxResult
{
    private OutboxResult() { }

    public sealed record Done : OutboxResult;

    /// <summary>Try again no earlier than <paramref name="Delay"/> from now (a provider's Retry-After). An engine may cap it; the embedded one waits a day at most.</summary>
    public sealed record RetryAfter(TimeSpan Delay, string Reason) : OutboxResult;

    /// <summary>Parked for staff; never tried again by itself.</summary>
    public sealed record GiveUp(string Reason) : OutboxResult;

    public static readonly OutboxResult Delivered = new Done();
}
