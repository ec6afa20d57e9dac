using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class LogisticsTests
{
    [Fact]
    public void GivenARelease_WhenLogisticsRejectIt_ThenStaffHearAndTheCustomerIsToldNothing()
    {
        var world = States.Released();
        var mails = world.Mails.Count();
        world.Send(A.Wms, RejectRelease("unknown sku"));

        Assert.Equal("ReleaseRejected", world.The<Effect.AlertStaff>().Code);
        Assert.Equal((mails, OrderStatus.Released), (world.Mails.Count(), world.View.Status));
        Assert.Equal("unknown sku", world.View.Shipments[0].Problem);
        Assert.Equal(Outcome.NoOp, world.Send(A.Wms, RejectRelease("unknown sku")).Receipt.Outcome);

        world.Send(A.Wms, Acknowledge());
        Assert.Null(world.View.Shipments[0].Problem);
    }

    [Fact]
    public void GivenSteps_WhenTheyComeDoubledOrOutOfOrder_ThenOnlyWhatIsFurtherCounts()
    {
        var world = States.Released().Send(A.Wms, Acknowledge()).Send(A.Wms, Step(WarehouseStep.Packing));
        foreach (var late in new[] { Acknowledge(), Step(WarehouseStep.Packing), Step(WarehouseStep.Collected) })
        {
            Assert.Equal(Outcome.NoOp, world.Send(A.Wms, late).Receipt.Outcome);
            Assert.Equal(OrderStatus.Packing, world.View.Status);
        }

        Assert.IsType<Refusal.NotAllowed>(world.Send(A.Wms, Step(WarehouseStep.Packing, 7)).Receipt.Reason);
    }

    [Fact]
    public void GivenAProblem_WhenItIsSolved_ThenTheParcelGoesOn()
    {
        var world = States.Released().Send(A.Wms, Problem("damaged"));
        Assert.Equal(("StepProblem", "damaged"), (world.The<Effect.AlertStaff>().Code, world.View.Shipments[0].Problem));
        Assert.Equal(Outcome.NoOp, world.Send(A.Wms, Problem("damaged")).Receipt.Outcome);
        Assert.Null(world.Send(A.Agent, Resolve()).View.Shipments[0].Problem);
        Assert.Equal(Outcome.NoOp, world.Send(A.Wms, Resolve()).Receipt.Outcome);
    }

    [Fact]
    public void GivenAParcel_WhenTheWarehouseHandsItOver_ThenItHasLeftOnce()
    {
        var world = States.Released().Send(A.Wms, Step(WarehouseStep.HandedToCarrier));
        Assert.Equal(OrderStatus.Sent, world.View.Status);
        Assert.Equal(Outcome.NoOp, world.Send(A.Carrier, PickedUp("RX1")).Receipt.Outcome);
        world.Send(A.Carrier, Track("RX1", TrackingStatus.InTransit));
        Assert.Single(world.Effects.OfType<Effect.ConsumeStock>());
        Assert.Equal(1, world.Mails.Count(m => m == "shipped"));
        var mail = world.Effects.OfType<Effect.SendMail>().Single(m => m.Template == "shipped").Model;
        Assert.Equal(("post", "RX1", "fr"), (mail.Carrier, mail.TrackingNumber, mail.Language));
    }

    [Fact]
    public void GivenScans_WhenTheFirstToArriveIsTheLast_ThenTheParcelIsDeliveredAndTheRestIsLate()
    {
        var world = States.Released().Send(A.Carrier, Track("RX1", TrackingStatus.Delivered));
        Assert.Equal(OrderStatus.Delivered, world.View.Status);
        Assert.Single(world.Effects.OfType<Effect.ConsumeStock>());
        Assert.DoesNotContain("shipped", world.Mails);
        Assert.Equal(Outcome.NoOp, world.Send(A.Carrier, Track("RX1", TrackingStatus.InTransit)).Receipt.Outcome);
        Assert.Equal(Outcome.NoOp, world.Send(A.Carrier, DeliveredBy("RX1")).Receipt.Outcome);
    }

    [Fact]
    public void GivenAFailedDelivery_WhenItIsTriedAgain_ThenItCanStillArrive()
    {
        var world = States.Sent().Send(A.Carrier, Undelivered("RX1", "nobody in"));
        Assert.Equal(("DeliveryFailed", "nobody in"), (world.The<Effect.AlertStaff>().Code, world.View.Shipments[0].Problem));
        Assert.Contains("delivery-problem", world.Mails);
        Assert.Equal(Outcome.NoOp, world.Send(A.Carrier, Undelivered("RX1", "nobody in")).Receipt.Outcome);
        world.Send(A.Carrier, Track("RX1", TrackingStatus.OutForDelivery)).Send(A.Carrier, DeliveredBy("RX1"));
        Assert.Equal(OrderStatus.Delivered, world.View.Status);
        Assert.Null(world.View.Shipments[0].Problem);
    }

    [Fact]
    public void GivenAStrangeTrackingNumber_WhenItIsScanned_ThenItIsRefused() =>
        Assert.Equal(new Refusal.NotAllowed("No parcel of this order bears XX9."), States.Released().Send(A.Carrier, PickedUp("XX9")).Receipt.Reason);

    [Fact]
    public void GivenARelayPoint_WhenTheParcelIsThere_ThenTheMailNamesIt()
    {
        var relay = new RelayPoint("post", "P-7", "Tabac du Coin", A.Address());
        var world = World.With(A.Order() with { RelayPoint = relay }).Allocated().RunUntil(A.Noon.AddHours(1)).Send(Actor.System, Label("RX1")).Send(A.Carrier, Track("RX1", TrackingStatus.AtRelayPoint));
        Assert.Equal("Tabac du Coin", world.Effects.OfType<Effect.SendMail>().Single(m => m.Template == "at-relay-point").Model.RelayPoint);
    }
}
