namespace Microsoft.DurableTask;

/// <summary>Reference declaration; refuses what the official constructor refuses.</summary>
public class RetryPolicy
{
    public RetryPolicy(int maxNumberOfAttempts, TimeSpan firstRetryInterval, double backoffCoefficient = 1.0, TimeSpan? maxRetryInterval = null, TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = NotShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval)) ?? TimeSpan.FromHours(1);
        RetryTimeout = NotShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout)) ?? Timeout.InfiniteTimeSpan;
    }

    public int MaxNumberOfAttempts { get; }
    public TimeSpan FirstRetryInterval { get; }
    public double BackoffCoefficient { get; }
    public TimeSpan MaxRetryInterval { get; }
    public TimeSpan RetryTimeout { get; }

    /// <summary>Asked after each failure; false ends the retries. It can only be set.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure { init => Handler = value; }

    /// <summary>What <see cref="HandleFailure"/> was set to, for the tests' fake contexts. The official class keeps it to itself.</summary>
    internal Func<TaskFailureDetails, bool> Handler { get; private init; } = _ => true;

    private static TimeSpan? NotShorter(TimeSpan? value, TimeSpan first, string name) =>
        value < first && value != Timeout.InfiniteTimeSpan ? throw new ArgumentOutOfRangeException(name, value, "Shorter than the first retry interval.") : value;
}

/// <summary>Reference declaration.</summary>
public sealed class TaskRetryOptions(RetryPolicy policy)
{
    public RetryPolicy? Policy { get; } = policy;
}
