using System.Globalization;
using Fulfilment.Bench.Children;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;
using Fulfilment.DurableTask;

namespace Fulfilment.Bench.Figures;

/// <summary>B11: orders while finished whole orders are purged, against orders alone; and a purge that is killed.</summary>
internal sealed class Purging : IMeasurement
{
    private const string Left = "SELECT count(*) FROM instances";

    public IReadOnlyList<string> Ids => ["B11"];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var (finished, count) = (bench.Size(100_000, 8_000), bench.Size(1_500, 200));
        bench.Say($"  finishing {finished:N0} whole orders");
        var (slower, removed, raw) = (new List<double>(), new List<long>(), new List<double>());
        var recording = await Recording.OfAsync(bench.NewFolder(), "Order", count, Workloads.OrderEvents, Workloads.OrderCheckpoints);
        await using (var engine = await BenchEngine.StartAsync(bench.NewFolder()))
        {
            await Saturation.RunAsync(engine, "Order", finished, Workloads.OrderEvents, "done");
            var until = DateTimeOffset.UtcNow;
            for (var run = 0; run < bench.Runs; run++)
            {
                // Which comes first takes turns: the file changes as it goes.
                var before = run % 2 == 0 ? await RateAsync(engine, count, $"a{run}-") : 0;
                var beside = await BesidePurgeAsync(engine, count, $"b{run}-", new PurgeFilter(CreatedTo: until));
                var alone = run % 2 == 0 ? before : await RateAsync(engine, count, $"a{run}-");
                slower.Add(100 * (alone - beside.Rate) / alone);
                removed.Add(beside.Removed);
                raw.Add(RawPurge.Slowdown((bench.NewFolder(), bench.NewFolder()), recording, perCommit: 64, (int)Math.Min(beside.Removed, count), aloneFirst: run % 2 == 0));
                bench.Say(FormattableString.Invariant($"  run {run + 1} of {bench.Runs}: {alone:N0} orders/s alone, {beside.Rate:N0} beside a purge"));
            }
        }

        yield return new("B11", $"slowdown of whole orders while finished whole orders are purged, all the time they are measured ({finished:N0} finished at first)", "%", slower,
            $"raw SQLite writing the rows of those orders, 64 checkpoints a commit, while it deletes as many: {Stat.Text(raw, percent => percent)} % slower; purged in the runs: {string.Join(", ", removed.Select(number => number.ToString("N0", CultureInfo.InvariantCulture)))}", new Goal(10, AtMost: true));
        yield return new("B11.kept", "kill -9 in the middle of a purge: what was gone stays gone, the rest is whole and can be purged (1: yes)", "", [.. await KilledAsync(bench)], "none: an open transaction of raw SQLite is as safe, and nothing else is asked", new Goal(1));
    }

    private static async Task<(double Rate, long Removed)> BesidePurgeAsync(BenchEngine engine, int count, string prefix, PurgeFilter purge)
    {
        using var done = new CancellationTokenSource();
        var before = engine.Number(Left);
        var purging = engine.Client.PurgeAsync(purge, done.Token);
        var rate = await RateAsync(engine, count, prefix);
        if (purging.IsCompleted) throw new InvalidOperationException($"the purge ended before the {count:N0} orders beside it, so they were not measured beside a purge: there were too few finished ones");
        await done.CancelAsync();
        await purging.ContinueWith(static _ => { }, TaskScheduler.Default);
        return (rate, before + count - engine.Number(Left));
    }

    private static async Task<double> RateAsync(BenchEngine engine, int count, string prefix) => (await Saturation.RunAsync(engine, "Order", count, Workloads.OrderEvents, prefix)).PerSecond;

    /// <summary>A process is killed once it has seen that some are gone.</summary>
    private static async Task<IReadOnlyList<double>> KilledAsync(BenchRun bench)
    {
        var (folder, count) = (bench.NewFolder(), bench.Size(6_000, 2_000));
        await using (var engine = await BenchEngine.StartAsync(folder)) await Saturation.RunAsync(engine, "Order", count, Workloads.OrderEvents);
        var kept = new List<double>();
        var before = (long)count;
        for (var kill = 0; kill < 3; kill++)
        {
            var seen = long.Parse(await Child.KillWhileBusyAsync(bench, "purge", folder), CultureInfo.InvariantCulture);
            var damage = EngineFile.Check(folder);
            await using var engine = await BenchEngine.StartAsync(folder);
            var left = engine.Number(Left);
            if (left == 0) throw new InvalidOperationException("the purge had ended before it was killed");
            // Its rows go in one transaction: an instance without history, or history without its instance, would be half a purge.
            var torn = engine.Number("SELECT (SELECT count(*) FROM history WHERE iid NOT IN (SELECT iid FROM instances)) + (SELECT count(*) FROM instances WHERE iid NOT IN (SELECT iid FROM history))");
            kept.Add(damage.Count == 0 && seen < before && left <= seen && torn == 0 && engine.Number("SELECT count(*) FROM registry") == count ? 1 : 0);
            before = left;
        }

        await using var last = await BenchEngine.StartAsync(folder);
        kept.Add(await last.Client.PurgeAsync(new PurgeFilter()) == before && last.Number(Left) == 0 ? 1 : 0);
        return kept;
    }
}
