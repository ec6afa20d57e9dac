using System.Text.Json;
using Fulfilment.DurableTask;
using Fulfilment.Host.Tests.Running;
using Fulfilment.Orchestration.Loop;
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
