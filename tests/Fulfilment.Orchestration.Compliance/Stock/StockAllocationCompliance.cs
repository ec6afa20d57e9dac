using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Compliance.Stock;

/// <summary>Who gets what when several orders want the same.</summary>
public abstract class StockAllocationCompliance : StockCompliance
{
    [Fact]
    public async Task Arrive_TwoWait_TheOlderGoesFirst()
    {
        await DemandAsync(Wants(2, 1, Of("mug", 1)));
        await DemandAsync(Wants(1, 1, Of("mug", 1)));
        await ArriveAsync("mug", 1);
        Assert.Equal(["mug 1/1"], await HoldsAsync(1));
        Assert.Equal(["mug 0/1"], await HoldsAsync(2));
    }

    [Fact]
    public async Task Arrive_AYoungerExpressOrderWaits_ItGoesFirst()
    {
        await DemandAsync(Wants(1, 1, Of("mug", 1)));
        await DemandAsync(Wants(2, 1, Of("mug", 1)) with { Priority = 5 });
        await ArriveAsync("mug", 1);
        Assert.Equal(["mug 0/1"], await HoldsAsync(1));
        Assert.Equal(["mug 1/1"], await HoldsAsync(2));
    }

    [Fact]
    public async Task Demand_PriorityRises_TakesItsNewPlace()
    {
        await DemandAsync(Wants(1, 1, Of("mug", 1)));
        await DemandAsync(Wants(2, 1, Of("mug", 1)));
        await DemandAsync(Wants(2, 2, Of("mug", 1)) with { Priority = 5 });
        await ArriveAsync("mug", 1);
        Assert.Equal(["mug 1/1"], await HoldsAsync(2));
    }

    [Fact]
    public async Task Arrive_TheOlderCannotBeCompleted_TheYoungerTakesWhatWouldNotCompleteIt()
    {
        await StartAsync(1, 2);
        await DemandAsync(Wants(1, 1, Of("mug", 1), Of("ring", 1)));
        await DemandAsync(Wants(2, 1, Of("mug", 1)));
        await ArriveAsync("mug", 1);
        Assert.Equal(["mug 0/1", "ring 0/1"], await HoldsAsync(1));
        Assert.Equal(["mug 1/1"], await HoldsAsync(2));
        Assert.Equal("1 waits mug*1 ring*1 until ?", (await ToldAsync(1))[^1]);
    }

    [Fact]
    public async Task Arrive_EnoughForSeveral_CompletesAllThatItCanInOrder()
    {
        await DemandAsync(Wants(1, 1, Of("mug", 2)));
        await DemandAsync(Wants(2, 1, Of("mug", 9)));
        await DemandAsync(Wants(3, 1, Of("mug", 3)));
        await ArriveAsync("mug", 6);
        Assert.Equal(["mug 2/2"], await HoldsAsync(1));
        Assert.Equal(["mug 0/9"], await HoldsAsync(2));
        Assert.Equal(["mug 3/3"], await HoldsAsync(3));
        Assert.Equal((6, 5, 9), await LevelAsync("mug"));
    }

    [Fact]
    public async Task Demand_TheOlderWasOvertakenOftenEnough_IsProtected()
    {
        await PutMaxOvertakesAsync(2);
        await ArriveAsync("mug", 4);
        await DemandAsync(Wants(1, 1, Of("mug", 5)));
        for (var order = 2; order <= 4; order++) await DemandAsync(Wants(order, 1, Of("mug", 1)));
        Assert.Equal(["mug 1/1"], await HoldsAsync(2));
        Assert.Equal(["mug 1/1"], await HoldsAsync(3));
        Assert.Equal(["mug 0/1"], await HoldsAsync(4));
        await ArriveAsync("mug", 3);
        Assert.Equal(["mug 5/5"], await HoldsAsync(1));
        Assert.Equal(["mug 0/1"], await HoldsAsync(4));
        await ArriveAsync("mug", 1);
        Assert.Equal(["mug 1/1"], await HoldsAsync(4));
    }

    [Fact]
    public async Task Arrive_ManyYoungerWaitAtOnce_NoMoreOvertakeThanThePolicyAllows()
    {
        await PutMaxOvertakesAsync(2);
        await DemandAsync(Wants(1, 1, Of("mug", 9)));
        for (var order = 2; order <= 6; order++) await DemandAsync(Wants(order, 1, Of("mug", 1)));
        await ArriveAsync("mug", 5);
        Assert.Equal((5, 2, 12), await LevelAsync("mug"));
        Assert.Equal(["mug 1/1"], await HoldsAsync(3));
        Assert.Equal(["mug 0/1"], await HoldsAsync(4));
    }

    [Fact]
    public async Task Demand_PolicyAllowsNoOvertaking_NobodyDoes()
    {
        await PutMaxOvertakesAsync(0);
        await ArriveAsync("mug", 1);
        await DemandAsync(Wants(1, 1, Of("mug", 2)));
        await DemandAsync(Wants(2, 1, Of("mug", 1)));
        Assert.Equal(["mug 0/1"], await HoldsAsync(2));
        await ReleaseAsync(1);
        Assert.Equal(["mug 1/1"], await HoldsAsync(2));
    }

    [Fact]
    public async Task Arrive_OneSkuFreesAChainOfOrders_AllAreServed()
    {
        // 1 waits for a ring; 2 waits behind it for the plate that 1 was promised first; 3 waits behind 2.
        await PutMaxOvertakesAsync(0);
        await ArriveAsync("plate", 2);
        await ArriveAsync("spoon", 1);
        await DemandAsync(Wants(1, 1, Of("ring", 1), Of("plate", 2)));
        await DemandAsync(Wants(2, 1, Of("plate", 1), Of("spoon", 1)));
        await DemandAsync(Wants(3, 1, Of("spoon", 1)));
        Assert.Equal((0, 0, 0), (0, (await LevelAsync("plate")).Allocated, (await LevelAsync("spoon")).Allocated));
        await ReleaseAsync(1);
        Assert.Equal(["plate 1/1", "spoon 1/1"], await HoldsAsync(2));
        Assert.Equal(["spoon 0/1"], await HoldsAsync(3));
        await ReleaseAsync(2);
        Assert.Equal(["spoon 1/1"], await HoldsAsync(3));
    }

    [Fact]
    public async Task Demand_AnOlderOrderWantsLess_TheYoungerGetsTheRest()
    {
        await ArriveAsync("mug", 3);
        await DemandAsync(Wants(1, 1, Of("mug", 3)));
        await DemandAsync(Wants(2, 1, Of("mug", 2)) with { Mode = DemandMode.AllOrNothing });
        await DemandAsync(Wants(1, 2, Of("mug", 1)));
        Assert.Equal(["mug 2/2"], await HoldsAsync(2));
    }

    [Fact]
    public async Task Allocation_OtherStore_IsNeverTouched()
    {
        await DemandAsync(Wants(1, 1, Of("mug", 1)));
        await Stock.ArriveAsync(SampleStores.Other, "a", "mug", 5);
        Assert.Equal(["mug 0/1"], await HoldsAsync(1));
        Assert.Empty(await Stock.HoldingsAsync(SampleStores.Other));
    }

    [Fact]
    public async Task Allocation_CommandIds_AreShortAndAllDifferent()
    {
        await StartAsync(1);
        await DemandAsync(Wants(1, 1, Of("mug", 2), Of("ring", 1)) with { Mode = DemandMode.Split });
        foreach (var sku in new[] { "mug", "ring", "mug" }) await ArriveAsync(sku, 1);
        var ids = await RaisedIdsAsync(Order(1));
        Assert.Equal(6, ids.Count);
        Assert.Equal(6, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.InRange(id.Length, 1, 100));
    }
}
