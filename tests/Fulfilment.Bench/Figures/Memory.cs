using Fulfilment.Bench.Children;
using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Figures;

/// <summary>B7: what orders cost while nothing happens to them, and when something does.</summary>
internal sealed class Memory : IMeasurement
{
    public IReadOnlyList<string> Ids => ["B7"];

    public IReadOnlyList<string> Shares => [Dormant.Share];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var dormant = await Dormant.GetAsync(bench);
        var grown = new List<Growth> { dormant.First };
        for (var run = 1; run < bench.Runs; run++) grown.Add(await Dormant.GrowAsync(bench, bench.NewFolder(), dormant.Orders));
        yield return new("B7", $"memory growth with {dormant.Orders:N0} dormant orders placed in the process (resident, after collection; placing them takes {Stat.Text(grown, run => run.Seconds)} s)", "MB",
            [.. grown.Select(run => run.GrowthMb)], $"none: SQLite keeps nothing of them in memory; managed heap {Stat.Text(grown, run => run.ManagedMb)} MB", new Goal(50, AtMost: true));
        yield return new("B7.peak", "the most that process ever held (VmHWM): runtime, code, caches and garbage of the placing included", "MB", [.. grown.Select(run => run.PeakMb)], "none, for the same reason");

        var wakes = new List<WakeResult>();
        for (var run = 0; run < bench.Runs; run++) wakes.Add(await Child.RunAsync<WakeResult>(bench, "wake", dormant.Folder, bench.Size(500, 100)));
        yield return new("B7.opened", "memory growth of a process that opened them", "MB", [.. wakes.Select(run => run.OpenMb)], $"none, for the same reason; peak {Stat.Text(wakes, run => run.PeakMb)} MB");
        yield return new("B7.wake", "cold wake: event to activity begun, p99", "ms", [.. wakes.Select(run => run.P99)],
            $"raw commit p99, in turn with the wakes: {Stat.Text(wakes, run => run.RawP99)} ms; wakes p50 {Stat.Text(wakes, run => run.P50)} ms", new Goal(20, AtMost: true));
    }
}
