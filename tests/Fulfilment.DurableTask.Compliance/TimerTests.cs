namespace Fulfilment.DurableTask.Compliance;

public abstract class TimerTests : ComplianceTests
{
    [PromisedFact]
    public async Task Timer_Due_FiresNotEarlier()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<TimeSpan, bool>("sleep", async (context, wait) =>
        {
            var due = context.CurrentUtcDateTime + wait;
            await context.CreateTimer(due, CancellationToken.None);
            return context.CurrentUtcDateTime >= due;
        }));
        var (id, earliest) = await WaitsUntilAsync(engine, 10 * engine.Unit, OrchestrationStatus.Running, async wait =>
        {
            var id = await engine.Client.ScheduleNewAsync("sleep", wait);
            await engine.SettleAsync();
            return id;
        });

        var ended = await engine.FinishAsync(id);

        Assert.Equal("true", ended.SerializedOutput);
        Assert.True(engine.Now >= earliest, $"{engine.Now:O} is before {earliest:O}.");
    }

    [PromisedFact]
    public Task Timer_BeforeItsTime_HasNotFired() => FiresAsync(engine => 10 * engine.Unit, _ => TimeSpan.FromTicks(1));

    [PromisedFact]
    public async Task Timer_InThePast_CompletesAtOnce()
    {
        await using var engine = await CreateHarnessAsync(Sleeping());
        var id = await engine.Client.ScheduleNewAsync("sleep", TimeSpan.FromDays(-1));

        await engine.SettleAsync();

        Assert.Equal(OrchestrationStatus.Completed, (await engine.FinishAsync(id)).Status);
    }

    [PromisedFact]
    public Task Timer_OverSevenDays_FiresOnTime() => FiresAsync(engine => 100 * engine.Day, engine => engine.Day / 10);

    [PromisedFact]
    public async Task Timer_Cancelled_DoesNotHoldTheInstance()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<TimeSpan, string>("cancel", async (context, wait) =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(context.CurrentUtcDateTime + (1_000_000 * wait), cancel.Token);
            await context.CreateTimer(context.CurrentUtcDateTime + wait, CancellationToken.None);
            cancel.Cancel();
            try
            {
                await timer;
                return "fired";
            }
            catch (OperationCanceledException)
            {
                return "cancelled";
            }
        }));
        var start = engine.Now;
        var id = await engine.Client.ScheduleNewAsync("cancel", engine.Unit);

        var ended = await engine.FinishAsync(id);

        Assert.Equal("\"cancelled\"", ended.SerializedOutput);
        Assert.True(engine.Now - start < 900_000 * engine.Unit);
    }

    [PromisedFact]
    public async Task Timers_OfOneInstant_AllFire()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<TimeSpan, int>("many", async (context, wait) =>
        {
            var due = context.CurrentUtcDateTime + wait;
            var timers = Enumerable.Range(0, 20).Select(_ => context.CreateTimer(due, CancellationToken.None)).ToList();
            await Task.WhenAll(timers);
            return timers.Count(timer => timer.IsCompletedSuccessfully);
        }));

        var ended = await engine.FinishAsync(await engine.Client.ScheduleNewAsync("many", engine.Unit));

        Assert.Equal("20", ended.SerializedOutput);
    }

    [PromisedFact]
    public async Task Timers_OfDifferentInstants_FireInTheirOrder()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<TimeSpan, string>("race", async (context, unit) =>
        {
            var waiting = new List<(int Number, Task Timer)>();
            foreach (var n in new[] { 3, 1, 2 })
            {
                waiting.Add((n, context.CreateTimer(context.CurrentUtcDateTime + (n * unit), CancellationToken.None)));
            }

            var order = "";
            while (waiting.Count > 0)
            {
                var first = await Task.WhenAny(waiting.Select(item => item.Timer));
                var item = waiting.Find(item => item.Timer == first);
                waiting.Remove(item);
                order += item.Number;
            }

            return order;
        }));

        var ended = await engine.FinishAsync(await engine.Client.ScheduleNewAsync("race", 4 * engine.Unit));

        Assert.Equal("\"123\"", ended.SerializedOutput);
    }

    [PromisedFact]
    public async Task Timer_AfterContinueAsNew_BelongsToTheNewExecution()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<TimeSpan[], string>("again", async (context, waits) =>
        {
            // The long timer of the first execution must neither fire into the second nor hold it.
            _ = context.CreateTimer(context.CurrentUtcDateTime + (500 * waits[0]), CancellationToken.None);
            await context.CreateTimer(context.CurrentUtcDateTime + waits[0], CancellationToken.None);
            if (waits.Length > 1)
            {
                context.ContinueAsNew(waits[1..]);
                return "";
            }

            return "ended";
        }));

        var ended = await engine.FinishAsync(await engine.Client.ScheduleNewAsync("again", new[] { engine.Unit, 2 * engine.Unit, engine.Unit }));

        Assert.Equal("\"ended\"", ended.SerializedOutput);
    }

    [PromisedFact]
    public async Task Timer_ReadyTogetherWithAnEvent_LetsTheEventGoFirst()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<TimeSpan, string>("gate", async (context, wait) =>
        {
            var command = context.WaitForExternalEvent<string>("command");
            var timer = context.CreateTimer(context.CurrentUtcDateTime + wait, CancellationToken.None);
            await Task.WhenAny(command, timer);
            return command.IsCompleted ? "command" : "timer";
        }));
        Require(engine.Capabilities.EventBeforeTimer, nameof(EngineCapabilities.EventBeforeTimer));
        var (id, wait) = await BeforeAsync(engine, 2, async units =>
        {
            var gate = await engine.Client.ScheduleNewAsync("gate", units * engine.Unit);
            await engine.SettleAsync();
            await engine.Client.SuspendAsync(gate);
            await engine.SettleAsync();
            return (gate, units * engine.Unit);
        });

        // Both become ready while the instance is suspended, the timer first.
        await engine.AdvanceAsync(wait + (2 * engine.Unit));
        await engine.Client.RaiseEventAsync(id, "command", "x");
        await engine.Client.ResumeAsync(id);

        Assert.Equal("\"command\"", (await engine.FinishAsync(id)).SerializedOutput);
    }

    /// <summary>Exact to the tick with a manual clock; not earlier, and in the end, with a real one.</summary>
    /// <param name="left">Of the wait, when the test looks; a real clock would not wait for the look, and is looked at half-way.</param>
    private async Task FiresAsync(Func<EngineHarness, TimeSpan> waits, Func<EngineHarness, TimeSpan> left)
    {
        await using var engine = await CreateHarnessAsync(Sleeping());
        var (id, earliest) = await WaitsUntilAsync(engine, waits(engine), OrchestrationStatus.Running, async wait =>
        {
            var id = await engine.Client.ScheduleNewAsync("sleep", wait);
            await engine.AdvanceAsync(engine.Capabilities.RealClock ? wait / 2 : wait - left(engine));
            return id;
        });

        if (!engine.Capabilities.RealClock)
        {
            await engine.AdvanceAsync(earliest - engine.Now);
            Assert.Equal(OrchestrationStatus.Completed, await StatusAsync(engine, id));
        }

        Assert.Equal(OrchestrationStatus.Completed, (await engine.FinishAsync(id)).Status);
        Assert.True(engine.Now >= earliest, $"{engine.Now:O} is before {earliest:O}.");
    }

    private static TaskRegistry Sleeping() => new TaskRegistry().Orchestrator<TimeSpan, bool>("sleep", async (context, wait) =>
    {
        await context.CreateTimer(context.CurrentUtcDateTime + wait, CancellationToken.None);
        return true;
    });
}
