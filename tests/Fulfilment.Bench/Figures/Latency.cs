using System.Diagnostics;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Figures;

/// <summary>B4: from raising an event to the beginning of the activity it leads to, on an idle engine.</summary>
internal sealed class Latency : IMeasurement
{
    public IReadOnlyList<string> Ids => ["B4"];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var samples = bench.Size(500, 100);
        var medians = new List<double>();
        var raws = new List<double>();
        var excess = new List<double>();
        await OnceAsync(bench, 50);
        for (var run = 0; run < bench.Runs; run++)
        {
            var (event50, raw50) = await OnceAsync(bench, samples);
            medians.Add(event50);
            raws.Add(raw50);
            excess.Add(event50 - ((2 * raw50) + 1));
        }

        var raw = $"raw commit p50 {Stat.Text(raws, milliseconds => milliseconds)} ms, in turn with the events; goal: twice that and 1 ms";
        yield return new("B4", "event to the next activity begun, idle, p50", "ms", medians, raw, new Goal(Math.Round((2 * Stat.Median(raws)) + 1, 2), AtMost: true));
        yield return new("B4.over", "what is over twice the raw commit of the same run and 1 ms", "ms", excess, "it is in the figure", new Goal(0, AtMost: true));
    }

    /// <summary>A raw commit and an event in turn, so that both meet the same disk.</summary>
    private static async Task<(double Event, double Raw)> OnceAsync(BenchRun bench, int samples)
    {
        await using var engine = await BenchEngine.StartAsync(bench.NewFolder());
        using var raw = new RawDatabase(bench.NewFolder());
        var data = new byte[400];
        Probe.Prepare(samples);
        for (var i = 0; i < samples; i++) await engine.Client.ScheduleNewAsync("Ping", null, new($"p{i}"));
        await engine.IdleAsync();
        var (events, commits) = (new List<double>(), new List<double>());
        for (var i = 0; i < samples; i++)
        {
            commits.Add(raw.Commit(data));
            var begun = Probe.Expect(i);
            var raised = Stopwatch.GetTimestamp();
            await engine.Client.RaiseEventAsync($"p{i}", Workloads.Event, i);
            await begun;
            events.Add(Stat.Milliseconds(raised, Probe.Timestamp(i)));
            await engine.IdleAsync();
        }

        return (Stat.Median(events), Stat.Median(commits));
    }
}
