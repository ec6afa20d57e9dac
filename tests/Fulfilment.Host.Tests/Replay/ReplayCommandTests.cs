using System.Text.Json;
using Fulfilment.DurableTask;
using Fulfilment.Host.Tests.Running;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Replay.Tests.Broken;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Host.Tests.Replay;

public sealed class ReplayCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Replay_BesideTheRunningEngine_SaysThatEveryOrderGoesOn()
    {
        await using var orders = await RecordedOrders.OpenAsync(_folder.Path);
        for (var i = 0; i < 3; i++) await orders.PlaceAsync($"{i}");
        var id = await orders.PlaceAsync("9");
        await orders.AllocateAsync(id);
        await orders.AdvanceAsync(TimeSpan.FromHours(2));

        var run = await Fulfil.RunAsync("replay", "--data", _folder.Path, "--json");

        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.Equal((4, 4), (json.RootElement.GetProperty("histories").GetInt32(), json.RootElement.GetProperty("same").GetInt32()));
    }

    [Fact]
    public async Task Replay_HistoryOfOtherCode_NamesTheOrderAndTheStepAndExits1()
    {
        string broken;
        await using (var earlier = await RecordedOrders.OpenAsync(_folder.Path, () => new EarlierOrchestrator())) broken = await earlier.PlaceAsync("1");
        await using var orders = await RecordedOrders.OpenAsync(_folder.Path);
        var whole = await orders.PlaceAsync("2");

        var run = await Fulfil.RunAsync("replay", "--data", _folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{broken}  breaks at step #0: history holds TaskScheduled 'Earlier', this program comes to TaskScheduled '{LoopNames.Publish}'", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(whole, run.Output, StringComparison.Ordinal);
        Assert.Contains("1 would break", run.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_HistoryOfOtherRules_WarnsOfTheFirstDecisionThatDiffersAndExits0()
    {
        string other;
        await using (var earlier = await RecordedOrders.OpenAsync(_folder.Path, ChangedRules.MoreEffects)) other = await earlier.PlaceAsync("1");
        await using var orders = await RecordedOrders.OpenAsync(_folder.Path);
        var same = await orders.PlaceAsync("2");

        var run = await Fulfil.RunAsync("replay", "--data", _folder.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"{other}  goes on, but is decided otherwise at revision 1: history holds 1 DemandStock, 2 AlertStaff, 3 SendMail, this program comes to 1 DemandStock, 2 SendMail", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(same, run.Output, StringComparison.Ordinal);
        Assert.EndsWith("0 would break, 0 cannot be read; warning: decisions differ in 1", run.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_BesideTheRunningEngine_LeavesEveryByteAsItIs()
    {
        await using var orders = await RecordedOrders.OpenAsync(_folder.Path);
        for (var i = 0; i < 3; i++) await orders.PlaceAsync($"{i}");
        var before = await BytesAsync();

        var run = await Fulfil.RunAsync("replay", "--data", _folder.Path, "--all");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("engine.db-wal", before, StringComparison.Ordinal);
        Assert.Equal(before, await BytesAsync());
        await orders.AllocateAsync(await orders.PlaceAsync("9"));
        Assert.NotEqual(before, await BytesAsync());
    }

    [Fact]
    public async Task Replay_DamagedHistory_NamesTheOrderAndExits1()
    {
        string id;
        await using (var orders = await RecordedOrders.OpenAsync(_folder.Path)) id = await orders.PlaceAsync("1");
        using (var connection = new SqliteConnection($"Data Source={EngineFile.PathIn(_folder.Path)};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE history SET at = at + 1";
            Assert.NotEqual(0, command.ExecuteNonQuery());
        }

        var run = await Fulfil.RunAsync("replay", "--data", _folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{id}  cannot be read", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_FolderWithoutDatabase_OneLineAndExit1()
    {
        var run = await Fulfil.RunAsync("replay", "--data", _folder.In("nothing here"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no database", run.OnlyErrorLine, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Hashes of all files, by a process of its own: were this one to open and close the database, it would drop the engine's locks on it.
    /// Without the index in shared memory, in which readers leave their marks; it is no data and is built anew.
    /// </summary>
    private async Task<string> BytesAsync()
    {
        var files = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var hashes = await Command.RunAsync("sha256sum", [.. files]);
        Assert.Equal(0, hashes.ExitCode);
        return hashes.Output;
    }

    /// <summary>An orchestrator that began with a step which the present one does not have.</summary>
    private sealed class EarlierOrchestrator : IOrchestrator
    {
        public async Task<object?> RunAsync(OrchestrationContext context)
        {
            await context.CallActivityAsync<bool>("Earlier");
            return await context.WaitForExternalEvent<string>(LoopNames.CommandEvent);
        }
    }
}
