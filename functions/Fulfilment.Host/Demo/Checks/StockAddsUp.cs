using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>On hand = what came in − what left; allocated = what orders hold; never below zero.</summary>
internal static class StockAddsUp
{
    public static IEnumerable<string> Check(Evidence evidence, Chronicle sent)
    {
        var arrived = sent.Arrivals.GroupBy(a => (a.Store, a.Sku)).ToDictionary(g => g.Key, g => g.Sum(a => a.Quantity));
        var left = Left(evidence).GroupBy(l => (l.Store, l.Sku)).ToDictionary(g => g.Key, g => g.Sum(l => l.Quantity));
        var held = evidence.Holdings.GroupBy(h => (h.Store, h.Holding.Sku)).ToDictionary(g => g.Key, g => g.Sum(h => h.Holding.Allocated));
        foreach (var key in arrived.Keys.Union(left.Keys).Union(held.Keys).Union(evidence.Stock.Keys).Order())
        {
            var what = $"{key.Sku} in {key.Store}";
            if (!evidence.Stock.TryGetValue(key, out var level))
            {
                yield return $"{what} moved and has no stock record";
                continue;
            }

            var expected = arrived.GetValueOrDefault(key) - left.GetValueOrDefault(key);
            if (level.OnHand != expected) yield return $"{what}: {level.OnHand} on hand, but {arrived.GetValueOrDefault(key)} came in and {left.GetValueOrDefault(key)} left";
            if (level.Allocated != held.GetValueOrDefault(key)) yield return $"{what}: {level.Allocated} allocated, but orders hold {held.GetValueOrDefault(key)}";
            if (level.OnHand < 0 || level.Allocated < 0 || level.Allocated > level.OnHand) yield return $"{what}: {level.Allocated} allocated of {level.OnHand} on hand";
        }

        foreach (var (_, holding) in evidence.Holdings.Where(h => evidence.Orders.GetValueOrDefault(h.Holding.OrderId) is { IsTerminal: true }))
            yield return $"{holding.OrderId} is finished and still holds or wants {holding.Sku}";
    }

    private static IEnumerable<(string Store, string Sku, int Quantity)> Left(Evidence evidence) =>
        from order in evidence.Orders.Values
        from shipment in order.Shipments
        where shipment.Status is OrderStatus.Sent or OrderStatus.Delivered
        from line in shipment.Lines
        select (order.Store, line.Sku, line.Quantity);
}
