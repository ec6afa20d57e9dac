using System.Text;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Orchestration.Compliance.Transfer;

/// <summary>What a host does with orders of another, and with those that it gave away.</summary>
public abstract class TransferTargetCompliance : StoreCompliance
{
    private static readonly string Order = Samples.OrderId(1);
    private static readonly DateTimeOffset Exported = Samples.Start.AddHours(1);

    private ITransferTarget Target => Harness.Port<ITransferTarget>();

    [Fact]
    public async Task Put_OrderThatGoesOn_IsThereWithAllItsRecords()
    {
        var order = TransferSamples.Whole();

        Assert.Equal(ImportOutcome.Imported, await Target.PutAsync(order));
        await Harness.ReopenAsync();

        AssertSame(order.Row, await Harness.Port<IOrderIndex>().GetAsync(Order));
        Assert.Equal(Order, Assert.Single((await Harness.Port<IOrderIndex>().ListAsync(new OrderQuery(OpenOnly: true))).Items).View.Id);
        AssertSame(order.Receipts, await Harness.Port<IReceiptStore>().ListAsync(Order));
        AssertSame(order.Timeline.Select(entry => entry.Entry), await Harness.Port<ITimelineStore>().ListAsync(Order));
        AssertSame(order.Payments, await Harness.Port<IPaymentLedger>().ListAsync(Order));
        AssertSame(order.Mails, (await Harness.Port<IMailLog>().ListAsync(Order)).Items);
        var release = Assert.Single(await Harness.Port<IReleaseFeed>().ReadAsync(null, 0));
        AssertSame(order.Releases[0], new TransferRelease(release.Release, release.State, release.InterceptRequested, release.Detail));
        Assert.Equal("open", Assert.Single((await Harness.Port<IStaffAlerts>().ListOpenAsync(null)).Items).Key);
        Assert.Equal(Order, (await Harness.Port<ITokenStore>().FindAsync(TransferSamples.Secret))?.OrderId);
        Assert.IsType<Submission.Repeated>(await Harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c1"), "hash"));
        Assert.IsType<Submission.Conflict>(await Harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c1"), "other"));
        Assert.IsType<Submission.Accepted>(await Harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c2")));
        var level = (await Harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!;
        Assert.Equal((2, 2, 1), (level.OnHand, level.Allocated, level.Waiting));
    }

    [Fact]
    public async Task Put_TheSameOrderAgain_ChangesNothing()
    {
        await Target.PutAsync(TransferSamples.Whole());

        Assert.Equal(ImportOutcome.AlreadyHere, await Target.PutAsync(TransferSamples.Whole()));

        Assert.Single(await Harness.Port<IReceiptStore>().ListAsync(Order));
        Assert.Equal(2, (await Harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!.OnHand);
    }

    [Fact]
    public async Task Put_OrderWhoseLifeHasEnded_KeepsItsRecordsAndStartsNothing()
    {
        var ended = TransferSamples.Whole() with { Departure = null, Moves = 0, Stock = null };

        Assert.Equal(ImportOutcome.Imported, await Target.PutAsync(ended));

        Assert.IsType<Submission.Closed>(await Harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("late")));
        Assert.Equal(IntakeOutcome.Known, (await AcceptAsync()).Outcome);
        Assert.Empty(await Harness.RaisedAsync(Order));
    }

    [Fact]
    public async Task Put_WhereAnotherOrderOfThatIdLives_IsRefused()
    {
        await Harness.StartOrderAsync(Order);

        Assert.Equal(ImportOutcome.Taken, await Target.PutAsync(TransferSamples.Whole()));

        Assert.Null(await Harness.Port<IOrderIndex>().GetAsync(Order));
    }

    [Fact]
    public async Task Depart_Order_IsNeitherOpenNorCountedAndTakesNothing()
    {
        await Target.PutAsync(TransferSamples.Whole());

        await DepartAsync(2);

        Assert.Equal(Samples.Start, (await Harness.Port<IOrderIndex>().GetAsync(Order))?.MovedAt);
        Assert.Equal(Samples.Start, Assert.Single((await Harness.Port<IOrderIndex>().ListAsync(new OrderQuery())).Items).MovedAt);
        Assert.Empty((await Harness.Port<IOrderIndex>().ListAsync(new OrderQuery(OpenOnly: true))).Items);
        Assert.Empty((await Harness.Port<IOrderIndex>().ListAsync(new OrderQuery(Status: OrderStatus.Unhandled))).Items);
        Assert.Equal(0, (await Harness.Port<IOrderIndex>().CountAsync(null)).Values.Sum());
        Assert.Equal(new Submission.Moved(Samples.Start), await Harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c9")));
        Assert.Equal(IntakeOutcome.Parked, (await AcceptAsync()).Outcome);
        Assert.Equal(new OrderMove(2, Samples.Start), await Harness.Port<IOrderMoves>().GetAsync(Order));
    }

    [Fact]
    public async Task Put_OrderThatLeftHere_OnlyComesBackByANewerMove()
    {
        await Target.PutAsync(TransferSamples.Whole());
        await DepartAsync(2);

        Assert.Equal(ImportOutcome.MovedOn, await Target.PutAsync(TransferSamples.Whole()));
        Assert.Equal(ImportOutcome.MovedOn, await Target.PutAsync(TransferSamples.Whole(moves: 2)));
        var back = TransferSamples.Whole(moves: 3) with { Row = new OrderRow(Samples.View(1) with { Version = 9 }, 9, Exported), Stock = null };
        Assert.Equal(ImportOutcome.Imported, await Target.PutAsync(back));

        Assert.Equal((9, null), ((await Harness.Port<IOrderIndex>().GetAsync(Order))!.View.Version, (await Harness.Port<IOrderIndex>().GetAsync(Order))!.MovedAt));
        Assert.Single((await Harness.Port<IOrderIndex>().ListAsync(new OrderQuery(OpenOnly: true))).Items);
        Assert.Equal(1, (await Harness.Port<IOrderIndex>().CountAsync(null)).Values.Sum());
        Assert.IsType<Submission.Accepted>(await Harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c9")));
    }

    [Fact]
    public async Task Reserve_Ids_AreNotStartedByTheirWebhooks()
    {
        Assert.Equal(2, await Target.ReserveAsync([new KnownId(Order, 0, Elsewhere: true), new KnownId(Samples.OrderId(2), 0, Elsewhere: false)]));

        Assert.Equal(IntakeOutcome.Parked, (await AcceptAsync()).Outcome);
        Assert.NotEqual(IntakeOutcome.Started, (await AcceptAsync(2)).Outcome);
        Assert.IsType<Submission.Moved>(await Harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c1")));
        Assert.Equal(0, await Target.ReserveAsync([new KnownId(Order, 0, Elsewhere: true)]));
        Assert.Equal(ImportOutcome.Imported, await Target.PutAsync(TransferSamples.Whole()));
        Assert.IsType<Submission.Accepted>(await Harness.Port<ICommandChannel>().SubmitAsync(Order, Samples.Note("c3")));
    }

    [Fact]
    public async Task Put_StoreRecords_GoOnFromWhereTheyStood()
    {
        var seen = Delivery(7);
        var parked = new ParkedDelivery("", Delivery(8), "$.lines", "no such thing", Samples.Start);
        TransferRecord[] records =
        [
            new TransferRecord.Policies(SampleStores.Demo, [new PolicyVersion(2, Samples.Start, "Sam", new ReleasePolicy { Version = 2, MaxOvertakes = 7 })]),
            new TransferRecord.Catalogue(SampleStores.Demo, [Item("mug")]), new TransferRecord.StockKeys(SampleStores.Demo, [new StockKey("a1", null)]),
            new TransferRecord.Waybills(SampleStores.Demo, [new WaybillNumber("k41", 41)]),
            new TransferRecord.Deliveries([new SeenDelivery(TransferSamples.Hash(seen.Key), seen.Source, seen.Store, seen.Topic, seen.DeliveryId, seen.ReceivedAt, new IntakeAnswer(IntakeOutcome.Started, "x"))]),
            new TransferRecord.Parked([parked]), new TransferRecord.Goods("goods-1", SampleStores.Demo, [new FreeGoods("mug", 5, [new ExpectedArrival(3, Exported)])]),
        ];
        foreach (var record in records) Assert.True(await Target.PutAsync(record, Exported), record.GetType().Name);
        foreach (var record in records.Skip(2)) Assert.False(await Target.PutAsync(record, Exported), record.GetType().Name);

        Assert.Equal(7, (await Harness.Port<IPolicyStore>().GetAsync(SampleStores.Demo)).MaxOvertakes);
        Assert.Single(await Harness.Port<ICatalogue>().FindAsync(SampleStores.Demo, ["mug"]));
        Assert.False(await Harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a1", "mug", 1));
        Assert.Equal((41, 42), (await Harness.Port<IWaybillNumbers>().NextAsync(SampleStores.Demo, "k41"), await Harness.Port<IWaybillNumbers>().NextAsync(SampleStores.Demo, "new")));
        Assert.Equal(new IntakeAnswer(IntakeOutcome.Started, "x", Repeated: true), await Harness.Port<IDeliveryInbox>().AcceptAsync(seen, new IntakeAction.Ignore("again")));
        Assert.Equal("$.lines", Assert.Single((await Harness.Port<IDeliveryInbox>().ListParkedAsync(null)).Items).Path);
        var level = (await Harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!;
        Assert.Equal((5, 0, 3), (level.OnHand, level.Allocated, Assert.Single(level.Expected).Quantity));
    }

    [Fact]
    public async Task Put_SettingsOfAnOlderFile_LeaveTheNewerOnes()
    {
        await Target.BeginAsync(Exported);
        Assert.Equal(Exported, await Target.UnfinishedAsync());
        await Target.PutAsync(new TransferRecord.Catalogue(SampleStores.Demo, [Item("mug")]), Exported);
        await Target.MarkImportedAsync([SampleStores.Demo], Exported);

        Assert.Null(await Target.UnfinishedAsync());
        Assert.False(await Target.PutAsync(new TransferRecord.Catalogue(SampleStores.Demo, [Item("cup")]), Exported.AddHours(-1)));
        Assert.Empty(await Harness.Port<ICatalogue>().FindAsync(SampleStores.Demo, ["cup"]));
    }

    private static CatalogueItem Item(string sku) => new(sku, new Dictionary<string, string> { ["en"] = sku }, "default", new Money(100, Currency.Of("EUR")), 0.2m, 100);

    private static Delivery Delivery(int number) => new("own", SampleStores.Demo, "order", $"d{number}", Encoding.UTF8.GetBytes($"body {number}"), Samples.Start);

    /// <summary>As the loop does: the door closes, then the instance ends.</summary>
    private async Task DepartAsync(int moves)
    {
        await Harness.CommitAsync(batch => Harness.Port<IOrderMoves>().Depart(batch, Order, moves, Samples.Start));
        await Harness.EndOrderAsync(Order);
    }

    private Task<IntakeAnswer> AcceptAsync(int number = 1) =>
        Harness.Port<IDeliveryInbox>().AcceptAsync(Delivery(number), new IntakeAction.Upsert(Samples.OrderId(number), Samples.Place(number)));
}
