using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>What an order wants from stock, and how urgently.</summary>
public static class StockDemands
{
    /// <summary>Priority steps for goods wished within so many days of placing.</summary>
    private const int SoonDays = 3;

    /// <summary>Per sku, in sku order; only what goes into a parcel.</summary>
    public static IReadOnlyList<StockLine> Of(OrderContent content) => Sum(
        content.Lines.Where(l => l is { RequiresShipping: true, Quantity: > 0 }).Select(l => new StockLine(l.Sku, l.Quantity)));

    public static IReadOnlyList<StockLine> Sum(IEnumerable<StockLine> lines) =>
        [.. lines.GroupBy(l => l.Sku).Select(g => new StockLine(g.Key, g.Sum(l => l.Quantity))).Where(l => l.Quantity > 0).OrderBy(l => l.Sku, StringComparer.Ordinal)];

    /// <summary>What of <paramref name="all"/> is not in <paramref name="part"/>.</summary>
    public static IReadOnlyList<StockLine> Minus(IReadOnlyList<StockLine> all, IReadOnlyList<StockLine> part) =>
        [.. all.Select(l => l with { Quantity = l.Quantity - QuantityOf(part, l.Sku) }).Where(l => l.Quantity > 0)];

    public static int QuantityOf(IReadOnlyList<StockLine> lines, string sku) => lines.Where(l => l.Sku == sku).Sum(l => l.Quantity);

    /// <summary>No sku is wanted more than before.</summary>
    public static bool IsWithin(IReadOnlyList<StockLine> lines, IReadOnlyList<StockLine> held) => lines.All(l => l.Quantity <= QuantityOf(held, l.Sku));

    public static bool Same(IReadOnlyList<StockLine> a, IReadOnlyList<StockLine> b) => a.Count == b.Count && IsWithin(a, b) && IsWithin(b, a);

    public static StockDemand Demand(OrderData order, int version, IReadOnlyList<StockLine> lines, DemandMode mode) =>
        new(order.Id, order.Store.Id, version, lines, Priority(order.Content, order.Policy, order.Snapshot.PlacedAt), order.Snapshot.PlacedAt, mode);

    /// <summary>The shipping service's, and one more for goods wished soon.</summary>
    public static int Priority(OrderContent content, ReleasePolicy policy, DateTimeOffset placedAt)
    {
        var service = GraceRules.ServiceOf(content, policy)?.Priority ?? 0;
        var soon = content.WishedDate is { } wished && wished <= DateOnly.FromDateTime(placedAt.UtcDateTime).AddDays(SoonDays);
        return soon ? service + 1 : service;
    }
}
