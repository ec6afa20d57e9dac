using Fulfilment.DurableTask;
using Sdk = Microsoft.DurableTask;

namespace Fulfilment.FunctionApp.Tests.Compliance;

/// <summary>The port's values in the SDK's shapes and back: the opposite way of the adapters under test.</summary>
internal static class SdkShapes
{
    public static TaskOptions? FromSdk(Sdk.TaskOptions? options) => options is null ? null : new TaskOptions(
        options.Retry?.Policy is { } policy ? FromSdk(policy) : null, (options as Sdk.SubOrchestrationOptions)?.InstanceId);

    public static Sdk.TaskFailureDetails ToSdk(FailureDetails failure) =>
        new(failure.ErrorType, failure.ErrorMessage, failure.StackTrace, failure.InnerFailure is { } inner ? ToSdk(inner) : null, null);

    public static async Task<T> ThrowSdkAsync<T>(Task<T> inner)
    {
        try
        {
            return await inner;
        }
        catch (TaskFailedException e)
        {
            throw new Sdk.TaskFailedException(e.TaskName, e.TaskId, ToSdk(e.FailureDetails));
        }
    }

    private static RetryPolicy FromSdk(Sdk.RetryPolicy policy) => new(
        policy.MaxNumberOfAttempts, policy.FirstRetryInterval, policy.BackoffCoefficient, Finite(policy.MaxRetryInterval), Finite(policy.RetryTimeout))
    {
        Handle = failure => policy.Handler(ToSdk(failure)),
    };

    private static TimeSpan? Finite(TimeSpan value) => value == Timeout.InfiniteTimeSpan ? null : value;
}
