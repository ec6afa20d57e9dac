using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Stock;

/// <summary>
/// Gives free stock to waiting orders: by priority, then by age; all or nothing, unless an order is to be split. An order that
/// cannot be completed holds nothing, so a younger one may take what it wants of; but each time counts, and after
/// <c>maxOvertakes</c> the older one is protected: it goes first, and what it wants is kept from all others.
/// </summary>
public static class StockAllocator
{
    /// <param name="free">On hand and not held, per sku; a sku not named has none.</param>
    /// <param name="waiting">In any order; several demands of one order are a bug.</param>
    public static AllocationResult Allocate(IReadOnlyDictionary<string, int> free, IReadOnlyList<WaitingDemand> waiting, int maxOvertakes)
    {
        var left = free.ToDictionary(f => f.Key, f => f.Value);
        var kept = new Dictionary<string, int>();
        var given = new List<Allocation>();
        var passed = new List<WaitingDemand>();
        var overtakes = new Dictionary<string, int>();

        foreach (var demand in Sequence(waiting, maxOvertakes))
        {
            var wanted = StockDemands.Sum(demand.Wanted);
            var lines = Take(demand.Mode, wanted, sku => left.GetValueOrDefault(sku) - kept.GetValueOrDefault(sku));
            foreach (var line in lines) left[line.Sku] -= line.Quantity;
            var complete = StockDemands.Same(lines, wanted);
            if (lines.Count > 0) given.Add(new(demand.OrderId, demand.Version, lines, complete));
            if (complete) continue;

            var rest = demand with { Wanted = StockDemands.Minus(wanted, lines) };
            passed.Add(rest);
            if (demand.Overtaken >= maxOvertakes) Keep(kept, rest.Wanted);
        }

        CountOvertakes(waiting, given, passed, free, overtakes);
        return new(given, [.. passed.Select(d => new Shortage(d.OrderId, d.Version, Missing(d, left)))], overtakes, left);
    }

    private static IEnumerable<WaitingDemand> Sequence(IReadOnlyList<WaitingDemand> waiting, int maxOvertakes) => waiting
        .OrderByDescending(d => d.Overtaken >= maxOvertakes)
        .ThenByDescending(d => d.Priority)
        .ThenBy(d => d.PlacedAt)
        .ThenBy(d => d.OrderId, StringComparer.Ordinal);

    private static IReadOnlyList<StockLine> Take(DemandMode mode, IReadOnlyList<StockLine> wanted, Func<string, int> available) => mode switch
    {
        DemandMode.AllOrNothing => wanted.All(l => l.Quantity <= available(l.Sku)) ? wanted : [],
        DemandMode.Split => [.. wanted.Select(l => l with { Quantity = Math.Min(l.Quantity, available(l.Sku)) }).Where(l => l.Quantity > 0)],
        _ => throw new InvalidOperationException($"Unknown demand mode {mode}."),
    };

    private static void Keep(Dictionary<string, int> kept, IReadOnlyList<StockLine> wanted)
    {
        foreach (var line in wanted) kept[line.Sku] = kept.GetValueOrDefault(line.Sku) + line.Quantity;
    }

    /// <summary>A younger order overtakes when it takes of what an older one goes on waiting for, and leaves less than that one wants.</summary>
    private static void CountOvertakes(
        IReadOnlyList<WaitingDemand> waiting, List<Allocation> given, List<WaitingDemand> passed, IReadOnlyDictionary<string, int> free, Dictionary<string, int> overtakes)
    {
        var placed = waiting.ToDictionary(d => d.OrderId);
        var left = free.ToDictionary(f => f.Key, f => f.Value);
        foreach (var allocation in given)
        {
            foreach (var line in allocation.Lines) left[line.Sku] -= line.Quantity;
            foreach (var older in passed.Where(p => IsOlder(p, placed[allocation.OrderId])))
            {
                var took = older.Wanted.Any(w => StockDemands.QuantityOf(allocation.Lines, w.Sku) > 0 && left.GetValueOrDefault(w.Sku) < w.Quantity);
                if (took) overtakes[older.OrderId] = overtakes.GetValueOrDefault(older.OrderId) + 1;
            }
        }
    }

    private static bool IsOlder(WaitingDemand a, WaitingDemand b) =>
        a.PlacedAt < b.PlacedAt || (a.PlacedAt == b.PlacedAt && string.CompareOrdinal(a.OrderId, b.OrderId) < 0);

    private static IReadOnlyList<StockLine> Missing(WaitingDemand demand, Dictionary<string, int> left) =>
        [.. demand.Wanted.Select(l => l with { Quantity = l.Quantity - Math.Max(0, left.GetValueOrDefault(l.Sku)) }).Where(l => l.Quantity > 0)];
}
