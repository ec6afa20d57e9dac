using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Figures;

/// <summary>B2 and B3: whole orders, against SQLite writing the same rows.</summary>
internal sealed class WholeOrder : IMeasurement
{
    private sealed record Run(Load Load, double Raw64, double Raw1, double Raw512)
    {
        public double Checkpoints => Load.PerSecond * Workloads.OrderCheckpoints;
    }

    public IReadOnlyList<string> Ids => ["B2", "B3"];

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun bench)
    {
        var ordinary = await SeriesAsync(bench, "Order", storedTasks: 8);
        var local = await SeriesAsync(bench, "LocalOrder", storedTasks: 0);
        var idle = new List<double>();
        for (var run = 0; run < bench.Runs; run++) idle.Add(await IdleAsync(bench));
        return
        [
            new("B2", "whole order (8 activities, 4 events, 3 timers), saturated: checkpoints/s ÷ raw SQLite, 64 a commit", "ratio", Ratios(ordinary), new Goal(0.35, Reach: 0.5), RawText(ordinary)),
            new("B2.rate", "the same, orders a second", "orders/s", [.. ordinary.Select(run => run.Load.PerSecond)]),
            new("B2.local", "the same with local activities, as an order's publications are: ÷ raw SQLite", "ratio", Ratios(local), null, RawText(local)),
            new("B2.local-rate", "the same, orders a second", "orders/s", [.. local.Select(run => run.Load.PerSecond)]),
            new("B3", "commits (one sync each) an order, saturated", "syncs", [.. ordinary.Select(run => (double)run.Load.Commits / run.Load.Count)], new Goal(0.5, AtMost: true)),
            new("B3.idle", "commits (one sync each) an order, one order at a time", "syncs", idle, new Goal(20, AtMost: true)),
            new("B3.cpu", "CPU an order, saturated, callers included", "ms", [.. ordinary.Select(run => run.Load.Cpu.TotalMilliseconds / run.Load.Count)], new Goal(2.5, AtMost: true)),
        ];
    }

    private static async Task<IReadOnlyList<Run>> SeriesAsync(BenchRun bench, string orchestrator, int storedTasks)
    {
        var count = bench.Size(4_000, 400);
        await OnceAsync(bench, orchestrator, count / 4, storedTasks);
        var runs = new List<Run>();
        for (var run = 0; run < bench.Runs; run++) runs.Add(await OnceAsync(bench, orchestrator, count, storedTasks));
        return runs;
    }

    private static async Task<Run> OnceAsync(BenchRun bench, string orchestrator, int count, int storedTasks)
    {
        Load load;
        RowsOfAnOrder rows;
        await using (var engine = await BenchEngine.StartAsync(bench.NewFolder()))
        {
            load = await Saturation.RunAsync(engine, orchestrator, count, Workloads.OrderEvents);
            var history = (int)(engine.Number("SELECT count(*) FROM history") / count);
            var bytes = (int)(engine.Number("SELECT sum(length(data)) FROM history") / count / history);
            rows = new(Workloads.OrderCheckpoints, history, bytes, history, storedTasks, Timers: 3);
        }

        using var raw = new RawDatabase(bench.NewFolder());
        return new(load, raw.WriteOrders(count, rows, 64), raw.WriteOrders(bench.Size(50, 10), rows, 1), raw.WriteOrders(count, rows, 512));
    }

    /// <summary>One order after the other, each event after the engine has come to rest.</summary>
    private static async Task<double> IdleAsync(BenchRun bench)
    {
        var count = bench.Size(50, 10);
        await using var engine = await BenchEngine.StartAsync(bench.NewFolder());
        var before = engine.Commits();
        for (var i = 0; i < count; i++)
        {
            var id = await engine.Client.ScheduleNewAsync("Order", Workloads.Payload, new($"idle{i}"));
            for (var e = 0; e < Workloads.OrderEvents; e++)
            {
                await engine.IdleAsync();
                await engine.Client.RaiseEventAsync(id, Workloads.Event, Workloads.Payload);
            }

            await engine.UntilFinishedAsync("idle", i + 1);
        }

        return (double)(engine.Commits() - before) / count;
    }

    private static IReadOnlyList<double> Ratios(IReadOnlyList<Run> runs) => [.. runs.Select(run => run.Checkpoints / run.Raw64)];

    private static string RawText(IReadOnlyList<Run> runs) =>
        $"{Median(runs, run => run.Checkpoints)} checkpoints/s; raw {Median(runs, run => run.Raw1)} at 1, {Median(runs, run => run.Raw64)} at 64, {Median(runs, run => run.Raw512)} at 512 a commit";

    private static string Median(IReadOnlyList<Run> runs, Func<Run, double> value) => Report.Number(Stat.Median([.. runs.Select(value)]));
}
