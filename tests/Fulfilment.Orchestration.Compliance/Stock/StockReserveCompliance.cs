using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Stock;

/// <summary>Reservations for an edit that is being decided: all or nothing, answered at once.</summary>
public abstract class StockReserveCompliance : StockCompliance
{
    [Fact]
    public async Task Reserve_AllIsThere_ReplacesTheDemandAndTellsNobody()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 3);
        await DemandAsync(Wants(1, 1, Of("mug", 2)));
        Assert.Equal(new ReserveAnswer(true), await Stock.ReserveAsync("k", Wants(1, 2, Of("mug", 3))));
        Assert.Equal(["mug 3/3"], await HoldsAsync(1));
        Assert.Equal(["1 all mug*2"], await ToldAsync(1));
    }

    [Fact]
    public async Task Reserve_SomethingIsShort_ChangesNothingAndSaysHowMuchThereIs()
    {
        await ArriveAsync("mug", 3);
        await ArriveAsync("ring", 1);
        await DemandAsync(Wants(1, 1, Of("mug", 2)));
        Assert.Equal(new ReserveAnswer(false, Of("mug", 3)), await Stock.ReserveAsync("k1", Wants(1, 2, Of("mug", 4))));
        Assert.Equal(new ReserveAnswer(false, Of("ring", 1)), await Stock.ReserveAsync("k2", Wants(1, 2, Of("mug", 3), Of("ring", 2))));
        Assert.Equal(new ReserveAnswer(false, Of("plate", 0)), await Stock.ReserveAsync("k3", Wants(1, 2, Of("plate", 1))));
        Assert.Equal(["mug 2/2"], await HoldsAsync(1));
        Assert.Equal((1, 0, 0), await LevelAsync("ring"));
    }

    [Fact]
    public async Task Reserve_SameKeyAgain_GivesTheFirstAnswer()
    {
        await ArriveAsync("mug", 1);
        var reserved = await Stock.ReserveAsync("k1", Wants(1, 1, Of("mug", 1)));
        var refused = await Stock.ReserveAsync("k2", Wants(2, 1, Of("mug", 1)));
        await ReleaseAsync(1);
        await Harness.ReopenAsync();
        Assert.Equal(reserved, await Stock.ReserveAsync("k1", Wants(1, 1, Of("mug", 1))));
        Assert.Equal(refused, await Stock.ReserveAsync("k2", Wants(2, 1, Of("mug", 1))));
        Assert.Empty(await Stock.HoldingsAsync(Store));
    }

    [Fact]
    public async Task Reserve_VersionIsNotHigher_ReservesNothing()
    {
        await ArriveAsync("mug", 9);
        await DemandAsync(Wants(1, 3, Of("mug", 1)));
        Assert.False((await Stock.ReserveAsync("k", Wants(1, 3, Of("mug", 2)))).Reserved);
        Assert.Equal(["mug 1/1"], await HoldsAsync(1));
    }

    [Fact]
    public async Task Reserve_ThenALateDemandOfAnEarlierVersion_KeepsTheReservation()
    {
        await ArriveAsync("mug", 9);
        await Stock.ReserveAsync("k", Wants(1, 3, Of("mug", 2)));
        await DemandAsync(Wants(1, 2, Of("mug", 1)));
        Assert.Equal(["mug 2/2"], await HoldsAsync(1));
    }

    [Fact]
    public async Task Reserve_Undone_GoesBackToTheDemandBefore()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 3);
        await DemandAsync(Wants(1, 1, Of("mug", 1)));
        await Stock.ReserveAsync("k", Wants(1, 2, Of("mug", 3)));
        await DemandAsync(Wants(1, 3, Of("mug", 1)));
        Assert.Equal((3, 1, 0), await LevelAsync("mug"));
        Assert.Equal(["1 all mug*1", "3 all mug*1"], await ToldAsync(1));
    }

    [Fact]
    public async Task Reserve_GivesSomethingUp_ThoseWhoWaitGetIt()
    {
        await StartAsync(1, 2);
        await ArriveAsync("mug", 2);
        await ArriveAsync("ring", 1);
        await DemandAsync(Wants(1, 1, Of("mug", 2)));
        await DemandAsync(Wants(2, 1, Of("mug", 2)));
        Assert.True((await Stock.ReserveAsync("k", Wants(1, 2, Of("ring", 1)))).Reserved);
        Assert.Equal(["mug 2/2"], await HoldsAsync(2));
        Assert.Equal("1 all mug*2", (await ToldAsync(2))[^1]);
    }

    [Fact]
    public async Task Reserve_OrderWasWaiting_EndsItsWait()
    {
        await StartAsync(1);
        await ArriveAsync("mug", 1);
        await DemandAsync(Wants(1, 1, Of("mug", 2)));
        Assert.True((await Stock.ReserveAsync("k", Wants(1, 2, Of("mug", 1)))).Reserved);
        Assert.Equal(["mug 1/1"], await HoldsAsync(1));
        Assert.Equal((1, 1, 0), await LevelAsync("mug"));
    }

    [Fact]
    public async Task Reserve_OnlyLess_AlwaysSucceeds()
    {
        await PutMaxOvertakesAsync(0);
        await ArriveAsync("mug", 3);
        await DemandAsync(Wants(2, 1, Of("mug", 3)));
        await DemandAsync(Wants(1, 1, Of("mug", 9)));
        Assert.True((await Stock.ReserveAsync("k", Wants(2, 2, Of("mug", 2)))).Reserved);
        Assert.Equal(["mug 2/2"], await HoldsAsync(2));
    }

    [Fact]
    public async Task Reserve_AnOlderOrderIsProtected_IsRefusedThoughGoodsAreThere()
    {
        await PutMaxOvertakesAsync(1);
        await ArriveAsync("mug", 3);
        await DemandAsync(Wants(1, 1, Of("mug", 5)));
        Assert.True((await Stock.ReserveAsync("k1", Wants(2, 1, Of("mug", 1)))).Reserved);
        var refused = await Stock.ReserveAsync("k2", Wants(3, 1, Of("mug", 1)));
        Assert.Equal(new ReserveAnswer(false, Of("mug", 0)), refused);
        Assert.Equal((3, 1, 5), await LevelAsync("mug"));
    }

    [Fact]
    public async Task Reserve_LastUnitWantedByManyAtOnce_OneGetsIt()
    {
        await ArriveAsync("mug", 1);
        var answers = await Task.WhenAll(Enumerable.Range(1, 12).Select(order => Stock.ReserveAsync($"k{order}", Wants(order, 1, Of("mug", 1)))));
        Assert.Single(answers, answer => answer.Reserved);
        Assert.All(answers.Where(answer => !answer.Reserved), answer => Assert.Equal(Of("mug", 0), answer.Short));
        Assert.Equal((1, 1, 0), await LevelAsync("mug"));
    }
}
