namespace Fulfilment.DurableTask;

/// <summary>
/// What an activity gets beside its input. Store writes and outbox messages added to <see cref="Writes"/> commit with the
/// activity's completion: in one transaction on the embedded engine; on Azure one after the other, each idempotent by its key.
/// </summary>
public abstract class ActivityContext
{
    public abstract string Name { get; }

    public abstract string InstanceId { get; }

    /// <summary>The number of the scheduling action in its execution. With the instance and the execution it names this call for good.</summary>
    public abstract int TaskId { get; }

    /// <summary>1 at the first try.</summary>
    public abstract int Attempt { get; }

    /// <summary>Written when the activity succeeds; dropped when it throws.</summary>
    public abstract IWriteBatch Writes { get; }
}

/// <summary>An activity: runs at least once, never inside a replay. May read anything; what it writes goes through <see cref="ActivityContext.Writes"/>.</summary>
public interface IActivity
{
    Type InputType { get; }

    Task<object?> RunAsync(ActivityContext context, object? input, CancellationToken cancellationToken);
}

/// <summary>Typed base for activities.</summary>
public abstract class Activity<TInput, TOutput> : IActivity
{
    Type IActivity.InputType => typeof(TInput);

    public abstract Task<TOutput> RunAsync(ActivityContext context, TInput input, CancellationToken cancellationToken);

    async Task<object?> IActivity.RunAsync(ActivityContext context, object? input, CancellationToken cancellationToken) =>
        await RunAsync(context, (TInput)input!, cancellationToken);
}

/// <summary>
/// Says that an activity touches nothing outside the engine's own database, so an engine may run it before the turn that
/// scheduled it is synced: then both commit together or neither does. One that does not complete at once commits after its turn. Without it an activity starts only after that commit.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LocalActivityAttribute : Attribute;
