using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Orders;

/// <summary>Rows, revisions, tracking numbers and counts of <see cref="IOrderIndex"/>.</summary>
public abstract class OrderIndexCompliance : StoreCompliance
{
    private IOrderIndex Index => Harness.Port<IOrderIndex>();

    [Fact]
    public async Task Get_UnknownOrder_ReturnsNull() => Assert.Null(await Index.GetAsync("demo.own.404"));

    [Fact]
    public async Task Get_AfterPut_ReturnsTheWholeRow()
    {
        var row = Row(Samples.View(1) with
        {
            Status = OrderStatus.Sent,
            Shipments = [Samples.Shipment("RR000000019FR")],
            Provisional = new(Samples.Start, new(100, Domain.Currency.Of("EUR")), "p1"),
            AllowedChanges = [ChangeKind.ChangeAddress],
            MissingStock = [new("mug", 2)],
            WishedDate = new DateOnly(2026, 3, 9),
            Conflicts = ["address"],
        }, 7);
        await PutAsync(row);
        AssertSame(row, (await Index.GetAsync(row.View.Id))!);
    }

    [Fact]
    public async Task Get_AfterReopen_ReturnsTheRow()
    {
        await PutAsync(Row(Samples.View(1), 3));
        await Harness.ReopenAsync();
        Assert.Equal(3, (await Index.GetAsync(Samples.OrderId(1)))!.Revision);
    }

    [Fact]
    public async Task Put_LowerRevision_LeavesTheHigher()
    {
        await PutAsync(Row(Samples.View(1) with { Status = OrderStatus.Released, Shipments = [Samples.Shipment("NEW")] }, 5));
        await PutAsync(Row(Samples.View(1) with { Status = OrderStatus.OnHold, Shipments = [Samples.Shipment("OLD")] }, 4));
        Assert.Equal(OrderStatus.Released, (await Index.GetAsync(Samples.OrderId(1)))!.View.Status);
        Assert.Null(await Index.FindByTrackingAsync(SampleStores.Demo, "OLD"));
        Assert.Empty((await Index.ListAsync(new OrderQuery(Status: OrderStatus.OnHold))).Items);
    }

    [Fact]
    public async Task Put_SameRevisionAgain_ChangesNothing()
    {
        await PutAsync(Row(Samples.View(1), 5));
        await PutAsync(Row(Samples.View(1) with { Status = OrderStatus.OnHold }, 5));
        Assert.Equal(OrderStatus.Unhandled, (await Index.GetAsync(Samples.OrderId(1)))!.View.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Put_RevisionsAtOnceInAnyOrder_LeavesTheHighest(int seed)
    {
        var revisions = Enumerable.Range(1, 20).ToArray();
        new Random(seed).Shuffle(revisions);
        await Task.WhenAll(revisions.Select(revision => PutAsync(Row(Samples.View(1) with { Version = revision }, revision))));
        var row = (await Index.GetAsync(Samples.OrderId(1)))!;
        Assert.Equal((20L, 20), (row.Revision, row.View.Version));
    }

    [Fact]
    public async Task Put_LargeView_IsReadBackWhole()
    {
        var row = Row(Samples.View(1) with { GiftMessage = string.Concat(Enumerable.Repeat("Bon anniversaire 🎂 ", 16_000)) }, 1);
        await PutAsync(row);
        AssertSame(row, (await Index.GetAsync(row.View.Id))!);
    }

    [Fact]
    public async Task FindByTracking_NumberOfAParcel_FindsItsOrderInThatStoreOnly()
    {
        await PutAsync(Row(Samples.View(1) with { Shipments = [Samples.Shipment("RR 000 000 019 FR"), Samples.Shipment("rr000000028fr", 2)] }, 1));
        Assert.Equal(Samples.OrderId(1), await Index.FindByTrackingAsync(SampleStores.Demo, "RR000000019FR"));
        Assert.Equal(Samples.OrderId(1), await Index.FindByTrackingAsync(SampleStores.Demo, "RR000000028FR"));
        Assert.Null(await Index.FindByTrackingAsync(SampleStores.Other, "RR000000019FR"));
        Assert.Null(await Index.FindByTrackingAsync(SampleStores.Demo, "RR000000031FR"));
    }

    [Fact]
    public async Task FindByTracking_NumberTakenBack_FindsNothing()
    {
        await PutAsync(Row(Samples.View(1) with { Shipments = [Samples.Shipment("FIRST")] }, 1));
        await PutAsync(Row(Samples.View(1) with { Shipments = [Samples.Shipment("SECOND")] }, 2));
        Assert.Null(await Index.FindByTrackingAsync(SampleStores.Demo, "FIRST"));
        Assert.Equal(Samples.OrderId(1), await Index.FindByTrackingAsync(SampleStores.Demo, "SECOND"));
    }

    [Fact]
    public async Task FindByTracking_NumberUsedAgainByTheCarrier_FindsTheYoungestOrder()
    {
        await PutAsync(Row(Samples.View(2) with { Shipments = [Samples.Shipment("SAME")] }, 1));
        await PutAsync(Row(Samples.View(1) with { Shipments = [Samples.Shipment("SAME")] }, 1));
        Assert.Equal(Samples.OrderId(2), await Index.FindByTrackingAsync(SampleStores.Demo, "SAME"));
    }

    [Fact]
    public async Task Count_OrdersOfTwoStores_CountsEachStatusOnce()
    {
        await PutAsync(Row(Samples.View(1), 1));
        await PutAsync(Row(Samples.View(2), 1));
        await PutAsync(Row(Samples.View(2) with { Status = OrderStatus.Released }, 2));
        await PutAsync(Row(Samples.View(3, SampleStores.Other), 1));
        var demo = await Index.CountAsync(SampleStores.Demo);
        var all = await Index.CountAsync(null);
        Assert.Equal((1, 1, 0), (demo[OrderStatus.Unhandled], demo[OrderStatus.Released], demo[OrderStatus.Sent]));
        Assert.Equal((2, 1), (all[OrderStatus.Unhandled], all[OrderStatus.Released]));
    }

    private static OrderRow Row(OrderView view, long revision) => new(view, revision, Samples.Start.AddSeconds(revision));

    private Task PutAsync(OrderRow row) => Harness.CommitAsync(batch => Index.Put(batch, row));
}
