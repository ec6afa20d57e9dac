using System.Diagnostics;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Figures;

/// <summary>B5: the same while orchestrations come at half the saturated rate.</summary>
internal sealed class LoadedLatency : IMeasurement
{
    private const double Fallback = 1_000;

    public IReadOnlyList<string> Ids => ["B5"];

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun bench)
    {
        var rate = (bench.SaturatedRate ?? Fallback) / 2;
        var seconds = bench.Size(10, 2);
        var (p99, p50, raw) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < bench.Runs; run++)
        {
            raw.Add(RawPercentile(bench));
            var samples = await OnceAsync(bench, rate, seconds);
            p99.Add(Stat.Percentile(samples, 0.99));
            p50.Add(Stat.Median(samples));
        }

        return
        [
            new("B5", $"event to the next activity begun at {rate:N0} orchestrations/s, p99", "ms", p99, new Goal(50, AtMost: true), $"raw commit p99, idle: {Report.Number(Stat.Median(raw))} ms"),
            new("B5.p50", "the same, p50", "ms", p50),
        ];
    }

    private static async Task<IReadOnlyList<double>> OnceAsync(BenchRun bench, double rate, int seconds)
    {
        await using var engine = await BenchEngine.StartAsync(bench.NewFolder());
        var probes = seconds * 100;
        Probe.Prepare(probes);
        for (var i = 0; i < probes; i++) await engine.Client.ScheduleNewAsync("Ping", null, new($"p{i}"));
        using var done = new CancellationTokenSource();
        var load = LoadAsync(engine, rate, done.Token);
        var raised = new long[probes];
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < probes; i++)
        {
            await UntilAsync(clock, TimeSpan.FromMilliseconds(10 * i));
            _ = Probe.Expect(i);
            raised[i] = Stopwatch.GetTimestamp();
            await engine.Client.RaiseEventAsync($"p{i}", Workloads.Event, i);
        }

        await done.CancelAsync();
        await load;
        await engine.IdleAsync();
        // The first second warms up.
        return [.. Enumerable.Range(100, probes - 100).Select(i => Stat.Milliseconds(raised[i], Probe.Timestamp(i)))];
    }

    /// <summary>Open loop: what is due is begun, however long the earlier ones take.</summary>
    private static async Task LoadAsync(BenchEngine engine, double rate, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var begun = new List<Task>();
        while (!cancellationToken.IsCancellationRequested)
        {
            while (begun.Count < clock.Elapsed.TotalSeconds * rate) begun.Add(OneAsync(engine, begun.Count));
            await Task.Delay(2, CancellationToken.None);
        }

        await Task.WhenAll(begun);
    }

    private static async Task OneAsync(BenchEngine engine, int number)
    {
        var id = await engine.Client.ScheduleNewAsync("Three", Workloads.Payload, new($"l{number}"));
        await engine.Client.RaiseEventAsync(id, Workloads.Event, Workloads.Payload);
    }

    private static async Task UntilAsync(Stopwatch clock, TimeSpan at)
    {
        var left = at - clock.Elapsed;
        if (left > TimeSpan.Zero) await Task.Delay(left);
    }

    private static double RawPercentile(BenchRun bench)
    {
        using var raw = new RawDatabase(bench.NewFolder());
        var data = new byte[400];
        return Stat.Percentile([.. Enumerable.Range(0, 300).Select(_ => raw.CommitOne(data))], 0.99);
    }
}
