using Fulfilment.Bench.Children;
using Fulfilment.Bench.Measuring;
using Fulfilment.DurableTask;
using Fulfilment.DurableTask.Storage;

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
        var raw = new List<Growth> { await RawAsync(bench, dormant) };
        for (var run = 1; run < bench.Runs; run++)
        {
            grown.Add(await Dormant.GrowAsync(bench, bench.NewFolder(), dormant.Orders));
            raw.Add(await RawAsync(bench, dormant));
        }

        yield return new("B7", $"memory growth with {dormant.Orders:N0} dormant orders placed in the process (resident, after collection; placing them takes {Stat.Text(grown, run => run.Seconds)} s)", "MB",
            [.. grown.Select(run => run.GrowthMb)], $"raw SQLite placing rows of that number and size: {Stat.Text(raw, run => run.GrowthMb)} MB in {Stat.Text(raw, run => run.Seconds)} s; the engine's managed heap {Stat.Text(grown, run => run.ManagedMb)} MB", new Goal(50, AtMost: true));
        yield return new("B7.peak", "the most that process ever held (VmHWM): runtime, code, caches and garbage of the placing included", "MB", [.. grown.Select(run => run.PeakMb)],
            $"the process of raw SQLite: {Stat.Text(raw, run => run.PeakMb)} MB");

        var (wakes, opened) = (new List<WakeResult>(), new List<double>());
        for (var run = 0; run < bench.Runs; run++)
        {
            wakes.Add(await Child.RunAsync<WakeResult>(bench, "wake", dormant.Folder, bench.Size(500, 100)));
            opened.Add(await Child.RunAsync<double>(bench, "raw-open", dormant.Folder));
        }

        yield return new("B7.opened", "memory growth of a process that opened them", "MB", [.. wakes.Select(run => run.OpenMb)], $"raw SQLite opening the file and reading its newest 64 MB of history: {Stat.Text(opened, megabytes => megabytes)} MB; the engine's process at most {Stat.Text(wakes, run => run.PeakMb)} MB");
        yield return new("B7.wake", "cold wake: event to activity begun, p99", "ms", [.. wakes.Select(run => run.P99)],
            $"raw commit p99, in turn with the wakes: {Stat.Text(wakes, run => run.RawP99)} ms; wakes p50 {Stat.Text(wakes, run => run.P50)} ms", new Goal(20, AtMost: true));
    }

    /// <summary>Memory is a process's own, so the baseline has one too.</summary>
    private static async Task<Growth> RawAsync(BenchRun bench, Dormant dormant)
    {
        using var file = EngineFile.OpenReadOnly(dormant.Folder);
        var historyBytes = (int)(double)DatabaseFile.Scalar(file, "SELECT avg(bytes) FROM (SELECT sum(length(data)) bytes FROM history h JOIN instances i ON i.iid = h.iid WHERE i.name = 'Dormant' GROUP BY h.iid LIMIT 100)")!;
        return await Child.RunAsync<Growth>(bench, "raw-grow", bench.NewFolder(), dormant.Orders, historyBytes);
    }
}
