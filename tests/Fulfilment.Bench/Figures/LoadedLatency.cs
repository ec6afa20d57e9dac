using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Figures;

/// <summary>B5: the same while orchestrations come at half the saturated rate. Both the load and the probes are open loops.</summary>
internal sealed class LoadedLatency : IMeasurement
{
    private const int ProbesPerSecond = 200;

    /// <param name="Milliseconds">From when each event was due.</param>
    private sealed record Run(IReadOnlyList<double> Milliseconds, Sent Load, Sent Probes, double RawP99);

    public IReadOnlyList<string> Ids => ["B5"];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var rate = await Throughput.SaturatedRateAsync(bench) / 2;
        var seconds = bench.Size(6, 2);
        var runs = new List<Run>();
        for (var run = 0; run < bench.Runs; run++)
        {
            var raw = Stat.Percentile(RawDatabase.Commits(bench.NewFolder(), 300), 0.99);
            runs.Add(await OnceAsync(bench, rate, seconds, raw));
            bench.Say($"  run {run + 1} of {bench.Runs}");
        }

        var load = $"load achieved {Stat.Text(runs, run => run.Load.Achieved)}/s; {Stat.Text(runs, run => run.Probes.Late)} of {seconds * ProbesPerSecond:N0} events and "
            + $"{Stat.Text(runs, run => run.Load.Late)} of {rate * seconds:N0} starts were sent over 5 ms late, which counts";
        yield return new("B5", $"event due to the next activity begun at {rate:N0} orchestrations/s (half of what saturates), p99", "ms", [.. runs.Select(run => Stat.Percentile(run.Milliseconds, 0.99))],
            $"raw commit p99 without load: {Stat.Text(runs, run => run.RawP99)} ms; {load}", new Goal(50, AtMost: true));
        yield return new("B5.p50", "the same, p50", "ms", [.. runs.Select(run => Stat.Median(run.Milliseconds))], "as above");
    }

    private static async Task<Run> OnceAsync(BenchRun bench, double rate, int seconds, double raw)
    {
        await using var engine = await BenchEngine.StartAsync(bench.NewFolder());
        var probes = seconds * ProbesPerSecond;
        Probe.Prepare(probes);
        for (var i = 0; i < probes; i++) await engine.Client.ScheduleNewAsync("Ping", null, new($"p{i}"));
        var begun = Enumerable.Range(0, probes).Select(Probe.Expect).ToList();
        var load = OpenLoop.RunAsync(rate, (int)(rate * seconds), number => OneAsync(engine, number));
        var sent = await OpenLoop.RunAsync(ProbesPerSecond, probes, number => engine.Client.RaiseEventAsync($"p{number}", Workloads.Event, number));
        await Task.WhenAll(begun);
        var background = await load;
        await engine.IdleAsync();
        // The first second warms up.
        return new([.. Enumerable.Range(ProbesPerSecond, probes - ProbesPerSecond).Select(i => Stat.Milliseconds(sent.Due[i], Probe.Timestamp(i)))], background, sent, raw);
    }

    private static async Task OneAsync(BenchEngine engine, int number)
    {
        var id = await engine.Client.ScheduleNewAsync("Three", Workloads.Payload, new($"l{number}"));
        await engine.Client.RaiseEventAsync(id, Workloads.Event, Workloads.Payload);
    }
}
