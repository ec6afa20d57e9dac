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
        var given = new List<Allocation>();
        var overtakes = new Dictionary<string, int>();
        while (true)
        {
            var round = AllocationRound.Run(left, waiting, maxOvertakes);
            foreach (var (allocation, overtaken) in round.Given)
            {
                given.Add(allocation);
                foreach (var line in allocation.Lines) left[line.Sku] -= line.Quantity;
                foreach (var orderId in overtaken) overtakes[orderId] = overtakes.GetValueOrDefault(orderId) + 1;
                waiting = [.. waiting.Select(d => After(d, allocation, overtaken)).OfType<WaitingDemand>()];
            }

            if (!round.WasCut) return new(Merged(given), [.. waiting.Select(d => new Shortage(d.OrderId, d.Version, Missing(d, left)))], overtakes, left);
        }
    }

    /// <summary>Null when it waits no more.</summary>
    private static WaitingDemand? After(WaitingDemand demand, Allocation allocation, IReadOnlyCollection<string> overtaken)
    {
        if (demand.OrderId != allocation.OrderId) return overtaken.Contains(demand.OrderId) ? demand with { Overtaken = demand.Overtaken + 1 } : demand;
        return allocation.Complete ? null : demand with { Wanted = StockDemands.Minus(StockDemands.Sum(demand.Wanted), allocation.Lines) };
    }

    /// <summary>What a split order got in several rounds is one allocation.</summary>
    private static IReadOnlyList<Allocation> Merged(List<Allocation> given) =>
        [.. given.GroupBy(g => g.OrderId).Select(g => g.First() with { Lines = StockDemands.Sum(g.SelectMany(a => a.Lines)), Complete = g.Any(a => a.Complete) })];

    private static IReadOnlyList<StockLine> Missing(WaitingDemand demand, Dictionary<string, int> left) =>
        [.. StockDemands.Sum(demand.Wanted).Select(l => l with { Quantity = l.Quantity - Math.Max(0, left.GetValueOrDefault(l.Sku)) }).Where(l => l.Quantity > 0)];
}
