using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Figures;

/// <summary>In the order in which they are taken.</summary>
internal static class AllFigures
{
    public static IReadOnlyList<IMeasurement> List { get; } =
    [
        new Throughput(), new Chain(), new WholeOrder(), new Latency(), new LoadedLatency(), new Timers(), new Memory(), new Restarts(), new Storage(), new Webhooks(), new Purging(),
        new Sizes(), new ReplayOfOrders(), new JsonOfAnOrder(),
    ];
}
