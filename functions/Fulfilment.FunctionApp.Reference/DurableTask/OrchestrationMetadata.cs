namespace Microsoft.DurableTask.Client;

/// <summary>Reference declaration.</summary>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    public string Name { get; } = name;
    public string InstanceId { get; } = instanceId;
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset LastUpdatedAt { get; init; }
    public string? SerializedInput { get; init; }
    public string? SerializedOutput { get; init; }
    public string? SerializedCustomStatus { get; init; }
    public TaskFailureDetails? FailureDetails { get; init; }

    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    public bool IsCompleted => RuntimeStatus is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}

/// <summary>Reference declaration.</summary>
public enum OrchestrationRuntimeStatus
{
    Running,
    Completed,
    [Obsolete("Kept by the SDK for compatibility.")]
    ContinuedAsNew,
    Failed,
    [Obsolete("Kept by the SDK for compatibility.")]
    Canceled,
    Terminated,
    Pending,
    Suspended,
}

/// <summary>Reference declaration.</summary>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null, IEnumerable<OrchestrationRuntimeStatus>? Statuses = null, IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null, int PageSize = OrchestrationQuery.DefaultPageSize, bool FetchInputsAndOutputs = false, string? ContinuationToken = null)
{
    public const int DefaultPageSize = 100;
}

/// <summary>Reference declaration.</summary>
public record PurgeInstancesFilter(DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null, IEnumerable<OrchestrationRuntimeStatus>? Statuses = null);

/// <summary>Reference declaration.</summary>
public record PurgeInstanceOptions(bool Recursive = false);

/// <summary>Reference declaration.</summary>
public class PurgeResult(int count)
{
    public int PurgedInstanceCount { get; } = count;
}
