using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class BackorderTests
{
    private static readonly StockLine Lamp = new("LAMP", 1);

    /// <summary>A mug is there, a lamp is not.</summary>
    private static World LampMissing() =>
        World.With(A.Order(PaymentState.Paid, A.Line(), A.Line("L2", "LAMP", 1, 50m))).Send(Actor.System, Expect(1, null, Lamp));

    [Fact]
    public void GivenMissingGoods_WhenTheStockSaysSo_ThenTheCustomerIsAskedOnce()
    {
        var world = LampMissing();
        Assert.Equal(OrderStatus.AwaitingStock, world.View.Status);
        Assert.Equal([Lamp], world.View.MissingStock);
        Assert.Contains("BackorderChoice", world.View.CustomerCommands);
        Assert.Equal(Outcome.NoOp, world.Send(Actor.System, Expect(1, null, Lamp)).Receipt.Outcome);
        Assert.Equal(1, world.Mails.Count(m => m == "back-order"));
        world.Send(Actor.System, Expect(1, A.Noon.AddDays(2), Lamp));
        Assert.Equal(2, world.Mails.Count(m => m == "back-order"));
    }

    [Fact]
    public void GivenABackOrder_WhenTheGoodsArrive_ThenTheCustomerHearsAndTheOrderGoes()
    {
        var world = LampMissing().Send(Actor.Customer, Choose(BackorderOption.Wait)).RunUntil(A.Noon.AddDays(2)).Allocated().RunUntil(A.Noon.AddDays(2));
        Assert.Contains("stock-arrived", world.Mails);
        Assert.Equal(A.Noon.AddDays(2), world.The<Effect.HandOver>().Release.NotBefore);
        Assert.Equal(2, world.The<Effect.HandOver>().Release.Lines.Count);
    }

    [Fact]
    public void GivenABackOrder_WhenTheCustomerSplitsIt_ThenTwoParcelsGo()
    {
        var world = LampMissing().Send(Actor.Customer, Choose(BackorderOption.SplitShip));
        var demand = world.Effects.OfType<Effect.DemandStock>().Last().Demand;
        Assert.Equal((2, DemandMode.Split), (demand.Version, demand.Mode));
        Assert.Equal(Outcome.NoOp, world.Send(Actor.System, Allocate(1, true, Lamp)).Receipt.Outcome);

        world.Send(Actor.System, Allocate(2, false, new StockLine("MUG", 1))).RunUntil(A.Noon.AddHours(1));
        Assert.Equal(StateKind.PartlyReleased, world.State.Kind);
        Assert.Equal(["MUG"], world.The<Effect.HandOver>().Release.Lines.Select(l => l.Sku));
        Assert.Equal(OrderStatus.Released, world.View.Status);

        world.Send(Actor.System, Label("RX1")).Send(A.Carrier, PickedUp("RX1")).Send(A.Carrier, DeliveredBy("RX1"));
        Assert.Equal(OrderStatus.PartiallySent, world.View.Status);
        Assert.Equal([new StockLine("MUG", 1)], world.The<Effect.ConsumeStock>().Lines);

        world.RunUntil(A.Noon.AddDays(3)).Send(Actor.System, Allocate(2, true, Lamp)).RunUntil(A.Noon.AddDays(3));
        var second = world.Effects.OfType<Effect.HandOver>().Last().Release;
        Assert.Equal(("demo.own.1001/2", "LAMP", A.Noon.AddDays(3)), (second.Key, Assert.Single(second.Lines).Sku, second.NotBefore));
        Assert.Equal(OrderStatus.PartiallySent, world.View.Status);

        world.Send(Actor.System, Label("RX2", 2)).Send(A.Carrier, PickedUp("RX2"));
        Assert.Equal(OrderStatus.Sent, world.View.Status);
        world.Send(A.Carrier, DeliveredBy("RX2"));
        Assert.Equal(OrderStatus.Delivered, world.View.Status);
        world.CheckState();
    }

    [Fact]
    public void GivenABackOrder_WhenTheMissingIsDropped_ThenTheRestGoesAndTheDifferenceIsRefunded()
    {
        var world = LampMissing().Send(Actor.Customer, Choose(BackorderOption.DropMissing));
        Assert.Equal(["MUG"], world.View.Lines.Select(l => l.Sku));
        world.Allocated().RunUntil(A.Noon.AddHours(1));
        Assert.Equal(A.Eur_(50m), world.The<Effect.RefundPayment>().Amount);
    }

    [Fact]
    public void GivenEverythingMissing_WhenItIsDropped_ThenItIsRefusedInFavourOfCancelling()
    {
        var world = World.With().Send(Actor.System, Expect(1, null, new StockLine("MUG", 1))).Send(Actor.Customer, Choose(BackorderOption.DropMissing));
        Assert.IsType<Refusal.WouldEmptyOrder>(world.Receipt.Reason);
        Assert.Equal(["Cancel"], world.Receipt.Next);
        world.Send(Actor.Customer, Choose(BackorderOption.Cancel));
        Assert.Equal(OrderStatus.Cancelled, world.View.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GivenASplitOrder_WhenTheRestIsDropped_ThenItEndsWithTheFirstParcel(bool sent)
    {
        var world = States.PartlyReleased();
        if (sent) world.Send(A.Carrier, PickedUp("RX1"));
        world.Send(A.Agent, Choose(BackorderOption.DropMissing));

        Assert.Equal(sent ? StateKind.Sent : StateKind.Released, world.State.Kind);
        Assert.Equal(A.Eur_(50m), world.The<Effect.RefundPayment>().Amount);
        Assert.Equal(sent ? [] : [new StockLine("MUG", 1)], world.Effects.OfType<Effect.DemandStock>().Last().Demand.Lines);
    }

    [Fact]
    public void GivenASplitOrderOnHold_WhenTheRestArrives_ThenItWaits()
    {
        var world = States.PartlyReleased().Send(A.Agent, Hold("address?")).Send(Actor.System, Allocate(2, true, Lamp)).RunUntil(A.Noon.AddDays(1));
        Assert.Single(world.Effects.OfType<Effect.HandOver>());
        world.Send(A.Agent, Unhold()).RunUntil(world.Now);
        Assert.Equal(2, world.Effects.OfType<Effect.HandOver>().Count());
    }

    [Fact]
    public void GivenNothingMissing_WhenAChoiceIsMade_ThenItIsRefused() =>
        Assert.IsType<Refusal.NotAllowed>(World.With().Allocated().Send(Actor.Customer, Choose(BackorderOption.Wait)).Receipt.Reason);
}
