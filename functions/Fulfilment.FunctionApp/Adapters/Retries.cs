using Fulfilment.DurableTask;
using Sdk = Microsoft.DurableTask;

namespace Fulfilment.FunctionApp.Adapters;

/// <summary>The port's task options as the official SDK's.</summary>
public static class Retries
{
    // The SDK refuses a first interval of zero.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    public static Sdk.TaskOptions? ToSdk(TaskOptions? options)
    {
        if (options is null) return null;
        var mapped = options.Retry is { } policy ? Sdk.TaskOptions.FromRetryPolicy(ToSdk(policy)) : new Sdk.TaskOptions();
        return options.InstanceId is { } id ? mapped.WithInstanceId(id) : mapped;
    }

    /// <summary>A failure that says that no retry can help ends the retries, whatever the policy's own rule says.</summary>
    public static bool ShouldRetry(RetryPolicy policy, Sdk.TaskFailureDetails details)
    {
        var failure = Failures.FromSdk(details);
        return !failure.IsNonRetriable && (policy.Handle?.Invoke(failure) ?? true);
    }

    private static Sdk.RetryPolicy ToSdk(RetryPolicy policy)
    {
        var first = Max(Shortest, policy.MaxInterval is { } longest && longest < policy.FirstInterval ? longest : policy.FirstInterval);
        // A timeout shorter than the first wait means that there is no second try; the SDK refuses to be told so.
        var attempts = policy.Timeout < first ? 1 : policy.MaxAttempts;
        var timeout = policy.Timeout < first ? null : policy.Timeout;
        var max = policy.MaxInterval is { } value ? Max(value, first) : Timeout.InfiniteTimeSpan;
        return new Sdk.RetryPolicy(attempts, first, policy.BackoffCoefficient, max, timeout) { HandleFailure = details => ShouldRetry(policy, details) };
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
