using System.Diagnostics;
using Fulfilment.Bench.Children;
using Fulfilment.Bench.Measuring;
using Fulfilment.DurableTask;

namespace Fulfilment.Bench.Figures;

/// <summary>B8: a process is killed at work, and another takes over.</summary>
internal sealed class Restarts : IMeasurement
{
    public IReadOnlyList<string> Ids => ["B8"];

    public IReadOnlyList<string> Shares => [Dormant.Share, OpenOrders.Share];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var dormant = await Dormant.GetAsync(bench);
        var (restarts, raw) = await SeriesAsync(bench, "", dormant.Folder, dormant.Orders);
        yield return new("B8", $"kill -9 with {dormant.Orders:N0} open orders: start of the process to first activity begun", "s", [.. restarts.Select(run => run.Seconds)],
            $"{raw}; from opening the file {Stat.Text(restarts, run => run.OpenSeconds)} s", new Goal(2, AtMost: true));

        var orders = await OpenOrders.GetAsync(bench);
        (restarts, raw) = await SeriesAsync(bench, "real-", orders.Folder, orders.Orders);
        yield return new("B8.real", $"the same with {orders.Orders:N0} orders of the real domain ({orders.Growth.HistoryBytes / 1000:N0} kB of history each): to the first edit decided", "s",
            [.. restarts.Select(run => run.Seconds)], $"{raw}; from opening the file {Stat.Text(restarts, run => run.OpenSeconds)} s", new Goal(2, AtMost: true));
    }

    private static async Task<(IReadOnlyList<RestartResult> Runs, string Raw)> SeriesAsync(BenchRun bench, string kind, string folder, int orders)
    {
        var (runs, raws) = (new List<RestartResult>(), new List<double>());
        for (var run = 0; run < bench.Runs; run++)
        {
            await Child.KillWhileBusyAsync(bench, kind + "busy", folder, orders);
            raws.Add(RawOpen(folder));
            runs.Add(await Child.RunAsync<RestartResult>(bench, kind + "restart", folder, orders));
        }

        bench.Say($"  {runs.Count} kills and restarts with {orders:N0} {kind}orders");
        return (runs, $"raw SQLite opens the file and reads what the kill left in the log in {Stat.Text(raws, milliseconds => milliseconds)} ms");
    }

    /// <summary>Milliseconds. For reading only, which leaves the log as it is for the engine to find.</summary>
    private static double RawOpen(string folder)
    {
        var watch = Stopwatch.StartNew();
        using var connection = EngineFile.OpenReadOnly(folder);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE key = 'commit'";
        command.ExecuteScalar();
        return watch.Elapsed.TotalMilliseconds;
    }
}
