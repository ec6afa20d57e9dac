using System.Globalization;
using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Intake;

/// <summary>Deliveries that could not be mapped: kept whole, listed, and replayed once after a fix.</summary>
public abstract class ParkedDeliveryCompliance : StoreCompliance
{
    private static readonly IntakeAction.Park Unmapped = new("$.line_items[0].sku", "No sku.");

    private IDeliveryInbox Inbox => Harness.Port<IDeliveryInbox>();

    [Fact]
    public async Task Accept_CannotBeMapped_KeepsTheDeliveryWhole()
    {
        var body = new byte[400 * 1024];
        new Random(1).NextBytes(body);
        var delivery = Delivery(1) with { Body = body, Topic = "orders/" + Samples.OddTexts[5] };
        var answer = await Inbox.AcceptAsync(delivery, Unmapped);
        await Harness.ReopenAsync();
        var parked = (await Inbox.GetParkedAsync(answer.ParkedId!))!;
        Assert.Equal((IntakeOutcome.Parked, Unmapped.Path, Unmapped.Reason), (answer.Outcome, answer.Path, answer.Detail));
        Assert.Equal((answer.ParkedId, Unmapped.Path, Unmapped.Reason, Harness.Clock.GetUtcNow()), (parked.Id, parked.Path, parked.Reason, parked.ParkedAt));
        AssertSame(delivery, parked.Delivery);
    }

    [Fact]
    public async Task Accept_ParkedDeliveryAgain_GivesTheSameParkedId()
    {
        var first = await Inbox.AcceptAsync(Delivery(1), Unmapped);
        Assert.Equal(first with { Repeated = true }, await Inbox.AcceptAsync(Delivery(1), Unmapped));
        Assert.Single((await Inbox.ListParkedAsync(null)).Items);
    }

    [Fact]
    public async Task Accept_CommandToAnUnknownOrder_ParksIt()
    {
        var answer = await Inbox.AcceptAsync(Delivery(1), Note("demo.own.404"));
        Assert.Equal(IntakeOutcome.Parked, answer.Outcome);
        var parked = Assert.Single((await Inbox.ListParkedAsync(SampleStores.Demo)).Items);
        Assert.Equal(answer.ParkedId, parked.Id);
        Assert.Contains("demo.own.404", parked.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListParked_PagedWhileOthersAreReplayedAndParked_OldestFirstWithoutRepeatOrSkip()
    {
        var ids = new List<string>();
        for (var i = 0; i < 9; i++) ids.Add((await Inbox.AcceptAsync(Delivery(i), Unmapped)).ParkedId!);
        await Inbox.AcceptAsync(Delivery(50) with { Store = SampleStores.Other }, Unmapped);
        var first = await Inbox.ListParkedAsync(SampleStores.Demo, limit: 4);
        await Inbox.ReplayParkedAsync(ids[0], new IntakeAction.Ignore("fixed"));
        var second = await Inbox.ListParkedAsync(SampleStores.Demo, first.Next, limit: 4);
        ids.Add((await Inbox.AcceptAsync(Delivery(9), Unmapped)).ParkedId!);
        var third = await Inbox.ListParkedAsync(SampleStores.Demo, second.Next, limit: 4);
        Assert.Equal(ids, first.Items.Concat(second.Items).Concat(third.Items).Select(parked => parked.Id));
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task ListParked_NoStoreNamed_ListsAll()
    {
        await Inbox.AcceptAsync(Delivery(1), Unmapped);
        await Inbox.AcceptAsync(Delivery(1) with { Store = SampleStores.Other }, Unmapped);
        Assert.Equal(2, (await Inbox.ListParkedAsync(null)).Items.Count);
    }

    [Fact]
    public async Task ListParked_CursorNeverGiven_Throws() => await Assert.ThrowsAsync<UnknownCursorException>(() => Inbox.ListParkedAsync(null, "nonsense!"));

    [Fact]
    public async Task ReplayParked_NowItMaps_ActsOnceAndTakesItOffTheList()
    {
        var id = (await Inbox.AcceptAsync(Delivery(1), Unmapped)).ParkedId!;
        var upsert = new IntakeAction.Upsert(Samples.OrderId(1), Samples.Place(1));
        var answer = await Inbox.ReplayParkedAsync(id, upsert);
        var again = await Inbox.ReplayParkedAsync(id, upsert);
        Assert.Equal(new IntakeAnswer(IntakeOutcome.Started, Samples.OrderId(1)), answer);
        Assert.Equal(answer with { Repeated = true }, again);
        Assert.Single(await Harness.RaisedAsync(Samples.OrderId(1)));
        Assert.Empty((await Inbox.ListParkedAsync(null)).Items);
        Assert.Null(await Inbox.GetParkedAsync(id));
    }

    [Fact]
    public async Task ReplayParked_TwiceAtOnce_ActsOnce()
    {
        await Harness.StartOrderAsync(Samples.OrderId(1));
        var id = (await Inbox.AcceptAsync(Delivery(1), Unmapped)).ParkedId!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Inbox.ReplayParkedAsync(id, Note(Samples.OrderId(1)))));
        Assert.Single(answers, answer => !answer.Repeated);
        Assert.Single(await RaisedAsync<OrderCommand.AddNote>(Samples.OrderId(1)));
    }

    [Fact]
    public async Task ReplayParked_StillCannotBeMapped_StaysInItsPlaceWithTheNewReason()
    {
        var id = (await Inbox.AcceptAsync(Delivery(1), Unmapped)).ParkedId!;
        await Inbox.AcceptAsync(Delivery(2), Unmapped);
        var answer = await Inbox.ReplayParkedAsync(id, new IntakeAction.Park("$.currency", "Unknown currency."));
        var parked = (await Inbox.ListParkedAsync(null)).Items[0];
        Assert.Equal((IntakeOutcome.Parked, id), (answer.Outcome, answer.ParkedId));
        Assert.Equal((id, "$.currency", "Unknown currency."), (parked.Id, parked.Path, parked.Reason));
    }

    [Fact]
    public async Task ReplayParked_OrderIsStillUnknown_Stays()
    {
        var id = (await Inbox.AcceptAsync(Delivery(1), Note("demo.own.404"))).ParkedId!;
        Assert.Equal(IntakeOutcome.Parked, (await Inbox.ReplayParkedAsync(id, Note("demo.own.404"))).Outcome);
        Assert.NotNull(await Inbox.GetParkedAsync(id));
    }

    [Fact]
    public async Task ReplayParked_UnknownId_Throws() =>
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Inbox.ReplayParkedAsync("parked-0", new IntakeAction.Ignore("")));

    private static Delivery Delivery(int number) => new(
        "shopify", SampleStores.Demo, "orders/create", number.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes($$"""{"id":{{number}}}"""), Samples.Start);

    private static IntakeAction.Raise Note(string orderId) => new(orderId, Samples.Note("c1"));
}
