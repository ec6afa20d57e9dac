using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Figures;

/// <summary>In the order in which they are taken.</summary>
internal static class AllFigures
{
    public static IReadOnlyList<IMeasurement> List =>
        [new Throughput(), new Chain(), new WholeOrder(), new Latency(), new LoadedLatency(), new DormantOrders(), new Storage(), new Purging(), new Webhooks(), new ReplayOfOrders()];
}
