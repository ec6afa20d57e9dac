namespace Fulfilment.DurableTask;

/// <summary>Starts, signals and observes instances. What it acknowledges is durable.</summary>
public interface IOrchestrationClient
{
    /// <summary>
    /// Starts an instance. If one with that id exists in a status listed in <see cref="StartOptions.DedupeStatuses"/>, throws;
    /// in any other status the old one is replaced (a running one is terminated first).
    /// </summary>
    /// <returns>The instance id.</returns>
    /// <exception cref="OrchestrationAlreadyExistsException">A deduplicated instance exists.</exception>
    /// <exception cref="PayloadTooLargeException">The input is over the engine's limit.</exception>
    Task<string> ScheduleNewAsync(string orchestratorName, object? input = null, StartOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Raises an event; kept for the instance until it waits for it. Unknown and finished instances drop it.</summary>
    Task RaiseEventAsync(string instanceId, string eventName, object? payload = null, CancellationToken cancellationToken = default);

    /// <summary>Holds events and timers until <see cref="ResumeAsync"/>. Unknown and finished instances: nothing happens.</summary>
    Task SuspendAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Unknown, finished and running instances: nothing happens.</summary>
    Task ResumeAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Ends the instance where it stands; the first call's output stays. Unknown and finished instances: nothing happens.</summary>
    Task TerminateAsync(string instanceId, object? output = null, CancellationToken cancellationToken = default);

    Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default);

    /// <summary>One page, ordered by instance id. One that is short, or empty, may still have a next: only without a token it is the last.</summary>
    Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellationToken = default);

    /// <summary>Waits until the instance is completed, failed or terminated.</summary>
    /// <exception cref="InstanceNotFoundException">No such instance.</exception>
    Task<OrchestrationMetadata> WaitForCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellationToken = default);

    /// <summary>Removes a finished instance and its history. A second call, or one for a running instance, removes nothing.</summary>
    /// <returns>How many instances were removed.</returns>
    Task<int> PurgeAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Removes in small steps. An interrupted purge keeps what it has removed; the next one goes on from there.</summary>
    /// <returns>How many instances were removed.</returns>
    Task<int> PurgeAsync(PurgeFilter filter, CancellationToken cancellationToken = default);

    /// <summary>The current execution's history, oldest first.</summary>
    /// <exception cref="NotSupportedException">The engine keeps no readable history.</exception>
    Task<IReadOnlyList<HistoryEntry>> GetHistoryAsync(string instanceId, CancellationToken cancellationToken = default);
}

/// <param name="InstanceId">Null lets the engine choose one.</param>
/// <param name="StartAt">Null starts at once. Engines may refuse another with <see cref="NotSupportedException"/>.</param>
/// <param name="DedupeStatuses">Existing instances in these statuses are not replaced. Null means all: nothing is ever replaced.</param>
public sealed record StartOptions(string? InstanceId = null, DateTimeOffset? StartAt = null, IReadOnlyList<OrchestrationStatus>? DedupeStatuses = null);

public enum OrchestrationStatus
{
    Pending,
    Running,
    Suspended,
    Completed,
    Failed,
    Terminated,
}

/// <summary>What a client sees of an instance. Inputs and outputs are JSON, null unless asked for.</summary>
public sealed record OrchestrationMetadata(string Name, string InstanceId, OrchestrationStatus Status, DateTimeOffset CreatedAt, DateTimeOffset LastUpdatedAt)
{
    public string? SerializedInput { get; init; }
    public string? SerializedOutput { get; init; }
    public string? SerializedCustomStatus { get; init; }
    public FailureDetails? FailureDetails { get; init; }

    public bool IsCompleted => Status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated;
}

public sealed record OrchestrationQuery
{
    public DateTimeOffset? CreatedFrom { get; init; }
    public DateTimeOffset? CreatedTo { get; init; }
    public IReadOnlyList<OrchestrationStatus>? Statuses { get; init; }
    public string? InstanceIdPrefix { get; init; }
    public int PageSize { get; init; } = 100;
    public bool FetchInputsAndOutputs { get; init; }
    public string? ContinuationToken { get; init; }
}

public sealed record OrchestrationPage(IReadOnlyList<OrchestrationMetadata> Items, string? ContinuationToken);

/// <summary>Only finished instances match. Bounds are on the creation time, from inclusive, to exclusive.</summary>
/// <param name="CompletedTo">
/// Only what ended before this. An engine that can filter by creation only throws <see cref="NotSupportedException"/>: it must
/// not remove more than was asked for.
/// </param>
public sealed record PurgeFilter(
    DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null, IReadOnlyList<OrchestrationStatus>? Statuses = null, DateTimeOffset? CompletedTo = null);

/// <param name="Sequence">Position in the execution, from 0.</param>
/// <param name="Kind">ExecutionStarted, TaskScheduled, TaskCompleted, TaskFailed, TimerCreated, TimerFired, EventRaised, … as the engine names them.</param>
public sealed record HistoryEntry(long Sequence, string Kind, DateTimeOffset At, string? Name, string? Payload);
