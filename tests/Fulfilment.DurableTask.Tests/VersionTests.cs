using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Tests;

/// <summary>A file meets another version of the program: an older file is brought up to date with all it holds, a newer one is left alone by everything.</summary>
public sealed class VersionTests : IDisposable
{
    private static readonly SchemaModule NotesV1 = new("notes", ["CREATE TABLE notes_note(id TEXT PRIMARY KEY)"]);
    private static readonly SchemaModule NotesV2 = new("notes", [.. NotesV1.Migrations, "ALTER TABLE notes_note ADD COLUMN text TEXT NOT NULL DEFAULT 'none'"]);

    private readonly DataFolder _folder = new();

    private string Backup => Path.Combine(_folder.Path, "backup.db");

    public static TheoryData<string> Ways => ["read", "write", "backup", "check", "restore", "engine"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AnyWay_IntoAFileOfANewerEngine_IsRefusedInOneLineAndChangesNothing(string way)
    {
        await CreateAsync(NotesV1);
        Change("UPDATE meta SET value = 99 WHERE key = 'version.engine'");

        await AssertRefusedAsync(way, "engine tables: 99");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AnyWay_IntoAFileOfANewerStore_IsRefusedInOneLineAndChangesNothing(string way)
    {
        await CreateAsync(NotesV2);

        await AssertRefusedAsync(way, "notes tables: 2, known here: 1");
    }

    /// <summary>Such as one that says which orders live elsewhere: a program that does not know of it would run them.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AnyWay_IntoAFileWithAStoreThatIsNotKnown_IsRefusedInOneLineAndChangesNothing(string way)
    {
        await CreateAsync(NotesV1, new SchemaModule("transfer", ["CREATE TABLE transfer_order(id TEXT PRIMARY KEY)"]));

        await AssertRefusedAsync(way, "transfer tables");
    }

    [Fact]
    public async Task Open_AFileOfAnOlderStore_BringsItsTablesUpToDateAndKeepsTheirRows()
    {
        await using (var older = await OpenAsync(NotesV1))
        {
            await older.Store.WriteAsync(transaction => transaction.Prepare("INSERT INTO notes_note VALUES('kept')").ExecuteNonQuery());
        }

        await using (var newer = await OpenAsync(NotesV2))
        {
            Assert.Equal("kept none", await newer.Store.ReadAsync(connection => DatabaseFile.Scalar(connection, "SELECT id || ' ' || text FROM notes_note")));
            Assert.Equal(2, await newer.Store.ReadAsync(connection => EngineFile.Versions(connection)["notes"]));
        }

        await Assert.ThrowsAsync<EngineFileException>(() => OpenAsync(NotesV1));
    }

    [Fact]
    public async Task Open_AFileOfTheFirstEngine_BringsItUpToDateAndGoesOnWithItsInstances()
    {
        CreateWithTheFirstEngine();

        await using var engine = await OpenAsync(NotesV1);
        await engine.StartAsync(
            new TaskRegistry().Activity<int, int>("double", n => 2 * n).Orchestrator<int, int>("sum", async (context, n) => await context.CallActivityAsync<int>("double", n) + await context.WaitForExternalEvent<int>("go")),
            NoServices.Instance, []);
        await engine.Client.RaiseEventAsync("old", "go", 1);
        var ended = await engine.Client.WaitForCompletionAsync("old", getInputsAndOutputs: true);

        Assert.Equal(("20", "41"), (ended.SerializedInput, ended.SerializedOutput));
        Assert.Equal(Schema.Engine.Migrations.Count, await engine.Store.ReadAsync(connection => EngineFile.Versions(connection)["engine"]));
    }

    [Fact]
    public void RefuseNewer_AFileThatWasBroughtUpToDate_IsRefusedByTheProgramBefore()
    {
        CreateWithTheFirstEngine();
        using var connection = DatabaseFile.OpenForWriting(_folder.Path, []);
        var before = Schema.Engine with { Migrations = [.. Schema.Engine.Migrations.SkipLast(1)] };

        AssertOneLine(Assert.Throws<EngineFileException>(() => Migrations.RefuseNewer(Migrations.Versions(connection), [before], "engine.db")), "newer version");
    }

    private async Task AssertRefusedAsync(string way, string expected)
    {
        File.Copy(EngineFile.PathIn(_folder.Path), Path.Combine(_folder.Path, "newer.db"));
        var before = await File.ReadAllBytesAsync(EngineFile.PathIn(_folder.Path));

        AssertOneLine(await Assert.ThrowsAsync<EngineFileException>(() => RunAsync(way)), "newer version", "install that version", expected);

        Assert.Equal(before, await File.ReadAllBytesAsync(EngineFile.PathIn(_folder.Path)));
        Assert.False(File.Exists(Backup));
    }

    private Task RunAsync(string way) => way switch
    {
        "read" => Task.Run(() => EngineFile.OpenReadOnly(_folder.Path, [NotesV1]).Dispose()),
        "write" => Task.Run(() => EngineFile.WriteBeside<int>(_folder.Path, (_, _) => throw new InvalidOperationException("It was let in."), [NotesV1])),
        "backup" => Task.Run(() => EngineFile.Backup(_folder.Path, Backup, [NotesV1])),
        "check" => Task.Run(() => EngineFile.Check(_folder.Path, [NotesV1])),
        "restore" => Task.Run(() => EngineFile.Restore(Path.Combine(_folder.Path, "newer.db"), _folder.Path, [NotesV1])),
        "engine" => OpenAsync(NotesV1),
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "No way in."),
    };

    /// <summary>As the first version left it: an instance whose activity has run and that waits, and one activity that is still to run.</summary>
    private void CreateWithTheFirstEngine()
    {
        using var connection = DatabaseFile.Open(EngineFile.PathIn(_folder.Path), SqliteOpenMode.ReadWriteCreate);
        DatabaseFile.Scalar(connection, $"PRAGMA application_id = {Schema.ApplicationId}");
        Migrations.Run(connection, [Schema.Engine with { Migrations = [Schema.Engine.Migrations[0]] }]);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var at = new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc).Ticks;
        HistoryCodec.Encode(
        [
            new HistoryEvent(HistoryKind.ExecutionStarted) { At = at, Sequence = 0, Name = "sum", Payload = "20"u8.ToArray() },
            new HistoryEvent(HistoryKind.TaskScheduled) { At = at, Sequence = 1, TaskId = 0, Name = "double", Number = 1, Payload = "20"u8.ToArray() },
        ], output);
        var sum = RowChecksum.Next(RowChecksum.Seed(1, 1), 1, at, output.WrittenSpan);
        DatabaseFile.Scalar(connection, "INSERT INTO registry VALUES(1, 'old', 0)");
        DatabaseFile.Scalar(connection, $"INSERT INTO instances(iid, name, status, execution, created) VALUES(1, 'sum', 1, 1, {at})");
        DatabaseFile.Scalar(connection, $"INSERT INTO history VALUES(1, 1, 1, {at}, {sum}, x'{Convert.ToHexString(output.WrittenSpan)}')");
        DatabaseFile.Scalar(connection, "INSERT INTO tasks(iid, execution, task, name, attempt, input) VALUES(1, 1, 0, 'double', 1, x'3230')");
    }

    private async Task CreateAsync(params IReadOnlyList<SchemaModule> modules) => await (await OpenAsync(modules)).DisposeAsync();

    private Task<EmbeddedEngine> OpenAsync(params IReadOnlyList<SchemaModule> modules) => EmbeddedEngine.OpenAsync(new EngineOptions { Directory = _folder.Path, Modules = modules });

    private void Change(string sql)
    {
        using var connection = DatabaseFile.Open(EngineFile.PathIn(_folder.Path), SqliteOpenMode.ReadWrite);
        DatabaseFile.Scalar(connection, sql);
        DatabaseFile.Scalar(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void AssertOneLine(EngineFileException error, params string[] parts)
    {
        Assert.DoesNotContain('\n', error.Message);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
