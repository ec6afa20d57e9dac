namespace Microsoft.DurableTask;

/// <summary>Reference declaration.</summary>
public record TaskOptions
{
    public TaskOptions(TaskRetryOptions? retry = null) => Retry = retry;

    public TaskRetryOptions? Retry { get; init; }

    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(new TaskRetryOptions(policy));

    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
}

/// <summary>Reference declaration.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null) : base(options) => InstanceId = instanceId;

    public string? InstanceId { get; init; }
}

/// <summary>Reference declaration.</summary>
public record StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
{
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
