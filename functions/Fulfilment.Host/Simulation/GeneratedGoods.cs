using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Simulation;

/// <summary>A stock that is not quite enough: part is there at the start, the rest comes in loads, scarce goods all late.</summary>
internal static class GeneratedGoods
{
    private const int LoadEveryDays = 3;

    public static IReadOnlyList<GoodsArrival> For(IReadOnlyList<SimulatedOrder> orders, int days) =>
    [
        .. orders.SelectMany(order => order.Snapshot.Lines).GroupBy(line => line.Sku).OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => Of(DemoWorld.BySku[group.Key], group.Sum(line => line.Quantity), days)),
    ];

    /// <summary>A tenth more than was ordered, so that edits for more can be met in the end.</summary>
    private static IEnumerable<GoodsArrival> Of(Product product, int ordered, int days)
    {
        var all = ordered + Math.Max(1, ordered / 10);
        var first = product.Scarce ? 0 : all * 7 / 10;
        if (first > 0) yield return new(DemoWorld.Start.AddDays(-1), DemoWorld.Shop, product.Sku, first);
        var loads = Math.Max(1, days / LoadEveryDays);
        for (var load = 1; load <= loads; load++)
        {
            var quantity = (all - first) * load / loads - (all - first) * (load - 1) / loads;
            if (quantity > 0) yield return new(DemoWorld.Start.AddDays(load * LoadEveryDays).AddHours(2), DemoWorld.Shop, product.Sku, quantity);
        }
    }
}
