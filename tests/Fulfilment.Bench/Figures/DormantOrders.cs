using Fulfilment.Bench.Children;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Figures;

/// <summary>B6, B7, B8 and the cost of size: many open orders, each waiting, with timers far ahead. In processes of their own.</summary>
internal sealed class DormantOrders : IMeasurement
{
    public IReadOnlyList<string> Ids => ["B6", "B7", "B8", "S"];

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun bench)
    {
        var orders = bench.Size(100_000, 3_000);
        var folder = bench.NewFolder();
        bench.Say($"growing to {orders:N0} open orders with {orders * Workloads.DormantTimers:N0} timers");
        var grown = await Child.RunAsync<Growth>("grow", folder, orders);
        var sizes = new List<SizeStep>();
        foreach (var small in new[] { orders / 100, orders / 10 }) sizes.Add(await SmallAsync(bench, small));
        sizes.Add(await Child.RunAsync<SizeStep>("beside", folder, orders));
        var timers = new List<TimerResult>();
        var wakes = new List<WakeResult>();
        var restarts = new List<RestartResult>();
        for (var run = 0; run < bench.Runs; run++)
        {
            timers.Add(await Child.RunAsync<TimerResult>("timers", folder, bench.Size(10, 2)));
            wakes.Add(await Child.RunAsync<WakeResult>("wake", folder, bench.Size(1_000, 200)));
            await Child.KillWhileBusyAsync("busy", folder, orders);
            restarts.Add(await Child.RunAsync<RestartResult>("restart", folder, orders));
        }

        return [.. Timers(timers, orders), .. Memory(grown, wakes, orders), .. Restarts(restarts, orders), .. sizes.SelectMany(Sizes)];
    }

    private static IEnumerable<Figure> Timers(IReadOnlyList<TimerResult> runs, int orders) =>
    [
        new("B6", $"{orders * Workloads.DormantTimers:N0} pending timers, 1,000 due a second: due to activity begun, p99", "ms", [.. runs.Select(run => run.P99)], new Goal(100, AtMost: true)),
        new("B6.early", "timers that fired early", "timers", [.. runs.Select(run => (double)run.Early)], new Goal(0, AtMost: true)),
    ];

    private static IEnumerable<Figure> Memory(Growth grown, IReadOnlyList<WakeResult> wakes, int orders) =>
    [
        new("B7", $"memory growth with {orders:N0} dormant orders placed in the process (resident)", "MB", [grown.GrowthMb], new Goal(50, AtMost: true), $"managed heap {Report.Number(grown.ManagedMb)} MB"),
        new("B7.opened", "the same, of a process that opened them", "MB", [.. wakes.Select(run => run.OpenMb)]),
        new("B7.wake", "cold wake: event to activity begun, p99", "ms", [.. wakes.Select(run => run.P99)], new Goal(20, AtMost: true), $"p50 {Report.Number(Stat.Median([.. wakes.Select(run => run.P50)]))} ms; raw commit p99 {Report.Number(Stat.Median([.. wakes.Select(run => run.RawP99)]))} ms"),
    ];

    private static IEnumerable<Figure> Restarts(IReadOnlyList<RestartResult> runs, int orders) =>
    [
        new("B8", $"kill -9 with {orders:N0} open orders: start of the process to first activity begun", "s", [.. runs.Select(run => run.Seconds)], new Goal(2, AtMost: true),
            $"of that opening and recovery {Report.Number(Stat.Median([.. runs.Select(run => run.OpenSeconds)]))} s"),
    ];

    private static IEnumerable<Figure> Sizes(SizeStep step) =>
    [
        new($"S.{step.Open}", $"CPU of a whole order beside {step.Open:N0} open ones", "ms", [step.CpuMs]),
        new($"S.{step.Open}-rate", "the same, orders a second, saturated", "orders/s", [step.PerSecond]),
    ];

    private static async Task<SizeStep> SmallAsync(BenchRun bench, int orders)
    {
        var folder = bench.NewFolder();
        await Child.RunAsync<Growth>("grow", folder, orders);
        return await Child.RunAsync<SizeStep>("beside", folder, orders);
    }
}
