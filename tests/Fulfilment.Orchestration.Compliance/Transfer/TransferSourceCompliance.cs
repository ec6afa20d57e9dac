using System.Text;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Orchestration.Compliance.Transfer;

/// <summary>A host gives away what it was given, unchanged, however often it is asked. What every host passes makes any way over several hosts equal.</summary>
public abstract class TransferSourceCompliance : StoreCompliance
{
    private static readonly string Order = Samples.OrderId(1);
    private static readonly DateTimeOffset Exported = Samples.Start.AddHours(1);

    private ITransferSource Source => Harness.Port<ITransferSource>();

    private ITransferTarget Target => Harness.Port<ITransferTarget>();

    [Fact]
    public async Task Take_OrderThatCameAndLeft_GivesAllThatItCameWithAndAgain()
    {
        var given = TransferSamples.Whole();
        var effects = given.Effects.Append(new TransferEffect($"{Order}/5", "mail", 5, "{\"a\":1}", Samples.Start, 2, "no such order", Exported)).ToList();
        await Target.PutAsync(given with { Effects = effects });
        await DepartAsync(2);

        var first = await TakeAsync(2);
        await Harness.ReopenAsync();
        var again = await TakeAsync(2);

        AssertSame(TransferSamples.Whole(moves: 2) with { Effects = effects }, first);
        AssertSame(first, again);
        var level = (await Harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!;
        Assert.Equal((0, 0, 0), (level.OnHand, level.Allocated, level.Waiting));
    }

    [Fact]
    public async Task Take_OrderThatCameBackAndLeftAgain_GivesWhatItCameBackWith()
    {
        await Target.PutAsync(TransferSamples.Whole());
        await DepartAsync(2);
        await TakeAsync(2);
        // Its parked effect was sent again meanwhile, in vain; it holds one more mug. (One that waits would be delivered while this looks on.)
        var back = TransferSamples.Whole(moves: 3) with
        {
            Effects = [new TransferEffect($"{Order}/4", "mail", 4, "{}", Samples.Start, 9, "still no such mailbox", Exported)],
            Stock = TransferSamples.Whole().Stock! with { Lines = [new StockLineRow("mug", 3, 3)] },
        };
        Assert.Equal(ImportOutcome.Imported, await Target.PutAsync(back));
        await DepartAsync(4);

        var taken = await TakeAsync(4);

        AssertSame(back.Effects, taken!.Effects);
        AssertSame(back.Stock, taken.Stock);
    }

    [Fact]
    public async Task Departure_OnceItWasTaken_IsToldAgainWithoutTheInstance()
    {
        await Target.PutAsync(TransferSamples.Whole());
        await DepartAsync(2);
        Assert.Null(await Source.DepartureAsync(Order, 2));
        await TakeAsync(2);
        await Harness.ReopenAsync();

        AssertSame(TransferSamples.Whole(moves: 2).Departure, await Source.DepartureAsync(Order, 2));
        Assert.Null(await Source.DepartureAsync(Order, 1));
        await Target.PutAsync(TransferSamples.Whole(moves: 3));
        await DepartAsync(4);
        Assert.Null(await Source.DepartureAsync(Order, 4));
        await TakeAsync(4);
        AssertSame(TransferSamples.Whole(moves: 4).Departure, await Source.DepartureAsync(Order, 4));
    }

    [Fact]
    public async Task Take_OrderThatHasEnded_GivesItsRecordsWithoutADeparture()
    {
        var ended = TransferSamples.Whole() with { Departure = null, Moves = 0, Stock = null };
        await Target.PutAsync(ended);

        AssertSame(ended, Assert.Single(await Source.TakeAsync([new LeavingOrder(Order, null)])));
    }

    [Fact]
    public async Task Take_OrderThatWasNeverPublished_IsLeftOut()
    {
        await Target.ReserveAsync([new KnownId(Order, 0, Elsewhere: false)]);

        Assert.Empty(await Source.TakeAsync([new LeavingOrder(Order, null)]));
        Assert.Empty(await Source.TakeAsync([]));
    }

    [Fact]
    public async Task OrderIds_PageByPage_GiveEachOnce()
    {
        await Target.ReserveAsync([.. Enumerable.Range(1, 5).Select(number => new KnownId(Samples.OrderId(number), 0, Elsewhere: false))]);

        var ids = new List<string>();
        while (await Source.OrderIdsAsync(ids.Count == 0 ? null : ids[^1], 2) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 2);
            ids.AddRange(page);
        }

        Assert.Equal(Enumerable.Range(1, 5).Select(number => Samples.OrderId(number)), ids);
    }

    [Fact]
    public async Task ReadStores_GivesWhatTheStoreWasGiven()
    {
        var seen = Delivery(7);
        TransferRecord[] records =
        [
            new TransferRecord.Policies(SampleStores.Demo, [new PolicyVersion(1, Samples.Start, "Kim", new ReleasePolicy { Version = 1 }), new PolicyVersion(2, Samples.Start, "Sam", new ReleasePolicy { Version = 2, MaxOvertakes = 7 })]),
            new TransferRecord.Catalogue(SampleStores.Demo, [Item("cup"), Item("mug")]),
            new TransferRecord.Shipping(SampleStores.Demo, [new ShippingQuote(new ShippingMethod("post", "Post"), new Money(500, Currency.Of("EUR")))]),
            new TransferRecord.StockKeys(SampleStores.Demo, [new StockKey("a1/b c", null), new StockKey("a2", "answer")]),
            new TransferRecord.Waybills(SampleStores.Demo, [new WaybillNumber("k/41", 41), new WaybillNumber("k/42", 40)]),
            new TransferRecord.Deliveries([new SeenDelivery(TransferSamples.Hash(seen.Key), seen.Source, seen.Store, seen.Topic, seen.DeliveryId, seen.ReceivedAt, new IntakeAnswer(IntakeOutcome.Started, "x"))]),
        ];
        foreach (var record in records) await Target.PutAsync(record, Exported);
        await Target.PutAsync(new TransferRecord.Parked([new ParkedDelivery("", Delivery(8), "$.lines", "no such thing", Samples.Start)]), Exported);
        await Target.PutAsync(new TransferRecord.Policies(SampleStores.Other, [new PolicyVersion(1, Samples.Start, "Sam", new ReleasePolicy { Version = 1 })]), Exported);

        var read = await Source.ReadStoresAsync([SampleStores.Demo]).ToListAsync();

        AssertSame(records, read.Take(records.Length));
        var parked = Assert.Single(Assert.IsType<TransferRecord.Parked>(Assert.Single(read.Skip(records.Length))).Waiting);
        Assert.Equal(("$.lines", "no such thing", "body 8"), (parked.Path, parked.Reason, Encoding.UTF8.GetString(parked.Delivery.Body)));
    }

    [Fact]
    public async Task ReadStore_PageByPage_IsBoundedAndGivesEachRecordOnce()
    {
        await Target.PutAsync(new TransferRecord.Parked([.. Enumerable.Range(1, 105).Select(number => new ParkedDelivery("", Delivery(number), "$", "why", Samples.Start))]), Exported);

        var first = await Source.ReadStoreAsync(SampleStores.Demo, null);
        var second = await Source.ReadStoreAsync(SampleStores.Demo, first.Next);
        var again = await Source.ReadStoreAsync(SampleStores.Demo, first.Next);

        Assert.NotEmpty(first.Records);
        Assert.NotEmpty(second.Records);
        Assert.Null(second.Next);
        AssertSame(second, again);
        var parked = ((TransferRecord[])[.. first.Records, .. second.Records]).OfType<TransferRecord.Parked>().SelectMany(record => record.Waiting);
        Assert.Equal(Enumerable.Range(1, 105).Select(number => $"d{number}").Order(StringComparer.Ordinal), parked.Select(item => item.Delivery.DeliveryId).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere")]
    [InlineData("99 ")]
    public async Task ReadStore_AForeignCursor_IsRefused(string cursor) =>
        await Assert.ThrowsAsync<FormatException>(() => Source.ReadStoreAsync(SampleStores.Demo, cursor));

    [Fact]
    public async Task TakeGoods_TakesThemOnceAndTellsThemAgain()
    {
        await Target.PutAsync(new TransferRecord.Goods("goods-1", SampleStores.Demo, [new FreeGoods("mug", 5, [new ExpectedArrival(3, Exported)])]), Exported);

        var first = await Source.TakeGoodsAsync(SampleStores.Demo).ToListAsync();
        await Harness.ReopenAsync();
        var again = await Source.TakeGoodsAsync(SampleStores.Demo).ToListAsync();
        await Harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "later", "mug", 2);
        var later = await Source.TakeGoodsAsync(SampleStores.Demo).ToListAsync();

        AssertSame(new FreeGoods("mug", 5, [new ExpectedArrival(3, Exported)]), Assert.Single(Assert.Single(first).Skus));
        Assert.NotEqual("goods-1", first[0].Id);
        AssertSame(first, again);
        Assert.Equal(2, later.Count);
        AssertSame(new FreeGoods("mug", 2, []), Assert.Single(Assert.Single(later, goods => goods.Id != first[0].Id).Skus));
        Assert.Equal(0, (await Harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!.OnHand);
    }

    /// <summary>Else its goods would move without its key, and its repeat on the next host would count them again.</summary>
    [Fact]
    public async Task TakeGoods_AnArrivalSinceTheKeysWereRead_IsRefusedUntilTheyAreReadAgain()
    {
        var stock = Harness.Port<IStockLedger>();
        await stock.ArriveAsync(SampleStores.Demo, "a1", "mug", 5);
        var before = await Source.StockOperationsAsync(SampleStores.Demo);
        await Source.ReadStoresAsync([SampleStores.Demo]).ToListAsync();
        await stock.ArriveAsync(SampleStores.Demo, "a2", "cup", 3);

        await Assert.ThrowsAsync<TransferBlockedException>(async () => await Source.TakeGoodsAsync(SampleStores.Demo, before).ToListAsync());
        Assert.Equal((5, 3), ((await stock.GetAsync(SampleStores.Demo, "mug"))!.OnHand, (await stock.GetAsync(SampleStores.Demo, "cup"))!.OnHand));

        var after = await Source.StockOperationsAsync(SampleStores.Demo);
        var keys = (await Source.ReadStoresAsync([SampleStores.Demo]).ToListAsync()).OfType<TransferRecord.StockKeys>().SelectMany(record => record.Keys).Select(key => key.Key);
        Assert.Equal(["a1", "a2"], keys);
        Assert.Equal(8, (await Source.TakeGoodsAsync(SampleStores.Demo, after).ToListAsync()).SelectMany(goods => goods.Skus).Sum(item => item.Quantity));
        // Nothing is left to take, so whatever came since needs no key.
        Assert.Single(await Source.TakeGoodsAsync(SampleStores.Demo, after).ToListAsync());
    }

    [Fact]
    public async Task MarkExported_AnOlderFile_LeavesTheSettings()
    {
        await Source.MarkExportedAsync([SampleStores.Demo], Exported);

        Assert.False(await Target.PutAsync(new TransferRecord.Catalogue(SampleStores.Demo, [Item("cup")]), Exported.AddHours(-1)));
    }

    private async Task<TransferOrder?> TakeAsync(int moves) =>
        Assert.Single(await Source.TakeAsync([new LeavingOrder(Order, TransferSamples.Whole(moves).Departure)]));

    /// <summary>As the loop does: the door closes, then the instance ends.</summary>
    private async Task DepartAsync(int moves)
    {
        await Harness.CommitAsync(batch => Harness.Port<IOrderMoves>().Depart(batch, Order, moves, Samples.Start));
        await Harness.EndOrderAsync(Order);
    }

    private static CatalogueItem Item(string sku) => new(sku, new Dictionary<string, string> { ["en"] = sku }, "default", new Money(100, Currency.Of("EUR")), 0.2m, 100);

    private static Delivery Delivery(int number) => new("own", SampleStores.Demo, "order", $"d{number}", Encoding.UTF8.GetBytes($"body {number}"), Samples.Start);
}
