using Fulfilment.DurableTask.Compliance;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Tests;

public sealed class StoreTests
{
    private static readonly SchemaModule Notes = new("notes", ["CREATE TABLE notes_note(id TEXT PRIMARY KEY, text TEXT NOT NULL)"]);

    [Fact]
    public async Task Write_Acknowledged_IsSeenByReads()
    {
        await using var engine = await CreateAsync(new TaskRegistry());

        await engine.Engine.Store.WriteAsync(transaction => Put(transaction, "a", "text"));

        Assert.Equal(["a=text"], await ReadAllAsync(engine));
    }

    [Fact]
    public async Task Write_ThatThrows_LeavesNothingAndTellsItsCaller()
    {
        await using var engine = await CreateAsync(new TaskRegistry().Orchestrator("never", _ => Task.FromResult(1)));

        var error = await Assert.ThrowsAsync<ArithmeticException>(() => engine.Engine.Store.WriteAsync<int>(transaction =>
        {
            Put(transaction, "a", "text");
            Assert.True(transaction.Start("never", "x", null));
            throw new ArithmeticException("no");
        }));
        await engine.SettleAsync();

        Assert.Equal("no", error.Message);
        Assert.Empty(await ReadAllAsync(engine));
        Assert.Null(await engine.Client.GetInstanceAsync("x"));
    }

    [Fact]
    public async Task Write_ThatBreaksAConstraint_HurtsNoOtherInItsBatch()
    {
        await using var engine = await CreateAsync(new TaskRegistry());
        await engine.Engine.Store.WriteAsync(transaction => Put(transaction, "a", "first"));

        var good = engine.Engine.Store.WriteAsync(transaction => Put(transaction, "b", "good"));
        var bad = engine.Engine.Store.WriteAsync(transaction => Put(transaction, "a", "again"));

        await good;
        await Assert.ThrowsAsync<SqliteException>(() => bad);
        Assert.Equal(["a=first", "b=good"], await ReadAllAsync(engine));
    }

    [Fact]
    public async Task Start_AnIdEverUsed_IsRefusedAlsoAfterPurge()
    {
        await using var engine = await CreateAsync(new TaskRegistry().Orchestrator("quick", _ => Task.FromResult(1)));
        Assert.True(await engine.Engine.Store.WriteAsync(transaction => transaction.Start("quick", "x", null)));
        await engine.FinishAsync("x");
        Assert.Equal(1, await engine.Client.PurgeAsync("x"));

        Assert.False(await engine.Engine.Store.WriteAsync(transaction => transaction.Start("quick", "x", null)));
        Assert.Null(await engine.Client.GetInstanceAsync("x"));
    }

    [Fact]
    public async Task StartAndRaise_InOneWrite_ReachTheInstance()
    {
        await using var engine = await CreateAsync(new TaskRegistry().Orchestrator("wait", async context => await context.WaitForExternalEvent<int>("go")));

        await engine.Engine.Store.WriteAsync(transaction => transaction.Start("wait", "x", null) & transaction.RaiseEvent("x", "go", 5));
        var ended = await engine.FinishAsync("x");

        Assert.Equal("5", ended.SerializedOutput);
        Assert.False(await engine.Engine.Store.WriteAsync(transaction => transaction.RaiseEvent("x", "go", 6)));
        Assert.False(await engine.Engine.Store.WriteAsync(transaction => transaction.RaiseEvent("unknown", "go", 6)));
    }

    [Fact]
    public async Task ActivityWrites_CommitWithItsCompletion_AndAreSeenByTheNextLocalActivity()
    {
        EmbeddedHarness? created = null;
        await using var engine = created = await CreateAsync(Writing("1", () => created!.Engine.Store));

        var ended = await engine.FinishAsync(await engine.Client.ScheduleNewAsync("write"));

        Assert.Equal("1", ended.SerializedOutput);
        Assert.Equal(["a=1"], await ReadAllAsync(engine));
    }

    [Fact]
    public async Task ActivityWrites_Refused_FailTheActivity()
    {
        await using var engine = await CreateAsync(Writing(null));

        var ended = await engine.FinishAsync(await engine.Client.ScheduleNewAsync("write"));

        Assert.Equal(OrchestrationStatus.Failed, ended.Status);
        Assert.Contains("NOT NULL", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(await ReadAllAsync(engine));
    }

    [Fact]
    public async Task OnCommitted_RunsOnlyAfterASuccessfulWrite()
    {
        await using var engine = await CreateAsync(new TaskRegistry());
        var calls = new List<string>();

        await engine.Engine.Store.WriteAsync(transaction =>
        {
            transaction.OnCommitted(() => calls.Add("kept"));
            return Put(transaction, "a", "text");
        });
        await Assert.ThrowsAsync<ArithmeticException>(() => engine.Engine.Store.WriteAsync<int>(transaction =>
        {
            transaction.OnCommitted(() => calls.Add("dropped"));
            throw new ArithmeticException();
        }));

        Assert.Equal(["kept"], calls);
    }

    [Fact]
    public async Task Prepare_WithEveryKindOfParameter_RoundTrips()
    {
        await using var engine = await CreateAsync(new TaskRegistry());

        var row = await engine.Engine.Store.WriteAsync(transaction =>
        {
            using var reader = transaction.Prepare("SELECT ?1, ?2, ?3, ?4, ?5", 7L, "é", null, new byte[] { 1, 2 }, 1.5).ExecuteReader();
            Assert.True(reader.Read());
            return (reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2), reader.GetFieldValue<byte[]>(3).Length, reader.GetDouble(4));
        });

        Assert.Equal((7L, "é", true, 2, 1.5), row);
    }

    private static Task<EmbeddedHarness> CreateAsync(TaskRegistry registry) => EmbeddedHarness.CreateAsync(registry, options => options with { Modules = [Notes] });

    private static TaskRegistry Writing(string? text, Func<IEngineStore>? store = null) => new TaskRegistry()
        .Activity<string, bool>("put", (context, id) =>
        {
            context.Writes.Add(new SqlWrite(transaction => transaction.Prepare("INSERT INTO notes_note VALUES(?1, ?2)", id, text).ExecuteNonQuery()));
            return Task.FromResult(true);
        }, local: true)
        .Activity<string, int>("count", async (_, _) => (await store!().ReadAsync(ReadAll)).Count, local: true)
        .Orchestrator("write", async context =>
        {
            await context.CallActivityAsync("put", "a");
            return await context.CallActivityAsync<int>("count");
        });

    private static int Put(EngineTransaction transaction, string id, string text) =>
        transaction.Prepare("INSERT INTO notes_note VALUES(?1, ?2)", id, text).ExecuteNonQuery();

    private static Task<List<string>> ReadAllAsync(EmbeddedHarness engine) => engine.Engine.Store.ReadAsync(ReadAll);

    private static List<string> ReadAll(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id || '=' || text FROM notes_note ORDER BY id";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
