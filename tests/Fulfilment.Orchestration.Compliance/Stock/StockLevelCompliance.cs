using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Stock;

/// <summary>Arrivals, corrections, expectations and lists.</summary>
public abstract class StockLevelCompliance : StockCompliance
{
    private static readonly DateTimeOffset Thursday = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Get_UnknownSku_ReturnsNull() => Assert.Null(await Stock.GetAsync(Store, "mug"));

    [Fact]
    public async Task Arrive_NewKeys_AddUpPerStore()
    {
        Assert.True(await Stock.ArriveAsync(Store, "a", "mug", 3));
        Assert.True(await Stock.ArriveAsync(Store, "b", "mug", 4));
        Assert.True(await Stock.ArriveAsync(SampleStores.Other, "a", "mug", 9));
        Assert.Equal((7, 0, 0), await LevelAsync("mug"));
        Assert.Equal(9, (await Stock.GetAsync(SampleStores.Other, "mug"))!.OnHand);
    }

    [Fact]
    public async Task Arrive_UsedKey_IsFalseAndChangesNothingAlsoAfterReopen()
    {
        await Stock.ArriveAsync(Store, "a", "mug", 3);
        Assert.False(await Stock.ArriveAsync(Store, "a", "mug", 3));
        await Harness.ReopenAsync();
        Assert.False(await Stock.ArriveAsync(Store, "a", "ring", 5));
        Assert.Equal((3, 0, 0), await LevelAsync("mug"));
        Assert.Null(await Stock.GetAsync(Store, "ring"));
    }

    [Fact]
    public async Task Arrive_SameKeyManyTimesAtOnce_CountsOnce()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Stock.ArriveAsync(Store, "a", "mug", 3)));
        Assert.Single(answers, answer => answer);
        Assert.Equal((3, 0, 0), await LevelAsync("mug"));
    }

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(-2, 3)]
    [InlineData(-4, 3)]
    [InlineData(-100, 3)]
    public async Task Arrive_Correction_NeverTakesWhatIsAllocated(int correction, int onHand)
    {
        await ArriveAsync("mug", 5);
        await DemandAsync(Wants(1, 1, Of("mug", 3)));
        await ArriveAsync("mug", correction);
        Assert.Equal((onHand, 3, 0), await LevelAsync("mug"));
    }

    [Fact]
    public async Task Expect_SeveralDates_EarliestFirst()
    {
        await ExpectAsync("mug", 5, Thursday.AddDays(7));
        await ExpectAsync("mug", 2, Thursday);
        await Harness.ReopenAsync();
        Assert.Equal([new ExpectedArrival(2, Thursday), new ExpectedArrival(5, Thursday.AddDays(7))], (await Stock.GetAsync(Store, "mug"))!.Expected);
        Assert.Equal((0, 0, 0), await LevelAsync("mug"));
    }

    [Fact]
    public async Task Expect_SameDateAgain_ReplacesAndZeroTakesItBack()
    {
        await ExpectAsync("mug", 5, Thursday);
        await ExpectAsync("mug", 3, Thursday);
        await ExpectAsync("mug", 1, Thursday.AddDays(1));
        Assert.Equal([3, 1], (await Stock.GetAsync(Store, "mug"))!.Expected.Select(expected => expected.Quantity));
        await ExpectAsync("mug", 0, Thursday);
        Assert.Equal([1], (await Stock.GetAsync(Store, "mug"))!.Expected.Select(expected => expected.Quantity));
    }

    [Fact]
    public async Task Expect_UsedKey_IsFalseAndChangesNothing()
    {
        Assert.True(await Stock.ExpectAsync(Store, "a", "mug", 5, Thursday));
        Assert.False(await Stock.ExpectAsync(Store, "a", "mug", 0, Thursday));
        Assert.Single((await Stock.GetAsync(Store, "mug"))!.Expected);
    }

    [Fact]
    public async Task Expect_NegativeQuantity_Throws() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Stock.ExpectAsync(Store, "a", "mug", -1, Thursday));

    [Fact]
    public async Task Arrive_GoodsWereExpected_UsesUpTheEarliestFirst()
    {
        await ExpectAsync("mug", 5, Thursday);
        await ExpectAsync("mug", 4, Thursday.AddDays(7));
        await ArriveAsync("mug", 3);
        Assert.Equal([2, 4], (await Stock.GetAsync(Store, "mug"))!.Expected.Select(expected => expected.Quantity));
        await ArriveAsync("mug", 4);
        Assert.Equal([new ExpectedArrival(2, Thursday.AddDays(7))], (await Stock.GetAsync(Store, "mug"))!.Expected);
        await ArriveAsync("mug", -1);
        Assert.Single((await Stock.GetAsync(Store, "mug"))!.Expected);
    }

    [Fact]
    public async Task List_PagedWhileStockMoves_BySkuWithoutRepeatOrSkip()
    {
        for (var i = 0; i < 9; i++) await ArriveAsync($"m{i}", i + 1);
        await ExpectAsync("m8", 5, Thursday);
        var first = await Stock.ListAsync(Store, limit: 4);
        await ArriveAsync("a", 1);
        await ArriveAsync("m6", 100);
        var second = await Stock.ListAsync(Store, first.Next, 4);
        var third = await Stock.ListAsync(Store, second.Next, 4);
        var all = first.Items.Concat(second.Items).Concat(third.Items).ToList();
        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"m{i}"), all.Select(level => level.Sku));
        Assert.Equal((107, 5), (all[6].OnHand, Assert.Single(all[8].Expected).Quantity));
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task Get_OddSkus_KeepsThemApart()
    {
        for (var i = 0; i < Samples.OddTexts.Count; i++) await ArriveAsync(Samples.OddTexts[i], i + 1);
        await DemandAsync(Wants(1, 1, [.. Samples.OddTexts.Select(sku => Of(sku, 1))]));
        for (var i = 0; i < Samples.OddTexts.Count; i++) Assert.Equal((i + 1, 1, 0), await LevelAsync(Samples.OddTexts[i]));
    }

    private Task ExpectAsync(string sku, int quantity, DateTimeOffset eta) => Stock.ExpectAsync(Store, NextKey(), sku, quantity, eta);
}
