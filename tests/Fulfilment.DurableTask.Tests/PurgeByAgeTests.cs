using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Processing;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Tests;

/// <summary>What ended long ago goes; age counts from the end, ids stay known, and an interrupted purge has done what it did.</summary>
public sealed class PurgeByAgeTests
{
    [Fact]
    public async Task Purge_ByTheEnd_LeavesWhatWasCreatedEarlyAndEndedLate()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Waiting());
        await StartAsync(engine, "short", "long", "running");
        await EndAsync(engine, "short");
        engine.Clock.Advance(TimeSpan.FromDays(100));
        await EndAsync(engine, "long");
        engine.Clock.Advance(TimeSpan.FromDays(30));
        var filter = new PurgeFilter(CompletedTo: engine.Now.AddDays(-120));

        Assert.Equal(1, await engine.Engine.Store.ReadAsync(connection => EngineFile.CountFinished(connection, filter)));
        Assert.Equal(1, await engine.Client.PurgeAsync(filter));

        Assert.Equal(["long", "running"], await IdsAsync(engine));
        engine.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal(1, await engine.Client.PurgeAsync(filter with { CompletedTo = engine.Now.AddDays(-120) }));
        Assert.Equal(["running"], await IdsAsync(engine));
        Assert.Empty(EngineFile.Check(engine.Options.Directory));
    }

    [Fact]
    public async Task Purge_KeepsTheId_SoThatItNeverStartsAgain()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Waiting());
        await StartAsync(engine, "x");
        await EndAsync(engine, "x");
        engine.Clock.Advance(TimeSpan.FromDays(1));

        await engine.Client.PurgeAsync(new PurgeFilter(CompletedTo: engine.Now));

        Assert.False(await engine.Engine.Store.WriteAsync(transaction => transaction.Start("wait", "x", null)));
    }

    [Fact]
    public async Task Purge_Interrupted_KeepsWhatItRemovedAndTheNextGoesOn()
    {
        const int count = 350;
        using var interrupt = new CancellationTokenSource();
        var purging = false;
        await using var engine = await EmbeddedHarness.CreateAsync(
            new TaskRegistry().Orchestrator("quick", _ => Task.FromResult(1)),
            options => options with
            {
                Hooks = new EngineHooks
                {
                    AfterCommit = _ =>
                    {
                        if (Volatile.Read(ref purging))
                        {
                            interrupt.Cancel();
                        }
                    },
                },
            });
        await Task.WhenAll(Enumerable.Range(0, count).Select(n => engine.Client.ScheduleNewAsync("quick", null, new StartOptions($"i{n}"))));
        await engine.SettleAsync();
        Volatile.Write(ref purging, true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.Client.PurgeAsync(new PurgeFilter(), interrupt.Token));

        Volatile.Write(ref purging, false);
        await engine.RestartAsync(new TaskRegistry());
        var left = await engine.Engine.Store.ReadAsync(connection => EngineFile.CountFinished(connection, new PurgeFilter()));
        Assert.InRange(left, 1, count - 1);
        Assert.Equal(left, await engine.Client.PurgeAsync(new PurgeFilter()));
        Assert.Equal((long)count, await engine.Engine.Store.ReadAsync(connection => DatabaseFile.Scalar(connection, "SELECT count(*) FROM registry")));
    }

    private static TaskRegistry Waiting() => new TaskRegistry().Orchestrator("wait", async context => await context.WaitForExternalEvent<int>("end"));

    private static async Task StartAsync(EmbeddedHarness engine, params string[] ids)
    {
        foreach (var id in ids)
        {
            await engine.Client.ScheduleNewAsync("wait", null, new StartOptions(id));
        }

        await engine.SettleAsync();
    }

    private static async Task EndAsync(EmbeddedHarness engine, string id)
    {
        await engine.Client.RaiseEventAsync(id, "end", 1);
        await engine.Client.WaitForCompletionAsync(id);
    }

    private static async Task<IEnumerable<string>> IdsAsync(EmbeddedHarness engine) =>
        (await engine.Client.QueryAsync(new OrchestrationQuery())).Items.Select(item => item.InstanceId);
}
