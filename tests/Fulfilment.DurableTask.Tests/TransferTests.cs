using Fulfilment.DurableTask.Compliance;

namespace Fulfilment.DurableTask.Tests;

/// <summary>What lets instances and messages leave an engine and come from another.</summary>
public sealed class TransferTests
{
    [Fact]
    public async Task TakeOutbox_ThenPut_DeliversTheSameMessageElsewhere()
    {
        var down = new RecordingHandler("mail", (_, _) => throw new IOException("down"));
        await using var from = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, down);
        await from.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message(1)) & transaction.Enqueue(Message(2)) & transaction.Enqueue(Message(1, "other")));
        await from.SettleAsync();
        var mail = new RecordingHandler("mail");
        await using var to = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, mail);

        var taken = await from.Engine.Store.WriteAsync(transaction => transaction.TakeOutbox(["order"]));
        Assert.True(await to.Engine.Store.WriteAsync(transaction => taken.Count(transaction.PutOutbox) == 2));
        await to.SettleAsync();
        await from.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(["order/1", "order/2"], mail.Deliveries.Select(delivery => delivery.Message.Key));
        Assert.Equal(2, mail.Deliveries[0].Attempt);
        Assert.Equal(["order", "other"], down.Deliveries.Select(delivery => delivery.Message.InstanceId).Distinct().Order());
        Assert.Equal(1, down.Deliveries.Count(delivery => delivery.Message.InstanceId == "order"));
        Assert.True(await from.Engine.Store.WriteAsync(transaction => transaction.PutOutbox(taken[0])));
        Assert.False(await to.Engine.Store.WriteAsync(transaction => transaction.PutOutbox(taken[0])));
    }

    [Fact]
    public async Task TakeOutbox_WhileADeliveryIsUnderWay_LeavesNoTraceOfIt()
    {
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var engine = await EmbeddedHarness.CreateAsync(
            new TaskRegistry().Orchestrator("wait", async context => await context.WaitForExternalEvent<string>("sent")), null, new HeldHandler(begun, goOn.Task));
        await engine.Client.ScheduleNewAsync("wait", null, new StartOptions("order"));
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message(1)));
        await begun.Task;

        var taken = await engine.Engine.Store.WriteAsync(transaction => transaction.TakeOutbox(["order"]));
        goOn.SetResult();
        await engine.SettleAsync();

        Assert.Single(taken);
        Assert.Equal(OrchestrationStatus.Running, (await engine.Client.GetInstanceAsync("order"))!.Status);
        Assert.Empty(await engine.Quarantine.ListAsync());
    }

    [Fact]
    public async Task PutOutbox_AParkedMessage_StaysParkedUntilItIsRetried()
    {
        var mail = new RecordingHandler("mail");
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, mail);

        await engine.Engine.Store.WriteAsync(transaction => transaction.PutOutbox(new HeldMessage(Message(1), engine.Now, 7, "no such address", engine.Now)));
        await engine.SettleAsync();
        var parked = Assert.Single(await engine.Quarantine.ListAsync());

        Assert.Equal(("no such address", 7), (parked.Reason, parked.Attempts));
        Assert.Empty(mail.Deliveries);
        await engine.Quarantine.RetryAsync(parked.Id);
        await engine.SettleAsync();
        Assert.Single(mail.Deliveries);
    }

    [Fact]
    public async Task HoldOutbox_EngineThatIsEmptied_RunsAndDeliversNothing()
    {
        var mail = new RecordingHandler("mail");
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("quick", _ => Task.FromResult(1)), options => options with { HoldOutbox = true }, mail);
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message(1)));
        await engine.Client.ScheduleNewAsync("quick", null, new StartOptions("x"));

        await engine.FinishAsync("x");

        Assert.Empty(mail.Deliveries);
        Assert.Null(engine.Engine.Progress.NextDue);
    }

    [Fact]
    public async Task Reserve_AnId_IsNeverStartedButMayBeReplaced()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("quick", _ => Task.FromResult(1)));

        Assert.True(await engine.Engine.Store.WriteAsync(transaction => transaction.Reserve("x")));
        Assert.False(await engine.Engine.Store.WriteAsync(transaction => transaction.Reserve("x")));
        Assert.False(await engine.Engine.Store.WriteAsync(transaction => transaction.Start("quick", "x", null)));
        Assert.True(await engine.Engine.Store.WriteAsync(transaction => transaction.Replace("quick", "x", null)));

        Assert.Equal(OrchestrationStatus.Completed, (await engine.FinishAsync("x")).Status);
        Assert.Equal(["x"], await engine.Engine.Store.ReadAsync(connection => InstanceRegistry.Ids(connection, null, 10)));
    }

    [Fact]
    public async Task Replace_AFinishedInstance_RunsAnewAndARunningOneStays()
    {
        var registry = new TaskRegistry().Orchestrator("wait", async context => await context.WaitForExternalEvent<string>("go") + context.GetInput<string>());
        await using var engine = await EmbeddedHarness.CreateAsync(registry);
        await engine.Client.ScheduleNewAsync("wait", "1", new StartOptions("x"));

        Assert.False(await engine.Engine.Store.WriteAsync(transaction => transaction.Replace("wait", "x", "2")));
        await engine.Client.RaiseEventAsync("x", "go", "a");
        Assert.Equal("\"a1\"", (await engine.FinishAsync("x")).SerializedOutput);
        Assert.True(await engine.Engine.Store.WriteAsync(transaction => transaction.Replace("wait", "x", "2")));
        await engine.Client.RaiseEventAsync("x", "go", "b");

        Assert.Equal("\"b2\"", (await engine.FinishAsync("x")).SerializedOutput);
    }

    [Fact]
    public async Task Replace_InAWriteThatThrows_LeavesTheFinishedInstance()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("quick", _ => Task.FromResult(1)));
        await engine.Client.ScheduleNewAsync("quick", null, new StartOptions("x"));
        await engine.FinishAsync("x");

        await Assert.ThrowsAsync<ArithmeticException>(() => engine.Engine.Store.WriteAsync<int>(transaction =>
        {
            Assert.True(transaction.Replace("quick", "x", null));
            throw new ArithmeticException("no");
        }));
        await engine.SettleAsync();

        Assert.Equal("1", (await engine.Client.GetInstanceAsync("x", getInputsAndOutputs: true))!.SerializedOutput);
        Assert.NotEmpty(await engine.Client.GetHistoryAsync("x"));
    }

    private static OutboxMessage Message(long number, string instance = "order") => new($"{instance}/{number}", "mail", instance, number, "hello");

    private sealed class HeldHandler(TaskCompletionSource begun, Task goOn) : IOutboxHandler
    {
        public string Kind => "mail";

        public async Task<OutboxResult> DeliverAsync(OutboxDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
        {
            begun.SetResult();
            await goOn;
            completion.RaiseEvent(delivery.Message.InstanceId, "sent", "late");
            return OutboxResult.Delivered;
        }
    }
}
