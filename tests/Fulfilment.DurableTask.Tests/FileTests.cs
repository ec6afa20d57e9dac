using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Storage;
using Fulfilment.Testing;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Tests;

/// <summary>What can be wrong with a data folder, each refused in one line that says what to do.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class FileTests : IDisposable
{
    private readonly DataFolder _folder = new();

    private string Database => EngineFile.PathIn(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_WhileAnotherEngineRuns_IsRefused()
    {
        await using var first = await OpenAsync();

        var error = await Assert.ThrowsAsync<EngineInUseException>(OpenAsync);

        AssertOneLine(error, "Another engine is running", "stop it");
    }

    [Fact]
    public async Task Open_AfterTheOtherEngineStopped_Works()
    {
        await (await OpenAsync()).DisposeAsync();

        await using var second = await OpenAsync();
    }

    [Fact]
    public async Task Open_AFolderThatIsAFile_IsRefused()
    {
        var path = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(path, "x");

        var error = await Assert.ThrowsAsync<EngineFileException>(() => EmbeddedEngine.OpenAsync(new EngineOptions { Directory = path }));

        AssertOneLine(error, "cannot be used", "choose another");
    }

    [Theory]
    [InlineData(":memory:")]
    [InlineData("file::memory:?cache=shared")]
    [InlineData("")]
    public async Task Open_InMemory_IsRefused(string directory)
    {
        var error = await Assert.ThrowsAsync<EngineFileException>(() => EmbeddedEngine.OpenAsync(new EngineOptions { Directory = directory }));

        AssertOneLine(error, "in-memory", "data folder");
    }

    [Fact]
    public async Task Open_ANewerFile_IsRefused()
    {
        await (await OpenAsync()).DisposeAsync();
        Change("UPDATE meta SET value = 99 WHERE key = 'version.engine'");

        var error = await Assert.ThrowsAsync<EngineFileException>(OpenAsync);

        AssertOneLine(error, "newer version", "install that version");
    }

    [Fact]
    public async Task Open_AnotherProgramsDatabase_IsRefused()
    {
        Change("CREATE TABLE theirs(x)");

        AssertOneLine(await Assert.ThrowsAsync<EngineFileException>(OpenAsync), "another program", "choose another");
    }

    [Fact]
    public async Task Open_WhatIsNoDatabase_IsRefused()
    {
        await File.WriteAllBytesAsync(Database, Enumerable.Repeat((byte)7, 8192).ToArray());

        AssertOneLine(await Assert.ThrowsAsync<EngineFileException>(OpenAsync), "not a database", "choose another");
    }

    [Fact]
    public async Task Open_WithAChangedHistoryRow_IsRefusedAndNamesTheRestore()
    {
        await FillAsync(20);
        Change("UPDATE history SET data = CAST(data || x'00' AS BLOB) WHERE id = 7");

        AssertOneLine(await Assert.ThrowsAsync<EngineFileException>(OpenAsync), "checksum", "fulfil restore");
    }

    [Fact]
    public async Task Open_WithAByteFlippedInAPayload_IsRefused()
    {
        await FillAsync(50);
        var bytes = await File.ReadAllBytesAsync(Database);
        var at = bytes.AsSpan().IndexOf("\"needle-33\""u8);
        Assert.True(at > 0);
        bytes[at + 3] ^= 1;
        await File.WriteAllBytesAsync(Database, bytes);

        AssertOneLine(await Assert.ThrowsAsync<EngineFileException>(OpenAsync), "checksum", "fulfil restore");
    }

    [Fact]
    public async Task Open_WithALostLog_IsRefused()
    {
        using var copy = new DataFolder();
        await CopyWhileRunningAsync(copy.Path);
        File.Delete(EngineFile.PathIn(copy.Path) + "-wal");

        AssertOneLine(await Assert.ThrowsAsync<EngineFileException>(() => EmbeddedEngine.OpenAsync(new EngineOptions { Directory = copy.Path })), "write-ahead log", "fulfil restore");
    }

    [Fact]
    public async Task Open_WithADamagedLog_IsRefused()
    {
        using var copy = new DataFolder();
        await CopyWhileRunningAsync(copy.Path);
        var wal = EngineFile.PathIn(copy.Path) + "-wal";
        var bytes = await File.ReadAllBytesAsync(wal);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(wal, bytes);

        AssertOneLine(await Assert.ThrowsAsync<EngineFileException>(() => EmbeddedEngine.OpenAsync(new EngineOptions { Directory = copy.Path })), "write-ahead log", "fulfil restore");
    }

    [Fact]
    public async Task Open_WithATornEndAfterTheLastSync_LosesNothing()
    {
        using var copy = new DataFolder();
        await CopyWhileRunningAsync(copy.Path);
        await using (var wal = new FileStream(EngineFile.PathIn(copy.Path) + "-wal", FileMode.Append))
        {
            wal.Write(new byte[10_000]);
        }

        await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = copy.Path });

        Assert.Empty(EngineFile.Check(copy.Path));
        Assert.Equal(10, (await engine.Client.QueryAsync(new OrchestrationQuery())).Items.Count);
    }

    [Fact]
    public async Task Check_OfAGoodFile_FindsNothing_AndOfADamagedOne_SaysWhat()
    {
        await FillAsync(20);
        Assert.Empty(EngineFile.Check(_folder.Path));
        Change("DELETE FROM history WHERE id = 3");

        Assert.Contains("history", Assert.Single(EngineFile.Check(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_BesideARunningEngine_RestoresToThatMoment()
    {
        using var elsewhere = new DataFolder();
        var backup = Path.Combine(elsewhere.Path, "backup.db");
        await using (var engine = await StartedAsync())
        {
            await RunQuickAsync(engine, "before");
            EngineFile.Backup(_folder.Path, backup);
            await RunQuickAsync(engine, "after");
        }

        var kept = EngineFile.Restore(backup, _folder.Path, []);

        Assert.True(File.Exists(kept));
        await using var restored = await OpenAsync();
        Assert.Equal(["before"], (await restored.Client.QueryAsync(new OrchestrationQuery())).Items.Select(item => item.InstanceId));
    }

    [Fact]
    public async Task Restore_OverARunningEngine_IsRefused()
    {
        using var elsewhere = new DataFolder();
        var backup = Path.Combine(elsewhere.Path, "backup.db");
        await using var engine = await StartedAsync();
        EngineFile.Backup(_folder.Path, backup);

        Assert.Throws<EngineInUseException>(() => EngineFile.Restore(backup, _folder.Path, []));
    }

    [Fact]
    public async Task Restore_ADamagedBackup_IsRefusedAndLeavesTheFile()
    {
        using var elsewhere = new DataFolder();
        var backup = Path.Combine(elsewhere.Path, "backup.db");
        await FillAsync(5);
        EngineFile.Backup(_folder.Path, backup);
        Change("UPDATE history SET at = at + 1 WHERE id = 2", backup);

        AssertOneLine(Assert.Throws<EngineFileException>(() => EngineFile.Restore(backup, _folder.Path, [])), "damaged", "earlier one");
        Assert.Empty(EngineFile.Check(_folder.Path));
    }

    [Fact]
    public async Task Backup_OntoAnExistingFile_IsRefused()
    {
        await FillAsync(1);
        var backup = Path.Combine(_folder.Path, "backup.db");
        EngineFile.Backup(_folder.Path, backup);

        AssertOneLine(Assert.Throws<EngineFileException>(() => EngineFile.Backup(_folder.Path, backup)), "exists", "another name");
    }

    [Fact]
    public async Task WriteBeside_ARunningEngine_IsSeenByIt()
    {
        var notes = new SchemaModule("notes", ["CREATE TABLE notes_note(id TEXT PRIMARY KEY)"]);
        await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = _folder.Path, Modules = [notes] });

        EngineFile.WriteBeside(_folder.Path, (connection, transaction) =>
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "INSERT INTO notes_note VALUES('token')";
            return command.ExecuteNonQuery();
        });

        Assert.Equal("token", await engine.Store.ReadAsync(connection => DatabaseFile.Scalar(connection, "SELECT id FROM notes_note")));
        await engine.Store.WriteAsync(transaction => transaction.Prepare("INSERT INTO notes_note VALUES('other')").ExecuteNonQuery());
    }

    [Fact]
    public void OpenReadOnly_WithoutAFile_SaysSo() =>
        AssertOneLine(Assert.Throws<EngineFileException>(() => EngineFile.OpenReadOnly(_folder.Path)), "There is no", "check the data folder");

    [Fact]
    public async Task OpenReadOnly_CannotWrite()
    {
        await FillAsync(1);
        using var connection = EngineFile.OpenReadOnly(_folder.Path);

        Assert.Throws<SqliteException>(() => DatabaseFile.Scalar(connection, "DELETE FROM history"));
        Assert.Equal(Schema.Engine.Migrations.Count, EngineFile.Versions(connection)["engine"]);
    }

    private Task<EmbeddedEngine> OpenAsync() => EmbeddedEngine.OpenAsync(new EngineOptions { Directory = _folder.Path });

    private async Task<EmbeddedEngine> StartedAsync()
    {
        var engine = await OpenAsync();
        await engine.StartAsync(new TaskRegistry().Orchestrator<string, string>("quick", (_, text) => Task.FromResult(text)), NoServices.Instance, []);
        return engine;
    }

    private static async Task RunQuickAsync(EmbeddedEngine engine, string id)
    {
        await engine.Client.ScheduleNewAsync("quick", "needle-" + id, new StartOptions(id));
        await engine.Client.WaitForCompletionAsync(id);
    }

    private async Task FillAsync(int count)
    {
        await using var engine = await StartedAsync();
        for (var n = 0; n < count; n++)
        {
            await RunQuickAsync(engine, n.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>What a kill leaves: the files as they are, with the log not yet folded in.</summary>
    private async Task CopyWhileRunningAsync(string target)
    {
        await using var engine = await StartedAsync();
        for (var n = 0; n < 10; n++)
        {
            await RunQuickAsync(engine, n.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        foreach (var name in new[] { "engine.db", "engine.db-wal", "engine.mark" })
        {
            File.Copy(Path.Combine(_folder.Path, name), Path.Combine(target, name));
        }
    }

    private void Change(string sql, string? file = null)
    {
        using var connection = new SqliteConnection($"Data Source={file ?? Database};Pooling=false");
        connection.Open();
        DatabaseFile.Scalar(connection, sql);
    }

    private static void AssertOneLine(EngineFileException error, params string[] parts)
    {
        Assert.DoesNotContain('\n', error.Message);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
