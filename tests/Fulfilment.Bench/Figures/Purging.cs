using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.DurableTask;

namespace Fulfilment.Bench.Figures;

/// <summary>B11: orders while finished ones are purged, against orders alone.</summary>
internal sealed class Purging : IMeasurement
{
    public IReadOnlyList<string> Ids => ["B11"];

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun bench)
    {
        var (finished, count) = (bench.Size(100_000, 6_000), bench.Size(1_500, 200));
        var folder = bench.NewFolder();
        var slower = new List<double>();
        var removed = 0L;
        await using (var engine = await BenchEngine.StartAsync(folder))
        {
            await Saturation.RunAsync(engine, "Nothing", finished, events: 0, "done");
            await Saturation.RunAsync(engine, "Order", count, Workloads.OrderEvents, "warm");
            var until = DateTimeOffset.UtcNow;
            for (var run = 0; run < bench.Runs; run++)
            {
                var alone = (await RunAsync(engine, count, $"a{run}-")).PerSecond;
                var beside = await BesidePurgeAsync(engine, count, $"b{run}-", new PurgeFilter(CreatedTo: until));
                slower.Add(100 * (alone - beside.Rate) / alone);
                removed += beside.Removed;
            }
        }

        return
        [
            new("B11", $"slowdown of whole orders while some of {finished:N0} finished are purged", "%", slower, new Goal(10, AtMost: true), $"{removed:N0} purged during the runs"),
            new("B11.kept", "what an interrupted purge had removed stays removed (1: yes)", "", [await IsKeptAsync(bench) ? 1 : 0], new Goal(1)),
        ];
    }

    private static async Task<(double Rate, long Removed)> BesidePurgeAsync(BenchEngine engine, int count, string prefix, PurgeFilter purge)
    {
        using var done = new CancellationTokenSource();
        var before = engine.Number("SELECT count(*) FROM instances");
        var purging = PurgeUntilAsync(engine, purge, done.Token);
        var load = await RunAsync(engine, count, prefix);
        await done.CancelAsync();
        await purging;
        return (load.PerSecond, before + count - engine.Number("SELECT count(*) FROM instances"));
    }

    private static Task<Load> RunAsync(BenchEngine engine, int count, string prefix) => Saturation.RunAsync(engine, "Order", count, Workloads.OrderEvents, prefix);

    /// <summary>An interrupted purge is no failure: what it removed is removed.</summary>
    private static async Task PurgeUntilAsync(BenchEngine engine, PurgeFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            await engine.Client.PurgeAsync(filter, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Expected: the orders beside it are done.
        }
    }

    private static async Task<bool> IsKeptAsync(BenchRun bench)
    {
        var (folder, count) = (bench.NewFolder(), bench.Size(5_000, 2_000));
        long left;
        await using (var engine = await BenchEngine.StartAsync(folder))
        {
            await Saturation.RunAsync(engine, "Nothing", count, events: 0);
            using var soon = new CancellationTokenSource();
            var purging = PurgeUntilAsync(engine, new PurgeFilter(), soon.Token);
            while (engine.Finished("i") == count && !purging.IsCompleted) await Task.Yield();
            await soon.CancelAsync();
            await purging;
            left = engine.Finished("i");
        }

        await using var again = await BenchEngine.StartAsync(folder);
        return left < count && again.Finished("i") == left;
    }
}
