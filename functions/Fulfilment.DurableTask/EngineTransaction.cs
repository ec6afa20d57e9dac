using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask;

/// <summary>
/// The engine's database as its stores see it. There is one write connection and the engine owns it: stores hand in work,
/// which joins the current group commit. Every name of a store's table begins with its module's name and an underscore.
/// </summary>
public interface IEngineStore
{
    /// <summary>
    /// Runs <paramref name="work"/> on the write connection inside the current batch's transaction, in a savepoint of its
    /// own: if it throws, only its writes are undone and the exception reaches the caller. The task completes after the batch is synced to disk.
    /// </summary>
    Task<T> WriteAsync<T>(Func<EngineTransaction, T> work, CancellationToken cancellationToken = default);

    /// <summary>Runs a query on a pooled read-only connection; sees every write already acknowledged. Inside a local activity it sees that activity's batch too, which is not committed yet.</summary>
    Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken = default);
}

/// <summary>One store's turn inside the batch's transaction. Not thread-safe; valid only during the call.</summary>
public abstract class EngineTransaction
{
    public abstract SqliteConnection Connection { get; }

    /// <summary>A prepared command for this text, kept for the connection's life. Parameters are positional: ?1, ?2, …</summary>
    public abstract SqliteCommand Prepare(string sql, params ReadOnlySpan<object?> parameters);

    /// <summary>The engine's clock, UTC.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>Starts an instance unless the id was ever used (see the id registry, which purge never empties). True when it started.</summary>
    public abstract bool Start(string orchestratorName, string instanceId, object? input);

    /// <summary>Raises an event; false when the instance is unknown or finished.</summary>
    public abstract bool RaiseEvent(string instanceId, string eventName, object? payload);

    /// <summary>False when the key was already known.</summary>
    public abstract bool Enqueue(OutboxMessage message);

    /// <summary>Registers an id without an instance, so that <see cref="Start"/> never starts one under it. False when it is known.</summary>
    public abstract bool Reserve(string instanceId);

    /// <summary>
    /// Starts an instance under an id that was never used, is only reserved, or bears an instance that has ended, which goes with its
    /// history. False when the instance there has not ended.
    /// </summary>
    public abstract bool Replace(string orchestratorName, string instanceId, object? input);

    /// <summary>
    /// Removes all messages of these instances, parked ones too, and forgets their keys, so that they can be put back or go elsewhere. A
    /// delivery that is under way then comes to nothing: what it wants written is not written, and whoever has the message delivers it again.
    /// </summary>
    /// <returns>By instance, kind and number.</returns>
    public abstract IReadOnlyList<HeldMessage> TakeOutbox(IReadOnlyCollection<string> instanceIds);

    /// <summary>Puts a message that was taken from an outbox into this one, as it was. False when its key is known.</summary>
    public abstract bool PutOutbox(HeldMessage held);

    /// <summary>Runs after the batch is synced, for waking waiters; never when it was rolled back.</summary>
    public abstract void OnCommitted(Action action);
}

/// <summary>A message as it lies in an outbox.</summary>
/// <param name="Parked">Why it is not tried any more; null while it is.</param>
public sealed record HeldMessage(OutboxMessage Message, DateTimeOffset EnqueuedAt, int Attempts, string? Parked, DateTimeOffset? ParkedAt);

/// <summary>A store's write inside an <see cref="IWriteBatch"/> of the embedded engine.</summary>
public sealed class SqlWrite(Action<EngineTransaction> apply) : StoreWrite
{
    public Action<EngineTransaction> Apply { get; } = apply;
}

/// <summary>A store's tables. Migrations run in order at open, once each, in one transaction; index 0 creates version 1.</summary>
/// <param name="Name">Lower-case prefix of its tables.</param>
public sealed record SchemaModule(string Name, IReadOnlyList<string> Migrations);
