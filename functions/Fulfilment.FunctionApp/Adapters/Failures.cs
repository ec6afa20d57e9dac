using Fulfilment.DurableTask;
using Sdk = Microsoft.DurableTask;

namespace Fulfilment.FunctionApp.Adapters;

/// <summary>The SDK's failures as the port's.</summary>
public static class Failures
{
    /// <summary>Runs on the orchestrator's own scheduler: the await captures it, and inside it continuations run in line.</summary>
    public static async Task<T> TranslateAsync<T>(Task<T> inner)
    {
        try
        {
            return await inner;
        }
        catch (Sdk.TaskFailedException e)
        {
            throw new TaskFailedException(e.TaskName, e.TaskId, FromSdk(e.FailureDetails));
        }
    }

    /// <summary>An aggregate that the worker put around an activity's exception says nothing itself: its cause is what rules and readers want.</summary>
    public static FailureDetails FromSdk(Sdk.TaskFailureDetails details) => IsWrapper(details) ? FromSdk(details.InnerFailure!) : new(
        details.ErrorType, details.ErrorMessage, details.StackTrace,
        details.InnerFailure is { } inner ? FromSdk(inner) : null,
        IsNonRetriable(details));

    private static bool IsWrapper(Sdk.TaskFailureDetails details) => details is { ErrorType: "System.AggregateException", InnerFailure: not null };

    // A failed child carries its activity's failure inside its own, as the port's FailureDetails.From does.
    private static bool IsNonRetriable(Sdk.TaskFailureDetails details) =>
        details.IsCausedBy<NonRetriableException>() ||
        ((details.IsCausedBy<TaskFailedException>() || details.IsCausedBy<Sdk.TaskFailedException>()) && details.InnerFailure is { } inner && IsNonRetriable(inner)) ||
        (IsWrapper(details) && IsNonRetriable(details.InnerFailure!));
}
