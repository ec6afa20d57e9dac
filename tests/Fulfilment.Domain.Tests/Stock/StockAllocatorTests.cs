using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Stock;
using Fulfilment.Domain.Tests.Support;

namespace Fulfilment.Domain.Tests.Stock;

public sealed class StockAllocatorTests
{
    [Fact]
    public void Allocate_EnoughForAll_GivesToAll()
    {
        var result = StockAllocator.Allocate(Free(("A", 5)), [Wants("o1", 0, ("A", 2)), Wants("o2", 1, ("A", 3))], 3);

        Assert.Equal(["o1", "o2"], result.Given.Select(g => g.OrderId));
        Assert.All(result.Given, g => Assert.True(g.Complete));
        Assert.Equal(0, result.Free["A"]);
        Assert.Empty(result.Waiting);
    }

    [Fact]
    public void Allocate_OlderFirst_AtEqualPriority()
    {
        var result = StockAllocator.Allocate(Free(("A", 1)), [Wants("young", 9, ("A", 1)), Wants("old", 0, ("A", 1))], 3);

        Assert.Equal("old", Assert.Single(result.Given).OrderId);
        Assert.Equal([new StockLine("A", 1)], Assert.Single(result.Waiting).Missing);
    }

    [Fact]
    public void Allocate_HigherPriority_GoesFirst()
    {
        var result = StockAllocator.Allocate(Free(("A", 1)), [Wants("old", 0, ("A", 1)), Wants("express", 9, ("A", 1)) with { Priority = 10 }], 3);

        Assert.Equal("express", Assert.Single(result.Given).OrderId);
        Assert.Equal(1, result.Overtakes["old"]);
    }

    [Fact]
    public void Allocate_NotComplete_HoldsNothing()
    {
        var result = StockAllocator.Allocate(Free(("A", 1)), [Wants("o1", 0, ("A", 1), ("B", 1))], 3);

        Assert.Empty(result.Given);
        Assert.Equal(1, result.Free["A"]);
        Assert.Equal([new StockLine("B", 1)], Assert.Single(result.Waiting).Missing);
        Assert.Empty(result.Overtakes);
    }

    [Fact]
    public void Allocate_StockThatWouldNotCompleteTheOlder_LetsTheYoungerOvertakeAndCountsIt()
    {
        var result = StockAllocator.Allocate(Free(("A", 1)), [Wants("old", 0, ("A", 1), ("B", 1)), Wants("young", 1, ("A", 1))], 3);

        Assert.Equal("young", Assert.Single(result.Given).OrderId);
        Assert.Equal(1, result.Overtakes["old"]);
    }

    [Fact]
    public void Allocate_EnoughLeftForTheOlder_IsNoOvertake()
    {
        var result = StockAllocator.Allocate(Free(("A", 2)), [Wants("old", 0, ("A", 1), ("B", 1)), Wants("young", 1, ("A", 1))], 3);

        Assert.Equal("young", Assert.Single(result.Given).OrderId);
        Assert.Empty(result.Overtakes);
    }

    [Fact]
    public void Allocate_OvertakenOftenEnough_IsProtected()
    {
        var old = Wants("old", 0, ("A", 1), ("B", 1)) with { Overtaken = 3 };
        var kept = StockAllocator.Allocate(Free(("A", 1)), [old, Wants("young", 1, ("A", 1)) with { Priority = 99 }], 3);
        Assert.Empty(kept.Given);
        Assert.Equal(1, kept.Free["A"]);

        var surplus = StockAllocator.Allocate(Free(("A", 2)), [old, Wants("young", 1, ("A", 1))], 3);
        Assert.Equal("young", Assert.Single(surplus.Given).OrderId);
        Assert.Empty(surplus.Overtakes);

        var arrived = StockAllocator.Allocate(Free(("A", 1), ("B", 1)), [Wants("young", 1, ("A", 1)) with { Priority = 99 }, old], 3);
        Assert.Equal("old", Assert.Single(arrived.Given).OrderId);
    }

    [Fact]
    public void Allocate_ManyYoungerOrdersAtOnce_OvertakeNoMoreThanAllowed()
    {
        var younger = Enumerable.Range(1, 6).Select(n => Wants($"young{n}", n, ("A", 1)) with { Priority = n % 2 });
        var result = StockAllocator.Allocate(Free(("A", 6)), [Wants("old", 0, ("A", 9)), .. younger], 3);

        Assert.Equal(["young1", "young3", "young5"], result.Given.Select(g => g.OrderId));
        Assert.Equal(3, result.Overtakes["old"]);
        Assert.Equal(3, result.Free["A"]);
        Assert.Equal(4, result.Waiting.Count);
    }

    [Fact]
    public void Allocate_SplitDemand_TakesWhatIsThere()
    {
        var split = Wants("o1", 0, ("A", 3), ("B", 1)) with { Mode = DemandMode.Split };
        var result = StockAllocator.Allocate(Free(("A", 2)), [split], 3);

        var part = Assert.Single(result.Given);
        Assert.Equal([new StockLine("A", 2)], part.Lines);
        Assert.False(part.Complete);
        Assert.Equal([new StockLine("A", 1), new StockLine("B", 1)], Assert.Single(result.Waiting).Missing);
    }

    [Fact]
    public void Allocate_OneSkuOnTwoLines_IsSummed()
    {
        var result = StockAllocator.Allocate(Free(("A", 2)), [Wants("o1", 0, ("A", 1), ("A", 2))], 3);
        Assert.Empty(result.Given);
    }

    /// <summary>However arrivals fall, nobody starves, nothing is given twice, and all is all.</summary>
    [FsCheck.Xunit.Property(MaxTest = 300)]
    public void Allocate_AnyArrivals_KeepsItsPromises(byte[] arrivals, byte[] wants)
    {
        var waiting = wants.Take(20).Select((w, i) => Wants($"o{i:00}", i, ("A", w % 3 + 1), ("B", w / 3 % 3)) with { Priority = w % 7 == 0 ? 1 : 0, Mode = w % 11 == 0 ? DemandMode.Split : DemandMode.AllOrNothing }).ToList();
        var free = new Dictionary<string, int> { ["A"] = 0, ["B"] = 0 };
        foreach (var arrival in arrivals.Take(30))
        {
            free[arrival % 2 == 0 ? "A" : "B"] += arrival % 5;
            var result = StockAllocator.Allocate(free, waiting, 2);
            foreach (var sku in free.Keys)
            {
                Assert.True(result.Free[sku] >= 0);
                Assert.Equal(free[sku] - result.Free[sku], result.Given.Sum(g => StockDemands.QuantityOf(g.Lines, sku)));
            }

            var whole = waiting.Where(d => d.Mode == DemandMode.AllOrNothing).ToDictionary(d => d.OrderId);
            Assert.All(result.Given.Where(g => whole.ContainsKey(g.OrderId)), g => Assert.True(g.Complete && StockDemands.Same(g.Lines, StockDemands.Sum(whole[g.OrderId].Wanted))));
            Assert.All(waiting.Where(d => d.Overtaken >= 2 && d.Mode == DemandMode.AllOrNothing), d => AssertNotOvertakenAgain(result, d, waiting));

            free = new(result.Free);
            var done = result.Given.Where(g => g.Complete).Select(g => g.OrderId).ToHashSet();
            waiting = [.. waiting.Where(d => !done.Contains(d.OrderId)).Select(d => d with
            {
                Overtaken = d.Overtaken + result.Overtakes.GetValueOrDefault(d.OrderId),
                Wanted = StockDemands.Minus(StockDemands.Sum(d.Wanted), result.Given.FirstOrDefault(g => g.OrderId == d.OrderId)?.Lines ?? []),
            })];
        }
    }

    private static void AssertNotOvertakenAgain(AllocationResult result, WaitingDemand demand, List<WaitingDemand> waiting)
    {
        // Only another protected one may have gone before it.
        var others = waiting.Count(d => d.Overtaken >= 2 && d.OrderId != demand.OrderId);
        Assert.True(result.Overtakes.GetValueOrDefault(demand.OrderId) <= others);
    }

    private static Dictionary<string, int> Free(params (string Sku, int Quantity)[] stock) => stock.ToDictionary(s => s.Sku, s => s.Quantity);

    private static WaitingDemand Wants(string id, int minutes, params (string Sku, int Quantity)[] lines) =>
        new(id, 1, [.. lines.Select(l => new StockLine(l.Sku, l.Quantity))], 0, A.Noon.AddMinutes(minutes), DemandMode.AllOrNothing, 0);
}
