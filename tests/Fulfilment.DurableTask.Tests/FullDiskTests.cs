using Fulfilment.DurableTask.Compliance;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>The disk full, by a limit on the file's pages: the write is refused to its caller, and everything owed is done once there is room.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class FullDiskTests
{
    [Fact]
    public async Task Full_RefusesTheCaller_AndLosesNothing()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Echo());
        var kept = await engine.Client.ScheduleNewAsync("echo", "kept");
        await engine.SettleAsync();
        await LimitAsync(engine, 0);

        var error = await Assert.ThrowsAsync<EngineStorageFullException>(() => FillAsync(engine));

        Assert.Contains("free some space", error.Message, StringComparison.Ordinal);
        await LimitAsync(engine, 1_000_000);
        await engine.Client.RaiseEventAsync(kept, "go", 1);
        Assert.Equal("\"kept\"", (await engine.FinishAsync(kept)).SerializedOutput);
        await engine.AssertSoundAsync();
    }

    [Fact]
    public async Task Full_KeepsTimersAndCompletionsUntilThereIsRoom()
    {
        var release = new TaskCompletionSource();
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry()
            .Activity<int, string>("large", async (_, n) =>
            {
                await release.Task;
                return new string('x', n);
            })
            .Orchestrator("owed", async context => (await context.CallActivityAsync<string>("large", 200_000)).Length));
        var id = await engine.Client.ScheduleNewAsync("owed");
        await LimitAsync(engine, 0);

        release.SetResult();
        await engine.FinishedTriesAsync();
        Assert.Equal(OrchestrationStatus.Running, (await engine.Client.GetInstanceAsync(id))!.Status);
        await LimitAsync(engine, 1_000_000);

        Assert.Equal("200000", (await engine.FinishAsync(id)).SerializedOutput);
        await engine.AssertSoundAsync();
    }

    [Fact]
    public async Task WriteProblem_WhileItIsFull_SaysSo_AndEndsWhenThereIsRoom()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Echo());
        Assert.Null(await engine.Engine.WriteProblemAsync());
        await LimitAsync(engine, 0);
        await Assert.ThrowsAsync<EngineStorageFullException>(() => FillAsync(engine));

        Assert.Contains("free some space", await engine.Engine.WriteProblemAsync(), StringComparison.Ordinal);
        Assert.Contains("free some space", await engine.Engine.WriteProblemAsync(), StringComparison.Ordinal);
        await LimitAsync(engine, 1_000_000);

        Assert.Null(await engine.Engine.WriteProblemAsync());
        Assert.Equal(0L, await engine.Engine.Store.ReadAsync(connection => Storage.DatabaseFile.Scalar(connection, "SELECT count(*) FROM meta WHERE key = 'room'")));
        await engine.AssertSoundAsync();
    }

    /// <summary>However often somebody asks: there may be room for an order where there is none for the probe.</summary>
    [Fact]
    public async Task WriteProblem_AskedAgainAndAgain_HoldsUpNoOrderThatHasRoom()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Echo());
        var id = await engine.Client.ScheduleNewAsync("echo", "kept");
        await engine.SettleAsync();
        await LimitAsync(engine, 0);
        await Assert.ThrowsAsync<EngineStorageFullException>(() => FillAsync(engine));
        var pages = await engine.Engine.Store.ReadAsync(connection => (long)Storage.DatabaseFile.Scalar(connection, "PRAGMA page_count")!);
        await LimitAsync(engine, (int)pages + 40);
        engine.Clock.Advance(engine.Options.RetryPause);

        Assert.NotNull(await engine.Engine.WriteProblemAsync());
        await engine.Client.RaiseEventAsync(id, "go", 1);

        Assert.Equal("\"kept\"", (await engine.Client.WaitForCompletionAsync(id, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(30))).SerializedOutput);
        Assert.NotNull(await engine.Engine.WriteProblemAsync());
    }

    [Fact]
    public async Task WriteProblem_OfAnEngineThatFailed_IsItsFailure()
    {
        var failing = false;
        var ended = new TaskCompletionSource();
        await using var engine = await EmbeddedHarness.CreateAsync(Echo(), options => options with
        {
            FailFast = (_, _) => ended.SetResult(),
            Hooks = new Processing.EngineHooks { BeforeCommit = _ => _ = Volatile.Read(ref failing) ? throw new IOException("the disk is gone") : 0 },
        });
        Volatile.Write(ref failing, true);

        await Assert.ThrowsAsync<EngineFailedException>(() => engine.Client.ScheduleNewAsync("echo", "x"));
        await ended.Task;

        Assert.Contains("the disk is gone", await engine.Engine.WriteProblemAsync(), StringComparison.Ordinal);
        Volatile.Write(ref failing, false);
        await engine.RestartAsync(Echo());
        await engine.AssertSoundAsync();
    }

    private static TaskRegistry Echo() => new TaskRegistry()
        .Orchestrator<string, string>("echo", async (context, text) =>
        {
            await context.WaitForExternalEvent<int>("go");
            return text;
        });

    private static async Task FillAsync(EmbeddedHarness engine)
    {
        for (var n = 0; n < 1000; n++)
        {
            await engine.Client.ScheduleNewAsync("echo", new string('x', 10_000));
        }
    }

    /// <summary>SQLite never sets the limit below what the file has, so 0 means: not one page more.</summary>
    private static Task LimitAsync(EmbeddedHarness engine, int pages) =>
        engine.Engine.Store.WriteAsync(transaction => transaction.Prepare($"PRAGMA max_page_count = {(pages == 0 ? 1 : pages)}").ExecuteScalar());
}
