using Fulfilment.DurableTask.Compliance;

namespace Fulfilment.DurableTask.Tests;

/// <summary>Requests and timers that are ready together, and requests that never end.</summary>
public sealed class OverloadTests
{
    [Fact]
    public async Task Timer_UnderRequestsThatNeverEnd_FiresAfterThoseThatWereThere()
    {
        const int enough = 20_000;
        var fired = 0;
        var posted = 0;
        await using var engine = await EmbeddedHarness.CreateAsync(Sleeping(() => fired++));
        for (var n = 0; n < 10; n++)
        {
            await engine.Client.ScheduleNewAsync("sleep");
        }

        await engine.SettleAsync();
        int Again(EngineTransaction transaction)
        {
            // Each leaves another behind, so that the queue is never empty.
            if (posted == 0)
            {
                engine.Clock.Advance(TimeSpan.FromMinutes(1));
            }

            if (fired < 10 && ++posted < enough)
            {
                _ = engine.Engine.Store.WriteAsync(Again);
            }

            return 0;
        }

        await engine.Engine.Store.WriteAsync(Again);
        await engine.SettleAsync();

        Assert.Equal(10, fired);
        Assert.InRange(posted, 1, engine.Options.MaxBatchSteps + 100);
    }

    [Fact]
    public async Task Commands_ThatHadArrivedWhenTheTimerIsDue_GoFirst()
    {
        var order = new List<string>();
        await using var engine = await EmbeddedHarness.CreateAsync(Racing(order), options => options with { MaxBatchSteps = 1 });
        await engine.Client.ScheduleNewAsync("race", null, new StartOptions("x"));
        await engine.SettleAsync();

        await engine.Engine.Store.WriteAsync(transaction =>
        {
            // On the engine's thread: it takes none of these before it has seen all of them.
            for (var n = 0; n < 5; n++)
            {
                _ = engine.Client.RaiseEventAsync("x", "command", n);
            }

            engine.Clock.Advance(TimeSpan.FromMinutes(1));
            return 0;
        });
        await engine.SettleAsync();

        Assert.Equal(["0", "1", "2", "3", "4", "timer"], order);
    }

    private static TaskRegistry Sleeping(Action fired) => new TaskRegistry()
        .Activity<object?, bool>("fired", _ =>
        {
            fired();
            return true;
        }, local: true)
        .Orchestrator("sleep", async context =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddMinutes(1), CancellationToken.None);
            return await context.CallActivityAsync<bool>("fired");
        });

    private static TaskRegistry Racing(List<string> order) => new TaskRegistry().Orchestrator("race", async context =>
    {
        var timer = context.CreateTimer(context.CurrentUtcDateTime.AddMinutes(1), CancellationToken.None);
        while (true)
        {
            var command = context.WaitForExternalEvent<int>("command");
            if (await Task.WhenAny(command, timer) == timer)
            {
                order.Add("timer");
                return 0;
            }

            order.Add((await command).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    });
}
