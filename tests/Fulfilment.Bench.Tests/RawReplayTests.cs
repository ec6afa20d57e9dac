using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;
using Fulfilment.DurableTask;

namespace Fulfilment.Bench.Tests;

/// <summary>The baseline is worth something only if it writes what the engine wrote.</summary>
public sealed class RawReplayTests : IDisposable
{
    private const int Orders = 20;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fulfil-bench-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Order", 8)]
    [InlineData("LocalOrder", 0)]
    public async Task Run_ARecordedRun_LeavesTheEnginesTables(string orchestrator, int storedTasks)
    {
        var (engine, raw) = (_folder.CreateSubdirectory("engine").FullName, _folder.CreateSubdirectory("raw").FullName);

        var recording = await Recording.OfAsync(engine, orchestrator, Orders, Workloads.OrderEvents, Workloads.OrderCheckpoints);
        var run = RawReplay.Run(raw, recording, perCommit: 64);

        Assert.Equal(Orders * Workloads.OrderCheckpoints, run.Checkpoints);
        foreach (var table in new[] { "registry", "instances", "history", "tasks", "timers" }) Assert.Equal(Rows(engine, table), Rows(raw, table));
        Assert.Equal(Orders, Rows(raw, "instances").Count);
        Assert.Equal(Orders * storedTasks, recording.Writes.Count(write => Recording.KindOf(recording.Templates[write.Template]) == "tasks insert"));
        Assert.True(recording.Commits > 0);
    }

    [Fact]
    public async Task RunPart_OutOfTheMiddle_WritesThatManyCheckpointsEachInACommit()
    {
        SyncCounter.Install();
        var recording = await Recording.OfAsync(_folder.CreateSubdirectory("engine").FullName, "Order", Orders, Workloads.OrderEvents, Workloads.OrderCheckpoints);

        var run = RawReplay.RunPart(_folder.CreateSubdirectory("raw").FullName, recording, checkpoints: 10, perCommit: 1);

        Assert.Equal((10, 10L), (run.Checkpoints, run.Syncs));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Purge_BesideARecordedRun_LeavesTheRunsTablesAndTheFinishedOnesThatWereNotRemoved(int removed)
    {
        var (engine, raw) = (_folder.CreateSubdirectory("engine").FullName, _folder.CreateSubdirectory("raw").FullName);
        var recording = await Recording.OfAsync(engine, "Order", Orders, Workloads.OrderEvents, Workloads.OrderCheckpoints);

        RawPurge.Write(raw, recording, perCommit: 64, removed);

        Assert.Equal((Orders * 2L) - removed, Number(raw, "SELECT count(*) FROM instances"));
        Assert.Equal(Orders * 2L, Number(raw, "SELECT count(*) FROM registry"));
        Assert.Equal(Number(engine, "SELECT count(*) FROM history"), Number(raw, "SELECT count(*) FROM history WHERE iid > 0"));
        Assert.Equal(Orders - (long)removed, Number(raw, "SELECT count(DISTINCT iid) FROM history WHERE iid < 0"));
    }

    /// <summary>As many rows of each table as the engine writes for as many dormant orders.</summary>
    [Fact]
    public async Task Place_OpenOrders_WritesAsManyRowsAsTheEngine()
    {
        var (engine, raw) = (_folder.CreateSubdirectory("engine").FullName, _folder.CreateSubdirectory("raw").FullName);
        await using (var bench = await BenchEngine.StartAsync(engine))
        {
            for (var order = 0; order < Orders; order++) await bench.Client.ScheduleNewAsync("Dormant", Workloads.Payload, new($"open-{order}"));
            await bench.IdleAsync();
        }

        using (var orders = new RawOrders(raw)) orders.Place(Orders, historyBytes: 500);

        foreach (var table in new[] { "registry", "instances", "timers" }) Assert.Equal(Rows(engine, table).Count, Rows(raw, table).Count);
        // The engine's are two where a batch ended between an order's start and its first turn.
        Assert.Equal(Number(engine, "SELECT count(DISTINCT iid) FROM history"), Number(raw, "SELECT count(*) FROM history"));
        using var file = EngineFile.OpenReadOnly(raw);
        Assert.Equal(Orders * 500L, RawOrders.ReadNewest(file, long.MaxValue));
    }

    private static long Number(string folder, string sql)
    {
        using var connection = EngineFile.OpenReadOnly(folder);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static List<string> Rows(string folder, string table)
    {
        using var connection = EngineFile.OpenReadOnly(folder);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column) is byte[] blob ? Convert.ToHexString(blob) : reader.GetValue(column).ToString())));
        return rows;
    }
}
