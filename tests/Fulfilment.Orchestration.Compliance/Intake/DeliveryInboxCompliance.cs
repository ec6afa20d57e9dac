using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Intake;

/// <summary>What a delivery causes, and that it causes it once.</summary>
public abstract class DeliveryInboxCompliance : StoreCompliance
{
    private static readonly string Order = Samples.OrderId(1);

    private IDeliveryInbox Inbox => Harness.Port<IDeliveryInbox>();

    [Fact]
    public async Task Accept_NewOrder_StartsItWithItsPlaceCommand()
    {
        var answer = await Inbox.AcceptAsync(Delivery("d1"), Upsert(1));
        Assert.Equal(new IntakeAnswer(IntakeOutcome.Started, Order), answer);
        AssertSame<OrderCommand>(Samples.Place(1), Assert.Single(await Harness.RaisedAsync(Order)));
    }

    [Fact]
    public async Task Accept_SameDelivery_GivesTheFirstAnswerAndDoesNothing()
    {
        var first = await Inbox.AcceptAsync(Delivery("d1"), Upsert(1));
        var again = await Inbox.AcceptAsync(Delivery("d1"), Upsert(1));
        await Harness.ReopenAsync();
        var later = await Inbox.AcceptAsync(Delivery("d1") with { ReceivedAt = Samples.Start.AddDays(1) }, new IntakeAction.Ignore("mapped otherwise by now"));
        Assert.Equal(first with { Repeated = true }, again);
        Assert.Equal(first with { Repeated = true }, later);
        Assert.Single(await Harness.RaisedAsync(Order));
    }

    [Fact]
    public async Task Accept_SameDeliveryIdWithAnotherBody_IsAnotherDelivery()
    {
        await Inbox.AcceptAsync(Delivery("d1", "one"), Upsert(1));
        var second = await Inbox.AcceptAsync(Delivery("d1", "two"), Upsert(1));
        Assert.Equal((IntakeOutcome.Known, false), (second.Outcome, second.Repeated));
        Assert.Single(await RaisedAsync<OrderCommand.StorefrontChanged>(Order));
    }

    [Fact]
    public async Task Accept_KnownOrder_RaisesTheSnapshotUnderTheDeliverysCommandId()
    {
        await Inbox.AcceptAsync(Delivery("d1"), Upsert(1));
        var changed = Samples.Place(1) with { Order = Samples.Snapshot(1) with { GiftMessage = "Joyeux Noël 🎄" } };
        var answer = await Inbox.AcceptAsync(Delivery("d2"), new IntakeAction.Upsert(Order, changed));
        var raised = Assert.Single(await RaisedAsync<OrderCommand.StorefrontChanged>(Order));
        Assert.Equal(IntakeOutcome.Known, answer.Outcome);
        Assert.Equal((Delivery("d2").CommandId, ActorKind.Storefront, changed.At), (raised.CommandId, raised.Actor.Kind, raised.At));
        AssertSame(changed.Order, raised.Snapshot);
    }

    [Fact]
    public async Task Accept_ManyDeliveriesOfANewOrderAtOnce_StartItOnceAndLoseNone()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Inbox.AcceptAsync(Delivery($"d{i}"), Upsert(1))));
        Assert.Single(answers, answer => answer.Outcome == IntakeOutcome.Started);
        Assert.Equal(19, answers.Count(answer => answer.Outcome == IntakeOutcome.Known));
        var raised = await Harness.RaisedAsync(Order);
        Assert.IsType<OrderCommand.Place>(raised[0]);
        Assert.Equal(19, raised.OfType<OrderCommand.StorefrontChanged>().Select(change => change.CommandId).Distinct().Count());
    }

    [Fact]
    public async Task Accept_SameDeliveryManyTimesAtOnce_ActsOnce()
    {
        await Inbox.AcceptAsync(Delivery("d0"), Upsert(1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Inbox.AcceptAsync(Delivery("d1"), Upsert(1))));
        Assert.Single(answers, answer => !answer.Repeated);
        Assert.Single(await RaisedAsync<OrderCommand.StorefrontChanged>(Order));
    }

    [Fact]
    public async Task Accept_OrderHasEnded_IsKnownAndNeitherRaisesNorStartsIt()
    {
        await Inbox.AcceptAsync(Delivery("d1"), Upsert(1));
        await PublishAsync(1);
        await Harness.EndOrderAsync(Order);
        var upsert = await Inbox.AcceptAsync(Delivery("d2"), Upsert(1));
        var scan = await Inbox.AcceptAsync(Delivery("d3"), Scan("c1"));
        Assert.Equal((IntakeOutcome.Known, Order), (upsert.Outcome, upsert.OrderId));
        Assert.Equal((IntakeOutcome.Known, Order), (scan.Outcome, scan.OrderId));
        Assert.Single(await Harness.RaisedAsync(Order));
        Assert.True((await Inbox.AcceptAsync(Delivery("d3"), Scan("c1"))).Repeated);
    }

    [Fact]
    public async Task Accept_CommandToAKnownOrder_RaisesIt()
    {
        await Inbox.AcceptAsync(Delivery("d1"), Upsert(1));
        var answer = await Inbox.AcceptAsync(Delivery("d2"), Scan("c1"));
        Assert.Equal(new IntakeAnswer(IntakeOutcome.Known, Order), answer);
        Assert.Equal("c1", Assert.Single(await RaisedAsync<OrderCommand.Tracking>(Order)).CommandId);
    }

    [Fact]
    public async Task Accept_NothingToDo_RemembersThat()
    {
        var answer = await Inbox.AcceptAsync(Delivery("d1"), new IntakeAction.Ignore("draft"));
        Assert.Equal((IntakeOutcome.Ignored, "draft"), (answer.Outcome, answer.Detail));
        Assert.True((await Inbox.AcceptAsync(Delivery("d1"), Upsert(1))).Repeated);
        Assert.Empty(await Harness.RaisedAsync(Order));
    }

    [Fact]
    public async Task Accept_KeyPartsThatRunIntoEachOther_AreNotConfused()
    {
        var a = Delivery("d1") with { Topic = "orders" };
        var b = Delivery("1") with { Topic = "orders", DeliveryId = "d1 " };
        Assert.False((await Inbox.AcceptAsync(a, new IntakeAction.Ignore("a"))).Repeated);
        Assert.False((await Inbox.AcceptAsync(b, new IntakeAction.Ignore("b"))).Repeated);
        Assert.False((await Inbox.AcceptAsync(a with { Store = SampleStores.Other }, new IntakeAction.Ignore("c"))).Repeated);
        Assert.False((await Inbox.AcceptAsync(a with { Source = "shopify" }, new IntakeAction.Ignore("d"))).Repeated);
    }

    private static Delivery Delivery(string id, string body = "{}") =>
        new("own", SampleStores.Demo, "order", id, Encoding.UTF8.GetBytes(body), Samples.Start);

    private static IntakeAction.Upsert Upsert(int number) => new(Samples.OrderId(number), Samples.Place(number));

    private static IntakeAction.Raise Scan(string commandId) => new(Order, new OrderCommand.Tracking("RR000000019FR", TrackingStatus.InTransit)
    {
        CommandId = commandId,
        Actor = new Actor(ActorKind.Carrier, "post"),
        At = Samples.Start,
    });

    private Task PublishAsync(int number)
    {
        var index = Harness.Port<IOrderIndex>();
        return Harness.CommitAsync(batch => index.Put(batch, new OrderRow(Samples.View(number), 1, Samples.Start)));
    }
}
