using Fulfilment.DurableTask.Compliance;
using Fulfilment.Testing;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Tests;

/// <summary>Paths that ordinary work hardly takes, each of which once ended in a stopped engine, an endless loop or a lost write.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class RareWaysTests
{
    [Fact]
    public async Task LocalActivity_ThatAwaits_AfterItsBatchWasCutOff_CompletesOnce()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(
            new TaskRegistry()
                .Activity<int, int>("local", async (_, n) =>
                {
                    await Task.Yield();
                    return n + 1;
                }, local: true)
                .Orchestrator("chain", async context =>
                {
                    var n = 0;
                    for (var i = 0; i < 3; i++) n = await context.CallActivityAsync<int>("local", n);
                    return n;
                }),
            options => options with { MaxBatchSteps = 1 });
        await engine.Client.ScheduleNewAsync("chain", null, new StartOptions("x"));

        Assert.Equal("3", (await engine.FinishAsync("x")).SerializedOutput);
    }

    [Fact]
    public async Task Factory_ThatThrows_WhileNothingStaysInMemory_IsStillQuarantined()
    {
        var tries = 0;
        var registry = new TaskRegistry().AddOrchestrator("broken", _ =>
        {
            tries++;
            throw new InvalidOperationException("no such service");
        });
        await using var engine = await EmbeddedHarness.CreateAsync(registry, options => options with { QuarantineTries = 3, CacheBytes = 0 });
        await engine.Client.ScheduleNewAsync("broken", null, new StartOptions("x"));

        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(3, tries);
        Assert.Equal(3, Assert.Single(await engine.Quarantine.ListAsync()).Attempts);
    }

    [Fact]
    public async Task Write_WhoseTransactionIsGone_EndsTheBatchAndWritesNothingOutsideIt()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(), options => options with
        {
            Modules = [new SchemaModule("notes", ["CREATE TABLE notes_note(id TEXT PRIMARY KEY)"])],
            FailFast = static (_, _) => { },
        });

        // SQLite rolls back by itself when the disk is full, and the work may not notice.
        var first = engine.Engine.Store.WriteAsync(transaction =>
        {
            Put(transaction, "a");
            transaction.Prepare("ROLLBACK").ExecuteNonQuery();
            return Put(transaction, "outside");
        });

        await Assert.ThrowsAsync<EngineFailedException>(() => first);
        using var connection = EngineFile.OpenReadOnly(engine.Options.Directory);
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT group_concat(id) FROM notes_note WHERE id <> 'outside'";
        Assert.IsType<DBNull>(count.ExecuteScalar());
        await engine.RestartAsync(new TaskRegistry());
        await engine.AssertSoundAsync();
    }

    [Fact]
    public async Task TerminatedInstance_WhoseActivityTookTheProcessDown_IsNotQuarantinedAnew()
    {
        var registry = new TaskRegistry()
            .Activity<int, int>("poison", n => n)
            .Orchestrator("call", async context => await context.CallActivityAsync<int>("poison", 1));
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("call", async context => await context.WaitForExternalEvent<int>("go")));
        await engine.Client.ScheduleNewAsync("call", null, new StartOptions("x"));
        await engine.SettleAsync();
        await engine.Engine.Store.WriteAsync(transaction => transaction
            .Prepare("INSERT INTO tasks(iid, execution, task, name, attempt, crashes) SELECT iid, execution, 7, 'poison', 1, 5 FROM instances").ExecuteNonQuery());
        await engine.Client.TerminateAsync("x");

        await engine.RestartAsync(registry);

        Assert.Empty(await engine.Quarantine.ListAsync());
    }

    [Fact]
    public async Task OrderlyStop_WhileAnActivityRuns_IsNotCountedAgainstIt()
    {
        var stuck = new TaskCompletionSource<int>();
        var registry = new TaskRegistry()
            .Activity<int, int>("slow", async (_, _) => await stuck.Task)
            .Orchestrator("call", async context => await context.CallActivityAsync<int>("slow", 1));
        await using var engine = await EmbeddedHarness.CreateAsync(registry, options => options with { QuarantineTries = 2, StopPatience = TimeSpan.Zero });
        await engine.Client.ScheduleNewAsync("call", null, new StartOptions("x"));

        for (var stop = 0; stop < 3; stop++)
        {
            await engine.RestartAsync(registry);
        }

        Assert.Empty(await engine.Quarantine.ListAsync());
        stuck.SetResult(5);
        Assert.Equal("5", (await engine.FinishAsync("x")).SerializedOutput);
    }

    [Fact]
    public async Task Failure_WithEndlessTextAndCauses_IsStoredCut()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry()
            .Activity<int, int>("fail", _ => throw Enumerable.Range(0, 100).Aggregate(new IOException("root"), (inner, n) => new IOException(n + new string('x', 10_000), inner)))
            .Orchestrator("call", async context => await context.CallActivityAsync<int>("fail", 1)));
        await engine.Client.ScheduleNewAsync("call", null, new StartOptions("x"));
        await engine.FinishAsync("x");

        var stored = (await engine.Client.GetHistoryAsync("x")).Single(item => item.Kind == "TaskFailed").Payload!;

        Assert.InRange(stored.Length, 4_000, 100_000);
        Assert.Contains("99xxx", stored, StringComparison.Ordinal);
    }

    private static int Put(EngineTransaction transaction, string id) => transaction.Prepare("INSERT INTO notes_note VALUES(?1)", id).ExecuteNonQuery();
}
