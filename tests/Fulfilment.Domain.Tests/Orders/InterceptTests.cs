using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class InterceptTests
{
    [Fact]
    public void GivenAReleasedOrder_WhenTheWarehouseStopsIt_ThenItIsCancelledRefundedAndItsStockGivenBack()
    {
        var world = States.Released().Send(Actor.Customer, Intercept("wrong size"));
        var asked = world.LastCommandId;
        Assert.Equal((Outcome.Provisional, (ProvisionalTerms?)null), (world.Receipt.Outcome, world.Receipt.Provisional));
        Assert.Equal(new Effect.RequestIntercept("demo.own.1001/1", 1, "wrong size"), world.The<Effect.RequestIntercept>());
        Assert.Equal(Outcome.NoOp, world.Send(Actor.Customer, Intercept()).Receipt.Outcome);

        world.Send(A.Wms, Intercepted());
        Assert.Equal(Outcome.Applied, world.Receipts[asked].Outcome);
        Assert.Equal((OrderStatus.Cancelled, "wrong size"), (world.View.Status, world.View.CancelReason));
        Assert.Equal(A.Eur_(25m), world.The<Effect.RefundPayment>().Amount);
        Assert.Single(world.Effects.OfType<Effect.ReleaseStock>());
        Assert.Empty(world.Effects.OfType<Effect.ConsumeStock>());
        Assert.Equal(Outcome.NoOp, world.Send(A.Wms, Intercepted()).Receipt.Outcome);
        world.CheckState();
    }

    [Fact]
    public void GivenAnIntercept_WhenTheWarehouseCannot_ThenTheReceiptSaysWhyAndTheParcelGoesOn()
    {
        var world = States.Released().Send(Actor.Customer, Intercept());
        var asked = world.LastCommandId;
        world.Send(A.Wms, NotIntercepted("already on the truck"));

        Assert.Equal(new Refusal.NotAllowed("already on the truck"), world.Receipts[asked].Reason);
        Assert.Equal("already on the truck", world.Effects.OfType<Effect.SendMail>().Last().Model.Reason);
        world.Send(A.Carrier, PickedUp("RX1"));
        Assert.Equal(OrderStatus.Sent, world.View.Status);
    }

    [Fact]
    public void GivenAnUnansweredIntercept_WhenTheParcelLeaves_ThenItHasFailed()
    {
        var world = States.Released().Send(Actor.Customer, Intercept());
        var asked = world.LastCommandId;
        world.Send(A.Carrier, PickedUp("RX1"));
        Assert.Equal(new Refusal.NotAllowed("it had left already"), world.Receipts[asked].Reason);
        Assert.Equal(OrderStatus.Sent, world.View.Status);
    }

    [Fact]
    public void GivenASentOrder_WhenAnInterceptIsAsked_ThenOnlyAReturnIsLeft()
    {
        var world = States.Sent().Send(Actor.Customer, Intercept());
        Assert.IsType<Refusal.AlreadyReleased>(world.Receipt.Reason);
        Assert.Equal(["Return"], world.Receipt.Next);
    }

    [Fact]
    public void GivenTwoParcels_WhenOneHasGoneAndTheOtherIsStopped_ThenOnlyTheStoppedOneIsRefunded()
    {
        var world = States.PartlyReleased().Send(A.Carrier, PickedUp("RX1"));
        world.Send(Actor.System, Allocate(2, true, new StockLine("LAMP", 1))).RunUntil(world.Now).Send(Actor.Customer, Intercept());
        world.Send(A.Wms, Intercepted(2));

        Assert.Equal(A.Eur_(50m), world.The<Effect.RefundPayment>().Amount);
        Assert.Equal(OrderStatus.Sent, world.View.Status);
        Assert.Empty(Assert.Single(world.LastEffects.OfType<Effect.DemandStock>()).Demand.Lines);
        Assert.Equal(OrderStatus.Cancelled, world.View.Shipments[1].Status);
        world.CheckState();
    }

    [Fact]
    public void GivenTwoParcels_WhenOneOfTwoInterceptsFails_ThenTheReceiptIsNotApplied()
    {
        var world = States.PartlyReleased();
        world.Send(Actor.System, Allocate(2, true, new StockLine("LAMP", 1))).RunUntil(world.Now).Send(Actor.Customer, Intercept());
        var asked = world.LastCommandId;
        world.Send(A.Wms, NotIntercepted("packed", 1));
        Assert.Equal(Outcome.Provisional, world.Receipts[asked].Outcome);
        world.Send(A.Wms, Intercepted(2));
        Assert.Equal(Outcome.Rejected, world.Receipts[asked].Outcome);
        Assert.Equal(A.Eur_(50m), world.The<Effect.RefundPayment>().Amount);
    }

    [Fact]
    public void GivenAFirstParcelOfTwo_WhenItIsStopped_ThenTheWholeOrderIsCancelled()
    {
        var world = States.PartlyReleased().Send(Actor.Customer, Intercept()).Send(A.Wms, Intercepted());
        Assert.Equal(OrderStatus.Cancelled, world.View.Status);
        Assert.Equal(A.Eur_(75m), world.The<Effect.RefundPayment>().Amount);
    }
}
