using Fulfilment.DurableTask;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Tests.Fakes;
using Grpc.Core;
using Moq;
using CoreAlreadyExists = global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException;
using Sdk = Microsoft.DurableTask;
using SdkClient = Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Tests.Adapters;

public sealed class ClientAdapterTests
{
    private const string Id = "demo.own.1001";
    private readonly Mock<SdkClient.DurableTaskClient> _sdk = new("client");
    private Sdk.StartOrchestrationOptions? _started;

    private OrchestrationClientAdapter Adapter => new(_sdk.Object);

    public ClientAdapterTests() => _sdk
        .Setup(client => client.ScheduleNewOrchestrationInstanceAsync(It.IsAny<Sdk.TaskName>(), It.IsAny<object?>(), It.IsAny<Sdk.StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
        .Callback((Sdk.TaskName _, object? _, Sdk.StartOrchestrationOptions? options, CancellationToken _) => _started = options)
        .ReturnsAsync(Id);

    [Fact]
    public async Task ScheduleNewAsync_NoDedupeList_ProtectsEveryStatus()
    {
        Assert.Equal(Id, await Adapter.ScheduleNewAsync("OrderOrchestrator", "in", new StartOptions(Id)));
        Assert.Equal(Id, _started!.InstanceId);
        Assert.Equal(["Canceled", "Completed", "Failed", "Pending", "Running", "Suspended", "Terminated"], _started.DedupeStatuses!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ScheduleNewAsync_NoOptions_ProtectsEveryStatus()
    {
        await Adapter.ScheduleNewAsync("OrderOrchestrator");
        Assert.Equal(7, _started!.DedupeStatuses!.Count);
    }

    [Fact]
    public async Task ScheduleNewAsync_DedupeList_IsPassedOn()
    {
        await Adapter.ScheduleNewAsync("OrderOrchestrator", null, new StartOptions(Id, DedupeStatuses: [OrchestrationStatus.Running]));
        Assert.Equal(["Running"], _started!.DedupeStatuses!);
    }

    public static TheoryData<Exception> AlreadyThere => [new CoreAlreadyExists("there"), new RpcException(new Status(StatusCode.AlreadyExists, "there"))];

    [Theory]
    [MemberData(nameof(AlreadyThere))]
    public async Task ScheduleNewAsync_InstanceExists_ThrowsThePortsException(Exception sdk)
    {
        _sdk.Setup(client => client.ScheduleNewOrchestrationInstanceAsync(It.IsAny<Sdk.TaskName>(), It.IsAny<object?>(), It.IsAny<Sdk.StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(sdk);
        var thrown = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => Adapter.ScheduleNewAsync("OrderOrchestrator", null, new StartOptions(Id)));
        Assert.Equal(Id, thrown.InstanceId);
    }

    [Fact]
    public async Task ScheduleNewAsync_InstanceIsSeenToRun_IsNotSentAtAll()
    {
        // A listener that ignores the dedupe statuses would end it and start it anew.
        Instance(SdkClient.OrchestrationRuntimeStatus.Running);
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => Adapter.ScheduleNewAsync("OrderOrchestrator", null, new StartOptions(Id)));
        Assert.Null(_started);
    }

    [Fact]
    public async Task ScheduleNewAsync_InstanceHasAStatusThatMayBeReplaced_IsSent()
    {
        Instance(SdkClient.OrchestrationRuntimeStatus.Completed);
        await Adapter.ScheduleNewAsync("OrderOrchestrator", null, new StartOptions(Id, DedupeStatuses: [OrchestrationStatus.Running]));
        Assert.NotNull(_started);
    }

    [Fact]
    public async Task ScheduleNewAsync_Delayed_IsRefusedWhereTheHostIgnoresIt()
    {
        var options = new StartOptions(Id, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        await Assert.ThrowsAsync<NotSupportedException>(() => Adapter.ScheduleNewAsync("OrderOrchestrator", null, options));
        Assert.Null(_started);
        await new OrchestrationClientAdapter(_sdk.Object, delayedStarts: true).ScheduleNewAsync("OrderOrchestrator", null, options);
        Assert.Equal(options.StartAt, _started!.StartAt);
    }

    [Theory]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.Unknown)]
    public async Task RaiseEventAsync_UnknownInstance_DropsTheEvent(StatusCode code)
    {
        FailRaise(code);
        await Adapter.RaiseEventAsync(Id, "command", "edit");
        _sdk.Verify(client => client.RaiseEventAsync(Id, "command", "edit", It.IsAny<CancellationToken>()), Times.Once);
    }

    [Theory]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.FailedPrecondition)]
    public async Task RaiseEventAsync_HostFailsForARunningInstance_Throws(StatusCode code)
    {
        FailRaise(code);
        Instance(SdkClient.OrchestrationRuntimeStatus.Running);
        await Assert.ThrowsAsync<RpcException>(() => Adapter.RaiseEventAsync(Id, "command", "edit"));
    }

    [Fact]
    public async Task RaiseEventAsync_HostIsAway_Throws()
    {
        FailRaise(StatusCode.Unavailable);
        await Assert.ThrowsAsync<RpcException>(() => Adapter.RaiseEventAsync(Id, "command", "edit"));
    }

    [Fact]
    public async Task SuspendResumeTerminate_FinishedInstance_DoNothing()
    {
        var gone = new RpcException(new Status(StatusCode.FailedPrecondition, "finished"));
        _sdk.Setup(client => client.SuspendInstanceAsync(Id, "why", It.IsAny<CancellationToken>())).ThrowsAsync(gone);
        _sdk.Setup(client => client.ResumeInstanceAsync(Id, "why", It.IsAny<CancellationToken>())).ThrowsAsync(gone);
        _sdk.Setup(client => client.TerminateInstanceAsync(Id, It.IsAny<object?>(), It.IsAny<CancellationToken>())).ThrowsAsync(gone);
        await Adapter.SuspendAsync(Id, "why");
        await Adapter.ResumeAsync(Id, "why");
        await Adapter.TerminateAsync(Id);
        Assert.Equal(
            [nameof(SdkClient.DurableTaskClient.SuspendInstanceAsync), nameof(SdkClient.DurableTaskClient.ResumeInstanceAsync), nameof(SdkClient.DurableTaskClient.TerminateInstanceAsync)],
            _sdk.Invocations.Select(invocation => invocation.Method.Name).Where(name => name != nameof(SdkClient.DurableTaskClient.GetInstanceAsync)));
    }

    [Fact]
    public async Task PurgeAsync_RunningInstance_LeavesItAlone()
    {
        Instance(SdkClient.OrchestrationRuntimeStatus.Running);
        Assert.Equal(0, await Adapter.PurgeAsync(Id));
        _sdk.Verify(client => client.PurgeInstanceAsync(It.IsAny<string>(), It.IsAny<SdkClient.PurgeInstanceOptions?>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task PurgeAsync_FinishedInstance_IsPurged()
    {
        Instance(SdkClient.OrchestrationRuntimeStatus.Completed);
        _sdk.Setup(client => client.PurgeInstanceAsync(Id, It.IsAny<SdkClient.PurgeInstanceOptions?>(), It.IsAny<CancellationToken>())).ReturnsAsync(new SdkClient.PurgeResult(1));
        Assert.Equal(1, await Adapter.PurgeAsync(Id));
    }

    [Fact]
    public async Task PurgeAsync_FilterWithoutStatuses_NamesTheFinishedOnes()
    {
        SdkClient.PurgeInstancesFilter? sent = null;
        _sdk.Setup(client => client.PurgeAllInstancesAsync(It.IsAny<SdkClient.PurgeInstancesFilter>(), It.IsAny<SdkClient.PurgeInstanceOptions?>(), It.IsAny<CancellationToken>()))
            .Callback((SdkClient.PurgeInstancesFilter filter, SdkClient.PurgeInstanceOptions? _, CancellationToken _) => sent = filter)
            .ReturnsAsync(new SdkClient.PurgeResult(12));
        var until = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(12, await Adapter.PurgeAsync(new PurgeFilter(CreatedTo: until)));
        Assert.Equal(until, sent!.CreatedTo);
        Assert.Equal(
            [SdkClient.OrchestrationRuntimeStatus.Completed, SdkClient.OrchestrationRuntimeStatus.Failed, SdkClient.OrchestrationRuntimeStatus.Terminated], sent.Statuses!.Order());
    }

    [Fact]
    public Task PurgeAsync_FilterByTheEnd_IsNotSupportedRatherThanPurgingMore() =>
        Assert.ThrowsAsync<NotSupportedException>(() => Adapter.PurgeAsync(new PurgeFilter(CompletedTo: DateTimeOffset.UnixEpoch)));

    [Fact]
    public async Task PurgeAsync_FilterForRunningOnly_PurgesNothing()
    {
        Assert.Equal(0, await Adapter.PurgeAsync(new PurgeFilter(Statuses: [OrchestrationStatus.Running])));
        Assert.Empty(_sdk.Invocations);
    }

    [Fact]
    public async Task WaitForCompletionAsync_UnknownInstance_Throws() =>
        await Assert.ThrowsAsync<InstanceNotFoundException>(() => Adapter.WaitForCompletionAsync(Id));

    [Fact]
    public async Task GetInstanceAsync_Failed_HasDetailsAndPayloads()
    {
        _sdk.Setup(client => client.GetInstanceAsync(Id, true, It.IsAny<CancellationToken>())).ReturnsAsync(new SdkClient.OrchestrationMetadata("OrderOrchestrator", Id)
        {
            RuntimeStatus = SdkClient.OrchestrationRuntimeStatus.Failed,
            SerializedInput = "1",
            SerializedOutput = "2",
            SerializedCustomStatus = "3",
            FailureDetails = new Sdk.TaskFailureDetails("System.TimeoutException", "slow", null, null, null),
        });
        var found = await Adapter.GetInstanceAsync(Id, true);
        Assert.Equal((OrchestrationStatus.Failed, "1", "2", "3"), (found!.Status, found.SerializedInput, found.SerializedOutput, found.SerializedCustomStatus));
        Assert.True(found.FailureDetails!.IsCausedBy<TimeoutException>());
    }

    [Fact]
    public async Task QueryAsync_OnePage_IsOrderedAndGivesTheToken()
    {
        SdkClient.OrchestrationQuery? sent = null;
        var pages = new FakePages<SdkClient.OrchestrationMetadata>([new Sdk.Page<SdkClient.OrchestrationMetadata>([new("O", "b"), new("O", "a")], "more"), new([new("O", "c")])]);
        _sdk.Setup(client => client.GetAllInstancesAsync(It.IsAny<SdkClient.OrchestrationQuery?>())).Callback((SdkClient.OrchestrationQuery? query) => sent = query).Returns(pages);
        var page = await Adapter.QueryAsync(new OrchestrationQuery { InstanceIdPrefix = "demo.", Statuses = [OrchestrationStatus.Suspended], PageSize = 2, ContinuationToken = "here" });
        Assert.Equal(["a", "b"], page.Items.Select(item => item.InstanceId));
        Assert.Equal("more", page.ContinuationToken);
        Assert.Equal(("demo.", 2, "here"), (sent!.InstanceIdPrefix, sent.PageSize, sent.ContinuationToken));
        Assert.Equal([SdkClient.OrchestrationRuntimeStatus.Suspended], sent.Statuses!);
        Assert.Equal(("here", 2), Assert.Single(pages.Asked));
    }

    [Fact]
    public async Task QueryAsync_FirstPageIsEmptyOrShort_AsksOnUntilThePageIsFull()
    {
        var pages = new FakePages<SdkClient.OrchestrationMetadata>([new([], "one"), new([new("O", "b")], "two"), new([new("O", "a"), new("O", "c")], "three"), new([new("O", "d")])]);
        _sdk.Setup(client => client.GetAllInstancesAsync(It.IsAny<SdkClient.OrchestrationQuery?>())).Returns(pages);
        var page = await Adapter.QueryAsync(new OrchestrationQuery { PageSize = 3 });
        Assert.Equal(["a", "b", "c"], page.Items.Select(item => item.InstanceId));
        Assert.Equal("three", page.ContinuationToken);
        // Never more than are lacking: a token stands behind a whole page.
        Assert.Equal([(null, 3), ("one", 3), ("two", 2)], pages.Asked);
    }

    [Fact]
    public async Task QueryAsync_NothingForManyPages_GivesTheTokenRatherThanScanningAllAtOnce()
    {
        var pages = new FakePages<SdkClient.OrchestrationMetadata>([.. Enumerable.Range(1, 30).Select(number => new Sdk.Page<SdkClient.OrchestrationMetadata>([], $"{number}")), new([new("O", "a")])]);
        _sdk.Setup(client => client.GetAllInstancesAsync(It.IsAny<SdkClient.OrchestrationQuery?>())).Returns(pages);
        var first = await Adapter.QueryAsync(new OrchestrationQuery());
        Assert.Empty(first.Items);
        Assert.Equal("20", first.ContinuationToken);
        Assert.Equal("a", Assert.Single((await Adapter.QueryAsync(new OrchestrationQuery { ContinuationToken = "20" })).Items).InstanceId);
    }

    [Fact]
    public async Task QueryAsync_NothingAnywhere_EndsWithTheLastPage()
    {
        var pages = new FakePages<SdkClient.OrchestrationMetadata>([new([], "one"), new([])]);
        _sdk.Setup(client => client.GetAllInstancesAsync(It.IsAny<SdkClient.OrchestrationQuery?>())).Returns(pages);
        var page = await Adapter.QueryAsync(new OrchestrationQuery());
        Assert.Empty(page.Items);
        Assert.Null(page.ContinuationToken);
    }

    [Fact]
    public async Task GetHistoryAsync_Any_SaysThatThereIsNone() => await Assert.ThrowsAsync<NotSupportedException>(() => Adapter.GetHistoryAsync(Id));

    [Fact]
    public void FromSdk_EveryRuntimeStatus_HasAStatus()
    {
        foreach (var status in Enum.GetValues<SdkClient.OrchestrationRuntimeStatus>()) Assert.True(Enum.IsDefined(Statuses.FromSdk(status)));
    }

    private void FailRaise(StatusCode code) => _sdk
        .Setup(client => client.RaiseEventAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()))
        .ThrowsAsync(new RpcException(new Status(code, "no")));

    private void Instance(SdkClient.OrchestrationRuntimeStatus status) => _sdk
        .Setup(client => client.GetInstanceAsync(Id, It.IsAny<bool>(), It.IsAny<CancellationToken>()))
        .ReturnsAsync(new SdkClient.OrchestrationMetadata("OrderOrchestrator", Id) { RuntimeStatus = status });
}
