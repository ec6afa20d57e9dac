using Fulfilment.DurableTask;
using Fulfilment.Host.Tests.Replay;
using Fulfilment.Host.Tests.Running;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Host.Tests.Database;

/// <summary>The tool left behind by an update meets the data folder of the program that came after it.</summary>
public sealed class NewerFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.In("data");

    private string Database => EngineFile.PathIn(Data);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("engine", "replay", "--data", "DATA")]
    [InlineData("engine", "simulate", "--data", "DATA")]
    [InlineData("engine", "check", "--data", "DATA")]
    [InlineData("engine", "backup", "--data", "DATA")]
    [InlineData("engine", "restore", "--data", "DATA", "--from", "COPY")]
    [InlineData("engine", "purge", "--data", "DATA")]
    [InlineData("engine", "purge", "--data", "DATA", "--dry-run")]
    [InlineData("engine", "token", "create", "--role", "admin", "--data", "DATA")]
    [InlineData("tokens", "token", "create", "--role", "admin", "--data", "DATA")]
    [InlineData("mail", "check", "--data", "DATA")]
    [InlineData("orders", "replay", "--data", "DATA")]
    public async Task Command_OnAFileOfANewerVersion_IsRefusedInOneLineAndWritesNothing(string module, params string[] command)
    {
        _folder.Write("data/fulfil.json", """{ "stores": { "demo": { } } }""");
        await (await RecordedOrders.OpenAsync(Data)).DisposeAsync();
        Raise(module);
        File.Copy(Database, _folder.In("copy.db"));
        var before = await File.ReadAllBytesAsync(Database);

        var run = await Fulfil.RunAsync([.. command.Select(word => word.Replace("DATA", Data, StringComparison.Ordinal).Replace("COPY", _folder.In("copy.db"), StringComparison.Ordinal))]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("newer version of this program", run.OnlyErrorLine, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database));
    }

    private void Raise(string module)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT OR REPLACE INTO meta VALUES('version.{module}', 99); PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }
}
