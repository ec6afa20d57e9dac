using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Stock;

/// <summary>Demands, releases and consumption of one order at a time, and what the order is told.</summary>
public abstract class StockDemandCompliance : StockCompliance
{
    private static readonly DateTimeOffset Thursday = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Demand_AllIsThere_AllocatesAndTellsTheOrder()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 5);
        await ArriveAsync("ring", 1);
        await DemandAsync(Wants(1, 1, Of("mug", 1), Of("ring", 1), Of("mug", 1)));
        Assert.Equal((5, 2, 0), await LevelAsync("mug"));
        Assert.Equal(["mug 2/2", "ring 1/1"], await HoldsAsync(1));
        Assert.Equal(["1 all mug*2 ring*1"], await ToldAsync(1));
    }

    [Fact]
    public async Task Demand_SomethingIsMissing_HoldsNothingAndTellsWhat()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 5);
        await DemandAsync(Wants(1, 1, Of("mug", 2), Of("ring", 3)));
        Assert.Equal((5, 0, 2), await LevelAsync("mug"));
        Assert.Equal((0, 0, 3), await LevelAsync("ring"));
        Assert.Equal(["1 waits ring*3 until ?"], await ToldAsync(1));
    }

    [Fact]
    public async Task Arrive_CompletesAWaitingOrder_AllocatesAndTellsIt()
    {
        await StartAsync(1);
        await DemandAsync(Wants(1, 1, Of("mug", 2), Of("ring", 1)));
        await ArriveAsync("mug", 2);
        await ArriveAsync("ring", 1);
        Assert.Equal(["1 waits mug*2 ring*1 until ?", "1 waits ring*1 until ?", "1 all mug*2 ring*1"], await ToldAsync(1));
        Assert.Equal((2, 2, 0), await LevelAsync("mug"));
    }

    [Fact]
    public async Task Expect_OrderWaits_IsToldTheDateWhenTheLastOfItComes()
    {
        await StartAsync(1);
        await DemandAsync(Wants(1, 1, Of("mug", 3), Of("ring", 1)));
        await ExpectAsync("mug", 2, Thursday);
        await ExpectAsync("mug", 2, Thursday.AddDays(7));
        await ExpectAsync("ring", 1, Thursday.AddDays(2));
        await ExpectAsync("plate", 1, Thursday);
        await ExpectAsync("mug", 3, Thursday);
        await ExpectAsync("ring", 0, Thursday.AddDays(2));
        Assert.Equal(
            ["1 waits mug*3 ring*1 until ?", "1 waits mug*3 ring*1 until 2026-03-12", "1 waits mug*3 ring*1 until 2026-03-07", "1 waits mug*3 ring*1 until ?"],
            await ToldAsync(1));
    }

    [Fact]
    public async Task Expect_SeveralOrdersWait_TheOlderOneIsServedFirst()
    {
        await StartAsync(1, 2);
        await DemandAsync(Wants(2, 1, Of("mug", 2)));
        await DemandAsync(Wants(1, 1, Of("mug", 2)));
        await ExpectAsync("mug", 2, Thursday);
        await ExpectAsync("mug", 2, Thursday.AddDays(7));
        Assert.Equal("1 waits mug*2 until 2026-03-05", (await ToldAsync(1))[^1]);
        Assert.Equal("1 waits mug*2 until 2026-03-12", (await ToldAsync(2))[^1]);
    }

    [Fact]
    public async Task Demand_SameKeyAgain_ChangesNothingAndTellsNothing()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 5);
        await DemandAsync("k", Wants(1, 1, Of("mug", 2)));
        await DemandAsync("k", Wants(1, 1, Of("mug", 2)));
        await Harness.ReopenAsync();
        await DemandAsync("k", Wants(1, 2, Of("mug", 4)));
        Assert.Equal(["mug 2/2"], await HoldsAsync(1));
        Assert.Single(await ToldAsync(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Demand_VersionIsNotHigher_IsDropped(int version)
    {
        await StartAsync(1);
        await ArriveAsync("mug", 5);
        await DemandAsync(Wants(1, 2, Of("mug", 2)));
        await DemandAsync(Wants(1, version, Of("mug", 4)));
        Assert.Equal(["mug 2/2"], await HoldsAsync(1));
        Assert.Single(await ToldAsync(1));
    }

    [Fact]
    public async Task Demand_HigherVersion_ReplacesAsAWholeAndAnswersWithItsVersion()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 5);
        await ArriveAsync("ring", 5);
        await DemandAsync(Wants(1, 1, Of("mug", 3)));
        await DemandAsync(Wants(1, 4, Of("mug", 1), Of("ring", 2)));
        Assert.Equal(["mug 1/1", "ring 2/2"], await HoldsAsync(1));
        Assert.Equal((5, 1, 0), await LevelAsync("mug"));
        Assert.Equal(["1 all mug*3", "4 all mug*1 ring*2"], await ToldAsync(1));
    }

    [Fact]
    public async Task Demand_GrowsBeyondWhatIsThere_GivesBackWhatItHeld()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 3);
        await DemandAsync(Wants(1, 1, Of("mug", 3)));
        await DemandAsync(Wants(1, 2, Of("mug", 4)));
        Assert.Equal(["mug 0/4"], await HoldsAsync(1));
        Assert.Equal((3, 0, 4), await LevelAsync("mug"));
        Assert.Equal(["1 all mug*3", "2 waits mug*1 until ?"], await ToldAsync(1));
    }

    [Fact]
    public async Task Demand_NothingAnyMore_FreesAllAndSaysNothing()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 3);
        await DemandAsync(Wants(1, 1, Of("mug", 3)));
        await DemandAsync(Wants(1, 2));
        Assert.Empty(await HoldsAsync(1));
        Assert.Equal((3, 0, 0), await LevelAsync("mug"));
        Assert.Single(await ToldAsync(1));
    }

    [Fact]
    public async Task Demand_Split_HoldsWhatIsThereAndTakesTheRestAsItComes()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 2);
        await DemandAsync(Wants(1, 1, Of("mug", 3), Of("ring", 1)) with { Mode = DemandMode.Split });
        await ArriveAsync("ring", 1);
        await ArriveAsync("mug", 5);
        Assert.Equal(
            ["1 part mug*2", "1 waits mug*1 ring*1 until ?", "1 part mug*2 ring*1", "1 waits mug*1 until ?", "1 all mug*3 ring*1"], await ToldAsync(1));
        Assert.Equal((7, 3, 0), await LevelAsync("mug"));
    }

    [Fact]
    public async Task Demand_ModeChanges_TakesPartsOrGivesThemBack()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 2);
        await DemandAsync(Wants(1, 1, Of("mug", 3)));
        await DemandAsync(Wants(1, 2, Of("mug", 3)) with { Mode = DemandMode.Split });
        Assert.Equal(["mug 2/3"], await HoldsAsync(1));
        await DemandAsync(Wants(1, 3, Of("mug", 3)));
        Assert.Equal(["mug 0/3"], await HoldsAsync(1));
        Assert.Equal(["1 waits mug*1 until ?", "2 part mug*2", "2 waits mug*1 until ?", "3 waits mug*1 until ?"], await ToldAsync(1));
    }

    [Fact]
    public async Task Release_OrderHolds_FreesItForThoseWhoWait()
    {
        await StartAsync(1, 2);
        await ArriveAsync("mug", 2);
        await DemandAsync(Wants(1, 1, Of("mug", 2)));
        await DemandAsync(Wants(2, 1, Of("mug", 2)));
        await ReleaseAsync(1);
        Assert.Empty(await HoldsAsync(1));
        Assert.Equal(["mug 2/2"], await HoldsAsync(2));
        Assert.Equal(["1 waits mug*2 until ?", "1 all mug*2"], await ToldAsync(2));
        Assert.Equal((2, 2, 0), await LevelAsync("mug"));
    }

    [Fact]
    public async Task Release_RepeatedAfterANewDemand_LeavesTheNewOne()
    {
        await ArriveAsync("mug", 2);
        await DemandAsync(Wants(1, 1, Of("mug", 2)));
        await Harness.CommitAsync(batch => Stock.Release(batch, "r", Store, Order(1)));
        await DemandAsync(Wants(1, 1, Of("mug", 2)));
        Assert.Empty(await HoldsAsync(1));
        await DemandAsync(Wants(1, 2, Of("mug", 1)));
        await Harness.CommitAsync(batch => Stock.Release(batch, "r", Store, Order(1)));
        Assert.Equal(["mug 1/1"], await HoldsAsync(1));
    }

    [Fact]
    public async Task Release_OrderUnknown_ChangesNothing()
    {
        await ReleaseAsync(404);
        Assert.Empty(await Stock.HoldingsAsync(Store));
    }

    [Fact]
    public async Task Consume_AllocatedGoods_TakesThemOffTheStockOnce()
    {
        await ArriveAsync("mug", 5);
        await DemandAsync(Wants(1, 1, Of("mug", 3)));
        await Harness.CommitAsync(batch => Stock.Consume(batch, "c", Store, Order(1), [Of("mug", 2)]));
        await Harness.CommitAsync(batch => Stock.Consume(batch, "c", Store, Order(1), [Of("mug", 2)]));
        Assert.Equal((3, 1, 0), await LevelAsync("mug"));
        Assert.Equal(["mug 1/1"], await HoldsAsync(1));
        await ConsumeAsync(1, Of("mug", 1));
        Assert.Equal((2, 0, 0), await LevelAsync("mug"));
        Assert.Empty(await HoldsAsync(1));
    }

    [Fact]
    public async Task Consume_PartOfASplitOrder_TheRestGoesOnWaiting()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 2);
        await DemandAsync(Wants(1, 1, Of("mug", 3)) with { Mode = DemandMode.Split });
        await ConsumeAsync(1, Of("mug", 2));
        Assert.Equal(["mug 0/1"], await HoldsAsync(1));
        await ArriveAsync("mug", 1);
        Assert.Equal("1 all mug*1", (await ToldAsync(1))[^1]);
    }

    [Fact]
    public async Task Consume_MoreThanIsAllocated_LeavesTheStockOfOthersAndAlertsStaff()
    {
        await ArriveAsync("mug", 4);
        await DemandAsync(Wants(1, 1, Of("mug", 1)));
        await DemandAsync(Wants(2, 1, Of("mug", 3)));
        await ConsumeAsync(1, Of("mug", 2), Of("ring", 1));
        Assert.Equal((3, 3, 0), await LevelAsync("mug"));
        var alerts = (await Harness.Port<IStaffAlerts>().ListOpenAsync(Store)).Items;
        Assert.Equal(2, alerts.Count(alert => alert.OrderId == Order(1)));
    }

    [Fact]
    public async Task Demand_OrderHasNoInstance_StillAllocates()
    {
        await ArriveAsync("mug", 1);
        await DemandAsync(Wants(1, 1, Of("mug", 1)));
        Assert.Equal(["mug 1/1"], await HoldsAsync(1));
    }

    private Task ExpectAsync(string sku, int quantity, DateTimeOffset eta) => Stock.ExpectAsync(Store, NextKey(), sku, quantity, eta);
}
