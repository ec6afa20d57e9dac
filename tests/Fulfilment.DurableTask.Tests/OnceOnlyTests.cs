using Fulfilment.DurableTask.Compliance;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>Each event, activity and message exactly once, on paths where memory and disk both know of it.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class OnceOnlyTests
{
    private static TaskRegistry Listening() => new TaskRegistry().Orchestrator("listen", async context =>
    {
        var heard = new List<string>();
        for (var name = ""; name != "end"; heard.Add(name)) name = await context.WaitForExternalEvent<string>("say");
        return string.Join(' ', heard);
    });

    [Theory]
    [InlineData(12 * 1024 * 1024)]
    [InlineData(0)]
    public async Task Events_RaisedBeforeAndAfterARestartOfASuspendedInstance_AreHeardOnce(long cacheBytes)
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Listening(), options => options with { CacheBytes = cacheBytes });
        await engine.Client.ScheduleNewAsync("listen", null, new StartOptions("x"));
        await engine.SettleAsync();
        await engine.Client.SuspendAsync("x");
        await engine.Client.RaiseEventAsync("x", "say", "a");
        await engine.RestartAsync(Listening());

        await engine.Client.RaiseEventAsync("x", "say", "b");
        await engine.SettleAsync();
        await engine.Client.RaiseEventAsync("x", "say", "c");
        await engine.Client.ResumeAsync("x");
        await engine.Client.RaiseEventAsync("x", "say", "end");

        Assert.Equal("\"a b c end\"", (await engine.FinishAsync("x")).SerializedOutput);
        await engine.AssertSoundAsync();
    }

    [Fact]
    public async Task Events_RaisedToAQuarantinedInstanceAfterARestart_AreHeardOnceWhenItIsRetried()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Listening());
        await engine.Client.ScheduleNewAsync("listen", null, new StartOptions("x"));
        await engine.SettleAsync();
        await engine.RestartAsync(new TaskRegistry());
        await engine.Client.RaiseEventAsync("x", "say", "a");
        await engine.SettleAsync();
        await engine.RestartAsync(Listening());

        await engine.Client.RaiseEventAsync("x", "say", "b");
        await engine.SettleAsync();
        await engine.Quarantine.RetryAsync(Assert.Single(await engine.Quarantine.ListAsync()).Id);
        await engine.Client.RaiseEventAsync("x", "say", "end");

        Assert.Equal("\"a b end\"", (await engine.FinishAsync("x")).SerializedOutput);
        await engine.AssertSoundAsync();
    }

    /// <summary>The activity that was scheduled in the very batch in which the stop was asked for is neither lost nor written twice.</summary>
    [Fact]
    public async Task Stop_InTheBatchThatSchedulesAnActivity_WhileOthersStillWrite_IsAGracefulOne()
    {
        using var folder = new DataFolder();
        var (held, begun) = (new TaskCompletionSource<int>(), new TaskCompletionSource());
        var ran = 0;
        Exception? failure = null;
        var registry = new TaskRegistry()
            .Activity<int, int>("hold", async (_, _) =>
            {
                begun.SetResult();
                return await held.Task;
            })
            .Activity<int, int>("quick", n =>
            {
                Interlocked.Increment(ref ran);
                return n;
            })
            .Orchestrator("holder", context => context.CallActivityAsync<int>("hold", 1))
            .Orchestrator("go", async context =>
            {
                await context.WaitForExternalEvent<int>("go");
                return await context.CallActivityAsync<int>("quick", 7);
            });
        var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = folder.Path, FailFast = (_, error) => failure = error });
        await engine.StartAsync(registry, NoServices.Instance, []);
        await engine.Client.ScheduleNewAsync("go", null, new StartOptions("x"));
        await engine.Client.ScheduleNewAsync("holder");
        await begun.Task;

        // On the engine's thread: both are posted before the next batch begins.
        Task? stop = null;
        await engine.Store.WriteAsync(_ =>
        {
            var raised = engine.Client.RaiseEventAsync("x", "go", 1);
            stop = engine.DisposeAsync().AsTask();
            return raised.IsCompleted;
        });
        await engine.Client.ScheduleNewAsync("go", null, new StartOptions("late"));
        held.SetResult(1);
        await stop!;

        Assert.Null(failure);
        await using var again = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = folder.Path });
        await again.StartAsync(registry, NoServices.Instance, []);
        Assert.Equal("7", (await again.Client.WaitForCompletionAsync("x", getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(30))).SerializedOutput);
        Assert.Equal(1, ran);
        await again.Client.TerminateAsync("late");
    }

    [Fact]
    public async Task Enqueue_AfterAMessageUnderWayWasTaken_IsDeliveredOnce()
    {
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var delivered = new List<string>();
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, new Handler(async delivery =>
        {
            lock (delivered) delivered.Add(delivery.Message.Key);
            if (delivery.Message.InstanceId != "leaving") return;
            begun.TrySetResult();
            await goOn.Task;
        }));
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message("leaving")));
        await begun.Task;

        await engine.Engine.Store.WriteAsync(transaction => transaction.TakeOutbox(["leaving"]));
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message("staying")));
        goOn.SetResult();
        await engine.SettleAsync();

        Assert.Equal(["leaving/1", "staying/1"], delivered);
        Assert.Null(await engine.Engine.WriteProblemAsync());
    }

    [Fact]
    public async Task Enqueue_InTheTransactionThatTookAnother_IsDeliveredOnce()
    {
        var mail = new RecordingHandler("mail");
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, mail);

        await engine.Engine.Store.WriteAsync(transaction =>
        {
            transaction.Enqueue(Message("leaving"));
            transaction.TakeOutbox(["leaving"]);
            return transaction.Enqueue(Message("staying"));
        });
        await engine.SettleAsync();

        Assert.Equal("staying/1", Assert.Single(mail.Deliveries).Message.Key);
        Assert.Null(await engine.Engine.WriteProblemAsync());
    }

    /// <summary>It failed, waits for its next try, and is taken away meanwhile: the next message may not be sent in its name.</summary>
    [Fact]
    public async Task Enqueue_AfterAMessageThatWaitsForItsNextTryWasTaken_IsDeliveredAsItself()
    {
        var mail = new RecordingHandler("mail", (delivery, _) => delivery.Message.InstanceId == "leaving" ? throw new IOException("down") : OutboxResult.Delivered);
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, mail);
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message("leaving")));
        await engine.SettleAsync();

        await engine.Engine.Store.WriteAsync(transaction => transaction.TakeOutbox(["leaving"]));
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message("staying")));
        await engine.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal([("leaving", "leaving/1"), ("staying", "staying/1")], mail.Deliveries.Select(delivery => (delivery.Message.InstanceId, delivery.Message.Key)));
    }

    /// <summary>Code that never waits must not keep anybody else from the engine, least of all who wants to end it.</summary>
    [Fact]
    public async Task Terminate_AnInstanceThatNeverWaits_IsHeard()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry()
            .Orchestrator("spin", context =>
            {
                context.ContinueAsNew(null);
                return Task.FromResult<object?>(null);
            })
            .Orchestrator("quick", _ => Task.FromResult(5)));
        await engine.Client.ScheduleNewAsync("spin", null, new StartOptions("x"));
        await engine.Client.ScheduleNewAsync("quick", null, new StartOptions("y"));

        Assert.Equal("5", (await engine.Client.WaitForCompletionAsync("y", getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(30))).SerializedOutput);
        await engine.Client.TerminateAsync("x").WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(OrchestrationStatus.Terminated, (await engine.FinishAsync("x")).Status);
    }

    /// <summary>What an earlier execution left running belongs to it alone.</summary>
    [Fact]
    public async Task ActivityOfAnEarlierExecution_ThatTookTheProcessDown_DoesNotHoldThePresentOne()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Listening());
        await engine.Client.ScheduleNewAsync("listen", null, new StartOptions("x"));
        await engine.SettleAsync();
        await engine.Engine.Store.WriteAsync(transaction => transaction
            .Prepare("INSERT INTO tasks(iid, execution, task, name, attempt, input, crashes) SELECT iid, execution - 1, 7, 'poison', 1, x'', 5 FROM instances").ExecuteNonQuery());

        await engine.RestartAsync(Listening());
        await engine.Client.RaiseEventAsync("x", "say", "end");

        Assert.Equal("\"end\"", (await engine.FinishAsync("x")).SerializedOutput);
        Assert.Empty(await engine.Quarantine.ListAsync());
    }

    private static OutboxMessage Message(string instance) => new($"{instance}/1", "mail", instance, 1, "{}");

    private sealed class Handler(Func<OutboxDelivery, Task> deliver) : IOutboxHandler
    {
        public string Kind => "mail";

        public async Task<OutboxResult> DeliverAsync(OutboxDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
        {
            await deliver(delivery);
            return OutboxResult.Delivered;
        }
    }
}
