using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Loop;
using Microsoft.Extensions.Logging;
using Sdk = Microsoft.DurableTask;

namespace Fulfilment.FunctionApp.Tests.Adapters;

public sealed class ContextAdapterTests
{
    private readonly FakeContext _sdk = new();

    private OrchestrationContextAdapter Adapter() => new(_sdk);

    [Fact]
    public void WaitForExternalEvent_Any_HandsOnTheSdksOwnTask() =>
        Assert.Same(Adapter().WaitForExternalEvent<string>("command"), Assert.Single(_sdk.Waits));

    [Fact]
    public void CreateTimer_Any_HandsOnTheSdksOwnTask()
    {
        var fireAt = _sdk.Now.AddDays(20);
        var timer = Adapter().CreateTimer(fireAt, CancellationToken.None);
        Assert.Equal(fireAt, Assert.Single(_sdk.Timers).FireAt);
        Assert.Same(_sdk.Timers[0].Fired.Task, timer);
    }

    [Fact]
    public async Task WaitForExternalEvent_EventsBeforeTheWaits_ComeInOrder()
    {
        foreach (var text in (string[])["first", "second", "third"]) _sdk.Raise("command", text);
        var adapter = Adapter();
        Assert.Equal("first", await adapter.WaitForExternalEvent<string>("command"));
        Assert.Equal("second", await adapter.WaitForExternalEvent<string>("command"));
        Assert.Equal("third", await adapter.WaitForExternalEvent<string>("command"));
    }

    [Fact]
    public void WaitForExternalEvent_Cancelled_EndsCancelled()
    {
        using var cancel = new CancellationTokenSource();
        var wait = Adapter().WaitForExternalEvent<string>("command", cancel.Token);
        cancel.Cancel();
        Assert.True(wait.IsCanceled);
    }

    [Fact]
    public void WaitForExternalEvent_NextEventAfterACancelledWait_IsTakenByItOnTheSdk()
    {
        // The reason for the loop's rule that a wait for a command is never cancelled.
        using var cancel = new CancellationTokenSource();
        var adapter = Adapter();
        _ = adapter.WaitForExternalEvent<string>("command", cancel.Token);
        cancel.Cancel();
        _sdk.Raise("command", "lost");
        Assert.False(adapter.WaitForExternalEvent<string>("command").IsCompleted);
    }

    [Fact]
    public async Task WhenAny_CommandAndTimerReadyInOneTurn_BothAreSeenCompleted()
    {
        var adapter = Adapter();
        var command = adapter.WaitForExternalEvent<string>("command");
        var timer = adapter.CreateTimer(_sdk.Now.AddHours(1), CancellationToken.None);
        _sdk.Timers[0].Fired.SetResult();
        _sdk.Raise("command", "edit");
        await Task.WhenAny(command, timer);
        Assert.True(command.IsCompleted);
        Assert.Equal("edit", await command);
    }

    [Fact]
    public void CurrentUtcDateTime_ClockOfAnotherMachineIsBehind_DoesNotGoBack()
    {
        var adapter = Adapter();
        var first = adapter.CurrentUtcDateTime;
        _sdk.Now = _sdk.Now.AddSeconds(-3);
        Assert.Equal(first, adapter.CurrentUtcDateTime);
        _sdk.Now = _sdk.Now.AddSeconds(10);
        Assert.Equal(_sdk.Now, adapter.CurrentUtcDateTime);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ContinueAsNew_Input_PassesTheFlagForUnreadEvents(bool preserve)
    {
        Adapter().ContinueAsNew("state", preserve);
        Assert.Equal(("state", preserve), _sdk.Next);
    }

    [Fact]
    public void SetCustomStatus_AtTheLimit_IsSetAsItIs()
    {
        var text = new string('x', OrchestrationContextAdapter.MaxCustomStatusBytes / 2 - 2);
        Adapter().SetCustomStatus(text);
        Assert.Equal(text, _sdk.CustomStatus);
        Assert.Empty(_sdk.Logger.Entries);
    }

    [Fact]
    public void SetCustomStatus_OverTheLimit_SetsItsSizeAndWarns()
    {
        Adapter().SetCustomStatus(new string('x', OrchestrationContextAdapter.MaxCustomStatusBytes / 2 - 1));
        var status = Assert.IsType<OversizedStatus>(_sdk.CustomStatus);
        Assert.Equal(OrchestrationContextAdapter.MaxCustomStatusBytes + 2, status.Bytes);
        var (level, text) = Assert.Single(_sdk.Logger.Entries);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("16386", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ParentInstanceId_TopAndChild_IsTheParentsOrNull()
    {
        Assert.Null(Adapter().ParentInstanceId);
        var child = new OrchestrationContextAdapter(new FakeContext { ParentInstance = new Sdk.ParentOrchestrationInstance("Parent", "p1") });
        Assert.Equal("p1", child.ParentInstanceId);
    }

    [Fact]
    public void GetInput_AsTheFunctionsExtensionGivesIt_IsReadInTheProductsDialect()
    {
        // Asked for an object, the extension gives the JSON itself.
        var json = JsonSerializer.SerializeToElement(new LoopInput<OrderState, OrderCommand> { First = Samples.Place(1) }, DomainJson.Options);
        var input = new OrchestrationContextAdapter(new FakeContext { Input = json }).GetInput<LoopInput<OrderState, OrderCommand>>();
        Assert.Equal(Samples.Place(1).Order.Charges, Assert.IsType<OrderCommand.Place>(input!.First).Order.Charges);
    }

    [Fact]
    public void GetInput_NoneOrTypedOrOfAnotherType_IsDefaultOrItOrAnError()
    {
        Assert.Null(new OrchestrationContextAdapter(new FakeContext()).GetInput<string>());
        Assert.Equal("in", new OrchestrationContextAdapter(new FakeContext { Input = "in" }).GetInput<string>());
        Assert.Throws<InvalidCastException>(() => new OrchestrationContextAdapter(new FakeContext { Input = 5 }).GetInput<string>());
    }
}
