using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Stock;

/// <summary>One pass over the queue. It is cut short when an order becomes protected, since that changes the queue.</summary>
/// <param name="Given">In the order of giving, with the orders that were overtaken by it.</param>
internal sealed record AllocationRound(IReadOnlyList<(Allocation Allocation, IReadOnlyCollection<string> Overtaken)> Given, bool WasCut)
{
    public static AllocationRound Run(IReadOnlyDictionary<string, int> free, IReadOnlyList<WaitingDemand> waiting, int maxOvertakes)
    {
        var given = new List<Allocation>();
        var passed = Serve(free, waiting, maxOvertakes, given);
        var left = free.ToDictionary(f => f.Key, f => f.Value);
        var counts = passed.ToDictionary(d => d.OrderId, d => d.Overtaken);
        var placed = waiting.ToDictionary(d => d.OrderId);
        var counted = new List<(Allocation, IReadOnlyCollection<string>)>();
        foreach (var allocation in given)
        {
            foreach (var line in allocation.Lines) left[line.Sku] -= line.Quantity;
            var overtaken = passed.Where(p => IsOlder(p, placed[allocation.OrderId]) && Lost(p, allocation, left)).Select(p => p.OrderId).ToList();
            counted.Add((allocation, overtaken));
            foreach (var orderId in overtaken) counts[orderId]++;
            if (overtaken.Any(orderId => counts[orderId] == maxOvertakes)) return new(counted, WasCut: true);
        }

        return new(counted, WasCut: false);
    }

    /// <returns>Who still waits, with what each still wants.</returns>
    private static List<WaitingDemand> Serve(IReadOnlyDictionary<string, int> free, IReadOnlyList<WaitingDemand> waiting, int maxOvertakes, List<Allocation> given)
    {
        var left = free.ToDictionary(f => f.Key, f => f.Value);
        var kept = new Dictionary<string, int>();
        var passed = new List<WaitingDemand>();
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

        return passed;
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
    private static bool Lost(WaitingDemand older, Allocation allocation, Dictionary<string, int> left) =>
        older.Wanted.Any(w => StockDemands.QuantityOf(allocation.Lines, w.Sku) > 0 && left.GetValueOrDefault(w.Sku) < w.Quantity);

    private static bool IsOlder(WaitingDemand a, WaitingDemand b) =>
        a.PlacedAt < b.PlacedAt || (a.PlacedAt == b.PlacedAt && string.CompareOrdinal(a.OrderId, b.OrderId) < 0);
}
