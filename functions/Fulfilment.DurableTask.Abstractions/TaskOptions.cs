namespace Fulfilment.DurableTask;

/// <param name="Retry">Null means one try.</param>
/// <param name="InstanceId">For sub-orchestrations; null lets the engine derive one that is the same at each replay.</param>
public sealed record TaskOptions(RetryPolicy? Retry = null, string? InstanceId = null);

/// <summary>When a failed task is tried again. The waits are durable timers.</summary>
/// <param name="MaxAttempts">At least 1, the first try included.</param>
/// <param name="FirstInterval">Wait before the second try.</param>
/// <param name="BackoffCoefficient">Each further wait is the last one times this; at least 1.</param>
/// <param name="MaxInterval">No wait is longer.</param>
/// <param name="Timeout">No try begins later than this after the first.</param>
public sealed record RetryPolicy(int MaxAttempts, TimeSpan FirstInterval, double BackoffCoefficient = 1.0, TimeSpan? MaxInterval = null, TimeSpan? Timeout = null)
{
    /// <summary>Return false to stop at once (a non-retriable failure). Runs in orchestrator code: keep it pure.</summary>
    public Func<FailureDetails, bool>? Handle { get; init; }
}
