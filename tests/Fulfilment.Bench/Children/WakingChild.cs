using System.Diagnostics;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Children;

/// <summary>Opens what others left, and wakes orders that nothing in memory knows of.</summary>
internal static class WakingChild
{
    public static async Task<WakeResult> RunAsync(string folder, int samples)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(folder, $"scratch-{Environment.ProcessId}"));
        try
        {
            await WarmUpAsync(scratch.CreateSubdirectory("warm").FullName);
            var before = GrowingChild.Resident();
            await using var engine = await BenchEngine.StartAsync(folder);
            await engine.IdleAsync();
            var opened = (GrowingChild.Resident() - before) / 1e6;
            using var raw = new RawDatabase(scratch.CreateSubdirectory("raw").FullName);
            var (wakes, commits) = await MeasureAsync(engine, raw, samples);
            return new(Stat.Median(wakes), Stat.Percentile(wakes, 0.99), Stat.Percentile(commits, 0.99), opened, Proc.PeakMb());
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static async Task<(List<double> Wakes, List<double> Commits)> MeasureAsync(BenchEngine engine, RawDatabase raw, int samples)
    {
        var data = new byte[400];
        var orders = (int)engine.Number("SELECT count(*) FROM instances WHERE name = 'Dormant'");
        var (wakes, commits) = (new List<double>(), new List<double>());
        Probe.Prepare(samples);
        for (var i = 0; i < samples; i++)
        {
            commits.Add(raw.Commit(data));
            // No order twice: steps of a prime over the whole range.
            var order = (int)((i + 1) * 7919L % orders);
            var begun = Probe.Expect(i);
            var raised = Stopwatch.GetTimestamp();
            await engine.Client.RaiseEventAsync(GrowingChild.IdOf(order), Workloads.Event, i);
            await begun;
            wakes.Add(Stat.Milliseconds(raised, Probe.Timestamp(i)));
            await engine.IdleAsync();
        }

        return (wakes, commits);
    }

    /// <summary>The code is compiled before anything is measured; the data stays cold.</summary>
    private static async Task WarmUpAsync(string folder)
    {
        await using var engine = await BenchEngine.StartAsync(folder);
        Probe.Prepare(200);
        for (var i = 0; i < 200; i++) await engine.Client.ScheduleNewAsync("Dormant", Workloads.Payload, new($"w{i}"));
        for (var i = 0; i < 200; i++) await engine.Client.RaiseEventAsync($"w{i}", Workloads.Event, i);
        await engine.IdleAsync();
    }
}
