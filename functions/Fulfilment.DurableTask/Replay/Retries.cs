namespace Fulfilment.DurableTask.Replay;

/// <summary>Retry policies, run as orchestrator code: each try and each wait between is a step of its own in history.</summary>
internal static class Retries
{
    public static async Task<T> RunAsync<T>(OrchestrationContext context, RetryPolicy policy, Func<int, Task<T>> run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(policy.MaxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(policy.BackoffCoefficient, 1.0);
        var first = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                return await run(attempt);
            }
            catch (TaskFailedException failed)
            {
                wait = WaitAfter(policy, attempt);
                if (IsLast(policy, failed.FailureDetails, attempt) || IsTooLate(policy, first, context.CurrentUtcDateTime, wait))
                {
                    throw;
                }
            }

            await context.CreateTimer(context.CurrentUtcDateTime + wait, CancellationToken.None);
        }
    }

    internal static TimeSpan WaitAfter(RetryPolicy policy, int attempt)
    {
        var seconds = policy.FirstInterval.TotalSeconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        var limit = (policy.MaxInterval ?? TimeSpan.FromDays(3650)).TotalSeconds;
        return TimeSpan.FromSeconds(Math.Min(seconds, limit));
    }

    private static bool IsLast(RetryPolicy policy, FailureDetails failure, int attempt) =>
        attempt >= policy.MaxAttempts || failure.IsNonRetriable || policy.Handle?.Invoke(failure) == false;

    private static bool IsTooLate(RetryPolicy policy, DateTime first, DateTime now, TimeSpan wait) =>
        policy.Timeout is { } timeout && now - first + wait > timeout;
}
