using System.Text;
using Fulfilment.DurableTask;
using Fulfilment.DurableTask.Compliance;
using Fulfilment.Replay.Tests.Goldens;

namespace Fulfilment.Replay.Tests.Engine;

/// <summary>Histories of every kind of step, read beside a running engine and from files.</summary>
public sealed class ReplayerTests
{
    private static readonly TaskRegistry Registry = new TaskRegistry()
        .Orchestrator<string>("Everything", EverythingAsync)
        .Orchestrator<string>("Child", async context => await context.CallActivityAsync<string>("Fine"))
        .Orchestrator<string>("Waits", context => context.WaitForExternalEvent<string>("go"))
        .Orchestrator<string>("Fails", context => context.CallActivityAsync<string>("Never"))
        .Activity<object?, string>("Fine", _ => "fine")
        .Activity<object?, string>("Never", _ => throw new InvalidOperationException("never"));

    [Fact]
    public async Task Replay_EveryKindOfStep_TakesTheRecordedPathAtEveryPrefix()
    {
        await using var world = await EngineWorld.StartAsync(Registry);
        var id = await world.StartAsync("Everything", null);
        await world.AdvanceAsync(TimeSpan.FromHours(1));
        await world.Client.SuspendAsync(id);
        await world.Client.RaiseEventAsync(id, "go", "early");
        await world.Client.ResumeAsync(id);
        await world.IdleAsync();

        var history = await world.HistoryAsync(id);

        Assert.True((await world.Client.GetInstanceAsync(id))!.IsCompleted);
        Replaying.AssertEveryPrefix(Replaying.Of(Registry), history);
        Replaying.AssertEveryPrefix(Replaying.Of(Registry), ThroughAFile(history));
    }

    [Fact]
    public async Task Replay_FailedTerminatedAndPaused_TakeTheRecordedPath()
    {
        await using var world = await EngineWorld.StartAsync(Registry);
        var failed = await world.RunAsync("Fails", null);
        var terminated = await world.StartAsync("Waits", null);
        await world.Client.TerminateAsync(terminated);
        var paused = await world.StartAsync("Waits", null);
        await world.Client.SuspendAsync(paused);
        await world.Client.RaiseEventAsync(paused, "go", "held");
        await world.IdleAsync();

        Assert.All([failed, await world.HistoryAsync(terminated), await world.HistoryAsync(paused)], history => Replaying.AssertEveryPrefix(Replaying.Of(Registry), history));
    }

    [Fact]
    public async Task Replay_CodeThatCompletesWhereItFailed_Differs()
    {
        await using var world = await EngineWorld.StartAsync(Registry);
        var failed = await world.RunAsync("Fails", null);
        var forgiving = new TaskRegistry().Orchestrator<string>("Fails", ForgiveAsync);

        var result = Assert.IsType<ReplayResult.Differs>(Replaying.Of(forgiving).Replay(failed));

        Assert.Equal(("ExecutionFailed", "ExecutionCompleted"), (result.Difference.Recorded, result.Difference.Asked));
    }

    [Fact]
    public async Task Replay_CodeThatLeavesItsScheduler_Differs()
    {
        await using var world = await EngineWorld.StartAsync(Registry);
        var waiting = await world.RunAsync("Waits", null);
        var astray = new TaskRegistry().Orchestrator<string>("Waits", _ => new TaskCompletionSource<string>().Task);

        var result = Assert.IsType<ReplayResult.Differs>(Replaying.Of(astray).Replay(waiting));

        Assert.Contains("awaits a task that is not its context's", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_BesideTheRunningEngine_ReturnsWhatRunsAndOnRequestWhatHasEnded()
    {
        await using var world = await EngineWorld.StartAsync(Registry);
        await world.StartAsync("Child", null);
        for (var i = 0; i < 300; i++) await world.Client.ScheduleNewAsync("Waits", null, new StartOptions($"w{i}"));
        await world.IdleAsync();
        using var connection = world.OpenReadOnly();

        var running = StoredHistories.Read(connection, finished: false).SelectMany(page => page).ToList();

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"w{i}"), running.Select(history => history.InstanceId));
        Assert.Equal((300, 301), (StoredHistories.Count(connection, finished: false), StoredHistories.Count(connection, finished: true)));
        Assert.Equal(301, StoredHistories.Read(connection, finished: true).Sum(page => page.Count));
        Assert.All(running, history => Assert.IsType<ReplayResult.Same>(Replaying.Of(Registry).Replay(history)));
    }

    [Fact]
    public async Task Replay_DamagedRow_IsUnreadableAndNamesTheInstance()
    {
        await using var world = await EngineWorld.StartAsync(Registry);
        var id = await world.StartAsync("Waits", null);
        await world.Store.WriteAsync(transaction =>
        {
            using var command = transaction.Connection.CreateCommand();
            command.CommandText = "UPDATE history SET at = at + 1";
            return command.ExecuteNonQuery();
        });

        var result = Replaying.Of(Registry).Replay(await world.HistoryAsync(id));

        Assert.Contains(id, Assert.IsType<ReplayResult.Unreadable>(result).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("""{"format":9}""")]
    [InlineData("""{"format":1,"instance":"a","orchestrator":"Waits"}""")]
    public void ReadFile_NoHistory_IsRefused(string text) =>
        Assert.Throws<InvalidDataException>(() => HistoryFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void ReadFile_UnknownEvent_NamesTheLine()
    {
        var text = """{"format":1,"instance":"a","orchestrator":"Waits","execution":1}""" + "\n" + """{"kind":"Invented","at":"2026-03-02T09:00:00Z"}""";

        var error = Assert.Throws<InvalidDataException>(() => HistoryFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))));

        Assert.Contains("Line 2", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> EverythingAsync(OrchestrationContext context)
    {
        var both = await Task.WhenAll(context.CallActivityAsync<string>("Fine"), context.CallSubOrchestratorAsync<string>("Child"));
        try
        {
            await context.CallActivityAsync<string>("Never", null, new TaskOptions(new RetryPolicy(3, TimeSpan.FromMinutes(1))));
        }
        catch (TaskFailedException)
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddMinutes(1), CancellationToken.None);
        }

        using var given = new CancellationTokenSource();
        var late = context.CreateTimer(context.CurrentUtcDateTime.AddDays(30), given.Token);
        var first = context.WaitForExternalEvent<string>("go");
        await Task.WhenAny(first, late);
        // Not CancelAsync: it leaves the scheduler.
        given.Cancel();
        return await first + both[0];
    }

    private static async Task<string> ForgiveAsync(OrchestrationContext context)
    {
        try
        {
            return await context.CallActivityAsync<string>("Never");
        }
        catch (TaskFailedException)
        {
            return "never mind";
        }
    }

    private static StoredHistory ThroughAFile(StoredHistory history)
    {
        using var file = new MemoryStream();
        HistoryFile.Write(history, file);
        file.Position = 0;
        return HistoryFile.Read(file);
    }
}
