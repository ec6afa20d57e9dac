using Fulfilment.DurableTask;
using Fulfilment.FunctionApp.Adapters;
using Sdk = Microsoft.DurableTask;

namespace Fulfilment.FunctionApp.Tests.Adapters;

public sealed class RetryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static Sdk.RetryPolicy Map(RetryPolicy policy) => Retries.ToSdk(new TaskOptions(policy))!.Retry!.Policy!;

    private static Sdk.TaskFailureDetails Failure<T>() => new(typeof(T).FullName!, "boom", null, null, null);

    [Fact]
    public void ToSdk_NoOptions_AreNone() => Assert.Null(Retries.ToSdk(null));

    [Fact]
    public void ToSdk_NoRetry_TriesOnce() => Assert.Null(Retries.ToSdk(new TaskOptions())!.Retry);

    [Fact]
    public void ToSdk_FullPolicy_MapsEveryPart()
    {
        var policy = Map(new RetryPolicy(7, 2 * Second, 1.5, 30 * Second, 300 * Second));
        Assert.Equal(7, policy.MaxNumberOfAttempts);
        Assert.Equal(2 * Second, policy.FirstRetryInterval);
        Assert.Equal(1.5, policy.BackoffCoefficient);
        Assert.Equal(30 * Second, policy.MaxRetryInterval);
        Assert.Equal(300 * Second, policy.RetryTimeout);
    }

    [Fact]
    public void ToSdk_NoMaxInterval_IsNotCutToTheSdksHour() => Assert.Equal(Timeout.InfiniteTimeSpan, Map(new RetryPolicy(3, Second)).MaxRetryInterval);

    [Fact]
    public void ToSdk_MaxBelowFirstInterval_WaitsNoLongerThanMax() => Assert.Equal(Second, Map(new RetryPolicy(3, 5 * Second, MaxInterval: Second)).FirstRetryInterval);

    [Fact]
    public void ToSdk_NoWaitBetweenTries_IsAccepted() => Assert.True(Map(new RetryPolicy(3, TimeSpan.Zero, MaxInterval: TimeSpan.Zero)).FirstRetryInterval > TimeSpan.Zero);

    [Fact]
    public void ToSdk_TimeoutBeforeTheSecondTry_TriesOnce() => Assert.Equal(1, Map(new RetryPolicy(3, 5 * Second, Timeout: Second)).MaxNumberOfAttempts);

    [Fact]
    public void HandleFailure_OfTheMappedPolicy_AsksThePortsRule()
    {
        var policy = Map(new RetryPolicy(3, Second) { Handle = failure => failure.IsCausedBy<TimeoutException>() });
        Assert.True(policy.Handler(Failure<TimeoutException>()));
        Assert.False(policy.Handler(Failure<IOException>()));
    }

    [Fact]
    public void HandleFailure_NonRetriable_StopsWhateverTheRuleSays()
    {
        Assert.False(Map(new RetryPolicy(3, Second)).Handler(Failure<NonRetriableException>()));
        Assert.False(Map(new RetryPolicy(3, Second) { Handle = _ => true }).Handler(Failure<NonRetriableException>()));
    }
}
