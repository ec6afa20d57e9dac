using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class OrderLifeTests
{
    [Fact]
    public void GivenAPaidOrder_WhenAllGoesWell_ThenItIsDeliveredStepByStep()
    {
        var world = World.With();
        Assert.Equal(OrderStatus.Unhandled, world.View.Status);
        Assert.Equal(A.Noon.AddMinutes(60), world.View.Plan.EditableUntil);
        Assert.Null(world.View.Plan.ReleaseAt);

        world.Allocated();
        Assert.Equal(A.Noon.AddMinutes(60), world.View.Plan.ReleaseAt);
        Assert.Equal(world.View.Plan.ReleaseAt, world.View.Plan.WakeAt);

        world.RunUntil(A.Noon.AddMinutes(60));
        Assert.Equal(OrderStatus.Released, world.View.Status);
        var release = world.The<Effect.HandOver>().Release;
        Assert.Equal(("demo.own.1001/1", "MUG", 1), (release.Key, Assert.Single(release.Lines).Sku, release.Lines[0].Quantity));
        Assert.Equal(release, world.The<Effect.CreateLabel>().Release);
        Assert.Equal(A.Noon.AddMinutes(60), release.NotBefore);

        world.Send(A.Wms, Acknowledge());
        world.Send(Actor.System, Label("RX1"));
        world.Send(A.Wms, Step(WarehouseStep.Collected));
        Assert.Equal(OrderStatus.Collected, world.View.Status);
        world.Send(A.Wms, Step(WarehouseStep.Packing));
        world.Send(A.Wms, Step(WarehouseStep.ReadyForShipment));
        Assert.Equal(OrderStatus.ReadyForShipment, world.View.Status);
        Assert.Empty(world.Effects.OfType<Effect.ConsumeStock>());

        world.Send(A.Carrier, PickedUp("RX1"));
        Assert.Equal(OrderStatus.Sent, world.View.Status);
        Assert.Equal([new StockLine("MUG", 1)], world.The<Effect.ConsumeStock>().Lines);

        world.Send(A.Carrier, Track("RX1", TrackingStatus.OutForDelivery));
        world.Send(A.Carrier, DeliveredBy("RX1"));
        Assert.Equal(OrderStatus.Delivered, world.View.Status);
        Assert.True(world.View.IsTerminal);
        Assert.Equal(["received", "released", "shipped", "out-for-delivery", "delivered"], world.Mails);
        Assert.True(world.View.Totals.Due.IsZero);
        world.CheckState();
    }

    [Fact]
    public void GivenADeliveredOrder_WhenItsAftercareEnds_ThenItIsFinished()
    {
        var world = World.With().Allocated().RunUntil(A.Noon.AddHours(2));
        world.Send(Actor.System, Label("RX1")).Send(A.Carrier, DeliveredBy("RX1"));
        var delivered = world.Now;

        Assert.Equal(delivered.AddDays(45), OrderDecider.Instance.WakeAt(world.State, world.Now));
        Assert.False(OrderDecider.Instance.IsFinished(world.State, world.Now));
        Assert.True(OrderDecider.Instance.IsFinished(world.State, delivered.AddDays(45)));
    }

    [Fact]
    public void GivenAnOpenOrder_WhenItIsCancelled_ThenStockAndMoneyGoBack()
    {
        var world = World.With().Allocated();
        world.Send(Actor.Customer, Cancel("changed my mind"));

        Assert.Equal(OrderStatus.Cancelled, world.View.Status);
        Assert.Equal(A.Eur_(25m), world.The<Effect.RefundPayment>().Amount);
        Assert.NotNull(world.The<Effect.ReleaseStock>());
        Assert.Contains("cancelled", world.Mails);
        Assert.Equal("requested", world.View.Payments.Single(p => p.Kind == "refund").Status);

        var refund = world.The<Effect.RefundPayment>().PaymentId;
        world.Send(Actor.System, Settled(refund, 25m, "re_1"));
        Assert.Contains("refunded", world.Mails);
        Assert.True(world.View.Totals.Due.IsZero);
        world.CheckState();
    }

    [Fact]
    public void GivenTheGrace_WhenTheCustomerWaivesIt_ThenItGoesAtOnceInHisName()
    {
        var world = World.With().Allocated().After(TimeSpan.FromMinutes(5));
        world.Send(Actor.Customer, ReleaseNow()).RunUntil(A.Noon.AddMinutes(5));

        var release = world.The<Effect.HandOver>().Release;
        Assert.Equal((A.Noon.AddMinutes(5), "customer"), (release.ReleasedAt, release.ReleasedBy));
    }

    [Fact]
    public void GivenAHold_WhenTheGraceEnds_ThenItWaitsUntilItIsLifted()
    {
        var world = World.With().Allocated().Send(A.Agent, Hold("fraud check")).RunUntil(A.Noon.AddHours(5));
        Assert.Equal(OrderStatus.OnHold, world.View.Status);
        Assert.Empty(world.Effects.OfType<Effect.HandOver>());

        world.Send(A.Agent, Unhold()).RunUntil(world.Now);
        Assert.Equal(A.Noon.AddHours(5), world.The<Effect.HandOver>().Release.NotBefore);
    }

    [Fact]
    public void GivenAReleasedOrder_WhenTheCustomerEdits_ThenTheReceiptSaysWhoReleasedItAndWhatIsLeft()
    {
        var world = World.With().Allocated().RunUntil(A.Noon.AddHours(2));
        world.Edit(new EditChange.ChangeGiftMessage("too late"));

        Assert.Equal(new Refusal.AlreadyReleased("system", A.Noon.AddMinutes(60)), world.Receipt.Reason);
        Assert.Equal(["Intercept"], world.Receipt.Next);
        Assert.Contains("edit-refused", world.Mails);
    }
}
