using Fulfilment.Bench.Children;
using Fulfilment.Bench.Engine;

namespace Fulfilment.Bench.Figures;

/// <summary>A file with many open orders, each waiting with timers far ahead, that several figures stand on.</summary>
/// <param name="First">What the process that placed them had to say.</param>
internal sealed record Dormant(string Folder, int Orders, Growth First)
{
    public const string Share = "dormant";

    public int Timers => Orders * Workloads.DormantTimers;

    public static Task<Dormant> GetAsync(BenchRun bench) => bench.SharedAsync(Share, async folder =>
    {
        var orders = bench.Size(100_000, 3_000);
        return new Dormant(folder, orders, await GrowAsync(bench, folder, orders));
    });

    public static Task<Growth> GrowAsync(BenchRun bench, string folder, int orders)
    {
        bench.Say($"  growing to {orders:N0} open orders with {orders * Workloads.DormantTimers:N0} timers");
        return Child.RunAsync<Growth>(bench, "grow", folder, orders);
    }
}
