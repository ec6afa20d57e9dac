using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Figures;

/// <summary>B2 and B3: whole orders, against SQLite writing the same rows.</summary>
internal sealed class WholeOrder : IMeasurement
{
    private sealed record Run(Load Load, RawRun Raw64, RawRun Raw1, RawRun Raw512, RawRun RawOwn)
    {
        public double Checkpoints => Load.PerSecond * Workloads.OrderCheckpoints;

        public double PerCommit => (double)Load.Count * Workloads.OrderCheckpoints / Load.Commits;

        public double Syncs => (double)Load.Syncs / Load.Count;

        public double CpuMs => Load.Cpu.TotalMilliseconds / Load.Count;
    }

    public IReadOnlyList<string> Ids => ["B2", "B3"];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var (orders, rows) = await SeriesAsync(bench, "Order");
        yield return new("B2", "whole order (8 activities, 4 events, 3 timers), saturated: checkpoints/s ÷ raw SQLite writing the same rows and bytes in the same order, 64 checkpoints a commit", "ratio",
            Ratios(orders), $"{RawText(orders)}; an order is {rows}", new Goal(0.35, Reach: 0.5));
        yield return new("B2.own", "the same ÷ raw SQLite with as many checkpoints a commit as the engine itself made", "ratio", [.. orders.Select(run => run.Checkpoints / run.RawOwn.PerSecond)],
            $"{Stat.Text(orders, run => run.PerCommit)} checkpoints a commit: raw {Stat.Text(orders, run => run.RawOwn.PerSecond)} checkpoints/s");
        yield return new("B2.rate", "the same, orders a second", "orders/s", [.. orders.Select(run => run.Load.PerSecond)], $"raw at 64: {Stat.Text(orders, run => run.Raw64.PerSecond / Workloads.OrderCheckpoints)} orders/s");
        yield return new("B3", "syncs an order, saturated (counted: log, checkpoints, file)", "syncs", [.. orders.Select(run => run.Syncs)],
            $"raw at 64: {Stat.Text(orders, run => PerOrder(run.Raw64, run.Raw64.Syncs))}; the engine makes {Stat.Text(orders, run => (double)run.Load.Commits / run.Load.Count)} commits an order", new Goal(0.5, AtMost: true));
        yield return new("B3.idle", "syncs an order, one order at a time", "syncs", await IdleAsync(bench), $"raw, one commit a checkpoint: {Stat.Text(orders, run => PerOrder(run.Raw1, run.Raw1.Syncs))}", new Goal(20, AtMost: true));
        yield return new("B3.cpu", "CPU an order, saturated, callers included", "ms", [.. orders.Select(run => run.CpuMs)],
            $"raw at 64: {Stat.Text(orders, run => PerOrder(run.Raw64, run.Raw64.Cpu.TotalMilliseconds))} ms", new Goal(2.5, AtMost: true));

        var (local, localRows) = await SeriesAsync(bench, "LocalOrder");
        yield return new("B2.local", "the whole order with local activities, as an order's publications are: checkpoints/s ÷ raw SQLite", "ratio", Ratios(local), $"{RawText(local)}; an order is {localRows}");
        yield return new("B2.local-rate", "the same, orders a second", "orders/s", [.. local.Select(run => run.Load.PerSecond)], $"raw at 64: {Stat.Text(local, run => run.Raw64.PerSecond / Workloads.OrderCheckpoints)} orders/s");
    }

    private static async Task<(IReadOnlyList<Run> Runs, string Rows)> SeriesAsync(BenchRun bench, string orchestrator)
    {
        var count = bench.Size(4_000, 400);
        await OnceAsync(bench, orchestrator, count / 4);
        var recording = await Recording.OfAsync(bench.NewFolder(), orchestrator, count, Workloads.OrderEvents, Workloads.OrderCheckpoints);
        var runs = new List<Run>();
        for (var run = 0; run < bench.Runs; run++)
        {
            var load = await OnceAsync(bench, orchestrator, count);
            var raw64 = RawReplay.Run(bench.NewFolder(), recording, 64);
            var raw1 = RawReplay.RunPart(bench.NewFolder(), recording, bench.Size(1_000, 200), 1);
            var raw512 = RawReplay.Run(bench.NewFolder(), recording, 512);
            var own = RawReplay.Run(bench.NewFolder(), recording, (int)Math.Max(1, count * (long)Workloads.OrderCheckpoints / load.Commits));
            runs.Add(new(load, raw64, raw1, raw512, own));
        }

        bench.Say($"  {orchestrator}: {runs.Count} runs beside raw SQLite");
        return (runs, recording.Summary());
    }

    private static async Task<Load> OnceAsync(BenchRun bench, string orchestrator, int count)
    {
        await using var engine = await BenchEngine.StartAsync(bench.NewFolder());
        return await Saturation.RunAsync(engine, orchestrator, count, Workloads.OrderEvents);
    }

    /// <summary>One order after the other, each event after the engine has come to rest.</summary>
    private static async Task<IReadOnlyList<double>> IdleAsync(BenchRun bench)
    {
        var count = bench.Size(50, 10);
        var syncs = new List<double>();
        for (var run = 0; run < bench.Runs; run++)
        {
            await using var engine = await BenchEngine.StartAsync(bench.NewFolder());
            var before = SyncCounter.Count;
            for (var i = 0; i < count; i++) await OneAsync(engine, i);
            syncs.Add((double)(SyncCounter.Count - before) / count);
        }

        return syncs;
    }

    private static async Task OneAsync(BenchEngine engine, int number)
    {
        var id = await engine.Client.ScheduleNewAsync("Order", Workloads.Payload, new($"idle{number}"));
        for (var e = 0; e < Workloads.OrderEvents; e++)
        {
            await engine.IdleAsync();
            await engine.Client.RaiseEventAsync(id, Workloads.Event, Workloads.Payload);
        }

        await engine.Client.WaitForCompletionAsync(id);
    }

    private static double PerOrder(RawRun raw, double number) => number * Workloads.OrderCheckpoints / raw.Checkpoints;

    private static IReadOnlyList<double> Ratios(IReadOnlyList<Run> runs) => [.. runs.Select(run => run.Checkpoints / run.Raw64.PerSecond)];

    private static string RawText(IReadOnlyList<Run> runs) =>
        $"{Stat.Text(runs, run => run.Checkpoints)} checkpoints/s; raw {Stat.Text(runs, run => run.Raw1.PerSecond)} at 1, {Stat.Text(runs, run => run.Raw64.PerSecond)} at 64, {Stat.Text(runs, run => run.Raw512.PerSecond)} at 512 a commit";
}
