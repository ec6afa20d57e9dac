using Microsoft.Extensions.Logging;

namespace Fulfilment.DurableTask;

/// <summary>
/// What an orchestrator may touch. The shape and the words are those of Durable Task: an orchestrator written against this
/// port runs on the embedded engine and, through an adapter, on the official SDK. Orchestrator code reads time, ids and
/// timers from here only, and awaits only tasks that come from here.
/// </summary>
public abstract class OrchestrationContext
{
    /// <summary>The registered name of the running orchestrator.</summary>
    public abstract string Name { get; }

    public abstract string InstanceId { get; }

    /// <summary>The instance that called this one as a sub-orchestration; null at the top.</summary>
    public abstract string? ParentInstanceId { get; }

    /// <summary>UTC time of the turn being run or replayed; never goes backwards within an instance.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>True while the code re-runs decisions that history already holds.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The input of this execution, or default when none was given.</summary>
    public abstract T? GetInput<T>();

    /// <summary>An id that is the same at each replay (RFC 4122 version 5).</summary>
    public abstract Guid NewGuid();

    /// <exception cref="TaskFailedException">The activity failed and its retry policy, if any, is exhausted.</exception>
    public abstract Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null);

    public Task CallActivityAsync(string name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object?>(name, input, options);

    /// <exception cref="TaskFailedException">The child failed or was terminated.</exception>
    public abstract Task<T> CallSubOrchestratorAsync<T>(string name, object? input = null, TaskOptions? options = null);

    /// <summary>Completes at <paramref name="fireAt"/> (UTC), however far; a time in the past completes at once, through history.</summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>
    /// The next event of that name (case-insensitive), also one that came before the wait. With several waits open each event
    /// goes to one of them; which one differs: the embedded engine serves the oldest first, SDK 1.25 the newest, and that one
    /// also a cancelled wait, which takes no event only where the engine promises so (<c>cancelledWaitKeepsEvent</c>). Code for
    /// both keeps one wait of a name open and never cancels it.
    /// </summary>
    public abstract Task<T> WaitForExternalEvent<T>(string name, CancellationToken cancellationToken = default);

    /// <summary>A small JSON value that clients see on the instance. Azure Storage limits it to 16 KB.</summary>
    public abstract void SetCustomStatus(object? status);

    /// <summary>
    /// Ends this execution and starts the next of the same instance with <paramref name="newInput"/>. Events that were
    /// not consumed go to the next execution, in order, when <paramref name="preserveUnprocessedEvents"/> is true.
    /// </summary>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>A logger that is silent while replaying.</summary>
    public abstract ILogger CreateReplaySafeLogger(string categoryName);
}

/// <summary>
/// An orchestrator: deterministic code over an <see cref="OrchestrationContext"/>. A new object serves each execution. It waits for tasks of its context, or of its own,
/// and for none that outlives it: whoever waits for a task hangs on it, so a shared one holds each instance that ever slept, in an engine's cache or not.
/// </summary>
public interface IOrchestrator
{
    Task<object?> RunAsync(OrchestrationContext context);
}

/// <summary>Typed base for orchestrators; the input is <c>default</c> when none was given.</summary>
public abstract class Orchestrator<TInput, TOutput> : IOrchestrator
{
    public abstract Task<TOutput> RunAsync(OrchestrationContext context, TInput input);

    async Task<object?> IOrchestrator.RunAsync(OrchestrationContext context) => await RunAsync(context, context.GetInput<TInput>()!);
}
