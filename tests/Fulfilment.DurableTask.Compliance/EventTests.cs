using System.Text.Json;

namespace Fulfilment.DurableTask.Compliance;

public abstract class EventTests : ComplianceTests
{
    [PromisedFact]
    public async Task Event_RaisedBeforeTheWait_IsKept()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<TimeSpan, int>("late", async (context, wait) =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime + wait, CancellationToken.None);
            return await context.WaitForExternalEvent<int>("number");
        }));
        var id = await engine.Client.ScheduleNewAsync("late", 3 * engine.Unit);
        await engine.Client.RaiseEventAsync(id, "number", 9);

        Assert.Equal("9", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Event_RaisedWhileWaiting_CompletesTheWait()
    {
        await using var engine = await CreateHarnessAsync(Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.SettleAsync();

        await engine.Client.RaiseEventAsync(id, "number", 9);

        Assert.Equal("9", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Event_NameInAnotherCase_IsTheSame()
    {
        await using var engine = await CreateHarnessAsync(Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");

        await engine.Client.RaiseEventAsync(id, "NuMBer", 9);

        Assert.Equal("9", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Event_WithoutPayload_GivesDefault()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator("wait", async context => await context.WaitForExternalEvent<string?>("go") is null));
        var id = await engine.Client.ScheduleNewAsync("wait");

        await engine.Client.RaiseEventAsync(id, "go");

        Assert.Equal("true", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Events_OfOneName_KeepTheirOrder()
    {
        await using var engine = await CreateHarnessAsync(Collecting(100));
        var id = await engine.Client.ScheduleNewAsync("collect");
        foreach (var n in Enumerable.Range(0, 100))
        {
            await engine.Client.RaiseEventAsync(id, "number", n);
        }

        Assert.Equal($"[{string.Join(',', Enumerable.Range(0, 100))}]", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Events_RaisedTwice_ArriveTwice()
    {
        await using var engine = await CreateHarnessAsync(Collecting(2));
        var id = await engine.Client.ScheduleNewAsync("collect");

        await engine.Client.RaiseEventAsync(id, "number", 5);
        await engine.Client.RaiseEventAsync(id, "number", 5);

        Assert.Equal("[5,5]", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Events_OfOtherNames_DoNotDisturb()
    {
        await using var engine = await CreateHarnessAsync(Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.Client.RaiseEventAsync(id, "other", "text");
        await engine.SettleAsync();
        Assert.Equal(OrchestrationStatus.Running, await StatusAsync(engine, id));

        await engine.Client.RaiseEventAsync(id, "number", 1);

        Assert.Equal("1", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Events_FromConcurrentSenders_KeepTheOrderOfEachSender()
    {
        const int senders = 8, each = 25;
        await using var engine = await CreateHarnessAsync(Collecting(senders * each));
        var id = await engine.Client.ScheduleNewAsync("collect");

        await Task.WhenAll(Enumerable.Range(0, senders).Select(async sender =>
        {
            for (var n = 0; n < each; n++)
            {
                await engine.Client.RaiseEventAsync(id, "number", (sender * each) + n);
            }
        }));

        var seen = JsonSerializer.Deserialize<int[]>((await engine.FinishAsync(id)).SerializedOutput!)!;
        Assert.Equal(Enumerable.Range(0, senders * each), seen.Order());
        Assert.All(seen.GroupBy(n => n / each), ofOne => Assert.Equal(ofOne.Order(), ofOne));
    }

    [PromisedFact]
    public async Task Waiters_OfOneName_GetOneEventEach() => Assert.Equal(Enumerable.Range(1, 2), (await TwoWaitersAsync()).Order());

    [PromisedFact]
    public async Task Waiters_OfOneName_AreServedOldestFirst() =>
        Assert.Equal(Enumerable.Range(1, 2), await TwoWaitersAsync(engine => Require(engine.Capabilities.OldestWaiterFirst, nameof(EngineCapabilities.OldestWaiterFirst))));

    [PromisedFact]
    public async Task CancelledWait_TakesNoEvent()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<TimeSpan, string>("giveUp", async (context, wait) =>
        {
            using var cancel = new CancellationTokenSource();
            var dead = context.WaitForExternalEvent<int>("number", cancel.Token);
            await context.CreateTimer(context.CurrentUtcDateTime + wait, CancellationToken.None);
            cancel.Cancel();
            context.SetCustomStatus("cancelled");
            var live = await context.WaitForExternalEvent<int>("number");
            return $"{dead.Status}:{live}";
        }));
        Require(engine.Capabilities.CancelledWaitKeepsEvent, nameof(EngineCapabilities.CancelledWaitKeepsEvent));
        var id = await engine.Client.ScheduleNewAsync("giveUp", engine.Unit);
        await UntilAsync(engine, async () => (await engine.Client.GetInstanceAsync(id, getInputsAndOutputs: true))?.SerializedCustomStatus == "\"cancelled\"");

        await engine.Client.RaiseEventAsync(id, "number", 4);

        Assert.Equal("\"Canceled:4\"", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Event_ForAnAbsentInstance_IsDropped()
    {
        await using var engine = await CreateHarnessAsync(Waiting());

        await engine.Client.RaiseEventAsync("nobody", "number", 1);
        await engine.SettleAsync();

        Assert.Null(await engine.Client.GetInstanceAsync("nobody"));
    }

    [PromisedFact]
    public async Task Event_ForAFinishedInstance_ChangesNothing()
    {
        await using var engine = await CreateHarnessAsync(Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.Client.RaiseEventAsync(id, "number", 1);
        await engine.FinishAsync(id);

        await engine.Client.RaiseEventAsync(id, "number", 2);
        await engine.SettleAsync();

        Assert.Equal("1", (await engine.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedOutput);
    }

    [PromisedFact]
    public async Task Event_Large_ArrivesWhole()
    {
        var payload = new string('x', 500_000);
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator("wait", async context => (await context.WaitForExternalEvent<string>("text")).Length));
        Require(engine.Capabilities.MaxPayloadBytes is null or > 600_000, "payloads of 500 KB");
        var id = await engine.Client.ScheduleNewAsync("wait");

        await engine.Client.RaiseEventAsync(id, "text", payload);

        Assert.Equal("500000", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Event_WithAPayloadOfAnotherType_FailsTheWaitAndNotTheEngine()
    {
        await using var engine = await CreateHarnessAsync(Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");

        await engine.Client.RaiseEventAsync(id, "number", "no number");

        Assert.Equal(OrchestrationStatus.Failed, (await engine.FinishAsync(id)).Status);
    }

    /// <summary>What the first and the second of two waits were given.</summary>
    private async Task<int[]> TwoWaitersAsync(Action<EngineHarness>? require = null)
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator("two", async context =>
        {
            var first = context.WaitForExternalEvent<int>("number");
            var second = context.WaitForExternalEvent<int>("number");
            return new[] { await first, await second };
        }));
        require?.Invoke(engine);
        var id = await engine.Client.ScheduleNewAsync("two");
        await engine.SettleAsync();

        await engine.Client.RaiseEventAsync(id, "number", 1);
        await engine.Client.RaiseEventAsync(id, "number", 2);

        return JsonSerializer.Deserialize<int[]>((await engine.FinishAsync(id)).SerializedOutput!)!;
    }

    private static TaskRegistry Waiting() =>
        new TaskRegistry().Orchestrator("wait", async context => await context.WaitForExternalEvent<int>("number"));

    private static TaskRegistry Collecting(int count) => new TaskRegistry().Orchestrator("collect", async context =>
    {
        var seen = new List<int>();
        while (seen.Count < count)
        {
            seen.Add(await context.WaitForExternalEvent<int>("number"));
        }

        return seen;
    });
}
