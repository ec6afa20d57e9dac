using Fulfilment.DurableTask;
using Fulfilment.Host.Tests.Replay;
using Fulfilment.Host.Tests.Running;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Host.Tests.Database;

public sealed class DatabaseCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    [Fact]
    public async Task Backup_BesideTheRunningEngine_RestoresWhatWasThere()
    {
        await using (var orders = await RecordedOrders.OpenAsync(Directory.CreateDirectory(Data).FullName))
        {
            await orders.PlaceAsync("1");
            Assert.Equal(0, (await Fulfil.RunAsync("backup", "--data", Data, "--to", Path.Combine(_folder.Path, "safe.db"))).ExitCode);
            await orders.PlaceAsync("2");
        }

        Assert.Equal(2, Instances());
        var restored = await Fulfil.RunAsync("restore", "--data", Data, "--from", Path.Combine(_folder.Path, "safe.db"));

        Assert.Equal((0, 1), (restored.ExitCode, Instances()));
        Assert.Contains(".before-restore", restored.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Fulfil.RunAsync("check", "--data", Data)).ExitCode);
    }

    [Fact]
    public async Task Backup_TargetThatExists_IsRefusedAndLeftAlone()
    {
        await using var orders = await RecordedOrders.OpenAsync(Directory.CreateDirectory(Data).FullName);
        var target = Path.Combine(_folder.Path, "mine.txt");
        await File.WriteAllTextAsync(target, "mine");

        var run = await Fulfil.RunAsync("backup", "--data", Data, "--to", target);

        Assert.Equal((1, "mine"), (run.ExitCode, await File.ReadAllTextAsync(target)));
    }

    [Fact]
    public async Task Restore_UnderARunningEngine_IsRefused()
    {
        await using var orders = await RecordedOrders.OpenAsync(Directory.CreateDirectory(Data).FullName);
        await orders.PlaceAsync("1");
        var backup = Path.Combine(_folder.Path, "safe.db");
        await Fulfil.RunAsync("backup", "--data", Data, "--to", backup);

        Assert.Equal(1, (await Fulfil.RunAsync("restore", "--data", Data, "--from", backup)).ExitCode);
    }

    [Fact]
    public async Task Check_DamagedHistory_NamesItAndTheRestoreCommand()
    {
        await using (var orders = await RecordedOrders.OpenAsync(Directory.CreateDirectory(Data).FullName)) await orders.PlaceAsync("1");
        using (var connection = new SqliteConnection($"Data Source={EngineFile.PathIn(Data)};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE history SET at = at + 1";
            Assert.NotEqual(0, command.ExecuteNonQuery());
        }

        var run = await Fulfil.RunAsync("check", "--data", Data);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("./fulfil restore", run.OnlyErrorLine, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private int Instances()
    {
        using var connection = EngineFile.OpenReadOnly(Data);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM instances";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
