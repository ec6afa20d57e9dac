using Fulfilment.DurableTask;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Tests.Fakes;
using Sdk = Microsoft.DurableTask;

namespace Fulfilment.FunctionApp.Tests.Adapters;

public sealed class FailureTests
{
    private sealed class CardExpiredException() : NonRetriableException("expired");

    private readonly FakeContext _sdk = new();

    private static Sdk.TaskFailureDetails Details<T>(string message = "boom", Sdk.TaskFailureDetails? inner = null) => new(typeof(T).FullName!, message, "at X", inner, null);

    [Fact]
    public async Task CallActivityAsync_Fails_ThrowsThePortsExceptionWithDetails()
    {
        var call = new OrchestrationContextAdapter(_sdk).CallActivityAsync<int>("Charge", 5);
        _sdk.Activities[0].Fail(new Sdk.TaskFailedException("Charge", 7, Details<TimeoutException>("too slow", Details<IOException>("reset"))));

        var thrown = await Assert.ThrowsAsync<TaskFailedException>(() => call);

        Assert.Equal(("Charge", 7), (thrown.TaskName, thrown.TaskId));
        Assert.True(thrown.FailureDetails.IsCausedBy<TimeoutException>());
        Assert.Equal("too slow", thrown.FailureDetails.ErrorMessage);
        Assert.Equal("at X", thrown.FailureDetails.StackTrace);
        Assert.True(thrown.FailureDetails.InnerFailure!.IsCausedBy<IOException>());
        Assert.False(thrown.FailureDetails.IsNonRetriable);
    }

    [Fact]
    public void CallActivityAsync_Answered_CompletesInTheSameTurn()
    {
        var call = new OrchestrationContextAdapter(_sdk).CallActivityAsync<int>("Charge");
        _sdk.Activities[0].Answer(42);
        Assert.True(call.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task CallSubOrchestratorAsync_Fails_ThrowsThePortsException()
    {
        var call = new OrchestrationContextAdapter(_sdk).CallSubOrchestratorAsync<int>("Child", null, new TaskOptions(InstanceId: "c1"));
        var child = Assert.Single(_sdk.Children);
        Assert.Equal("c1", Assert.IsType<Sdk.SubOrchestrationOptions>(child.Options).InstanceId);
        child.Fail(new Sdk.TaskFailedException("Child", 1, Details<InvalidOperationException>()));
        await Assert.ThrowsAsync<TaskFailedException>(() => call);
    }

    [Fact]
    public void FromSdk_NonRetriableOrDerived_IsNonRetriable()
    {
        Assert.True(Failures.FromSdk(Details<NonRetriableException>()).IsNonRetriable);
        Assert.True(Failures.FromSdk(Details<CardExpiredException>()).IsNonRetriable);
    }

    [Fact]
    public void FromSdk_ChildFailedOverANonRetriableActivity_IsNonRetriable() =>
        Assert.True(Failures.FromSdk(Details<TaskFailedException>("child", Details<NonRetriableException>())).IsNonRetriable);

    [Fact]
    public void FromSdk_NonRetriableOnlyAsCauseOfAnother_IsRetriable() =>
        Assert.False(Failures.FromSdk(Details<TimeoutException>("slow", Details<NonRetriableException>())).IsNonRetriable);

    [Fact]
    public void FromSdk_AggregateAroundANonRetriable_IsThatItself()
    {
        var failure = Failures.FromSdk(Details<AggregateException>("One or more errors occurred.", Details<CardExpiredException>("expired")));
        Assert.True(failure.IsNonRetriable);
        Assert.True(failure.IsCausedBy<CardExpiredException>());
        Assert.Equal("expired", failure.ErrorMessage);
    }

    [Fact]
    public void FromSdk_ChildFailedOverAnAggregateAroundANonRetriable_IsNonRetriable() =>
        Assert.True(Failures.FromSdk(Details<TaskFailedException>("child", Details<AggregateException>("!", Details<NonRetriableException>()))).IsNonRetriable);

    [Fact]
    public void FromSdk_AggregateWithoutACause_StaysOne() => Assert.True(Failures.FromSdk(Details<AggregateException>()).IsCausedBy<AggregateException>());

    [Fact]
    public void FromSdk_UnknownErrorType_IsRetriable() =>
        Assert.False(Failures.FromSdk(new Sdk.TaskFailureDetails("(unknown)", "?", null, null, null)).IsNonRetriable);
}
