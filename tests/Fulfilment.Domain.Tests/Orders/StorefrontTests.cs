using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class StorefrontTests
{
    private static readonly OrderSnapshot Placed = A.Order(PaymentState.Paid, A.Line("L1", "MUG", 2), A.Line("L2", "LAMP", 1, 50m));

    private static OrderSnapshot Newer(Func<OrderSnapshot, OrderSnapshot> change, int minutes = 5) => change(Placed) with { UpdatedAt = A.Noon.AddMinutes(minutes) };

    private static World Open() => World.With(Placed).Allocated();

    private static World Send(World world, Func<OrderSnapshot, OrderSnapshot> change, int minutes = 5) => world.Send(A.Storefront, Changed(Newer(change, minutes)));

    [Fact]
    public void GivenASnapshot_WhenItIsNotNewer_ThenItIsANoOp() =>
        Assert.IsType<Decision<OrderEvent>.NoOp>(Open().Send(A.Storefront, Changed(Placed with { GiftMessage = "stale" })).Last);

    [Fact]
    public void GivenANewerSnapshot_WhenItChangesFields_ThenOnlyThoseAreTakenOver()
    {
        var world = Open().Edit(new EditChange.ChangeGiftMessage("mine"));
        Send(world, o => o with { ShipTo = A.Address("moved"), DeliveryInstructions = "side door" });

        Assert.Equal(Outcome.Applied, world.Receipt.Outcome);
        Assert.Equal(("moved", "side door", "mine"), (world.View.ShipTo!.Line1, world.View.DeliveryInstructions, world.View.GiftMessage));
        Assert.Empty(world.View.Conflicts);
        world.CheckState();
    }

    [Fact]
    public void GivenAFieldChangedOnBothSides_WhenTheyMeet_ThenTheCustomersValueStaysAndStaffSeeIt()
    {
        var world = Open().Edit(new EditChange.ChangeAddress(A.Address("mine")), new EditChange.ChangeQuantity("L1", 1));
        Send(world, o => o with { ShipTo = A.Address("theirs"), Lines = [A.Line("L1", "MUG", 5), Placed.Lines[1]] });

        Assert.Equal(("mine", 1), (world.View.ShipTo!.Line1, world.View.Lines[0].Quantity));
        Assert.Equal(["shipTo", "line L1 quantity"], world.View.Conflicts);
        Assert.Equal("StorefrontConflict", world.The<Effect.AlertStaff>().Code);
    }

    [Fact]
    public void GivenOurOwnEdits_WhenTheStorefrontEchoesThem_ThenNothingChanges()
    {
        var world = World.With(Placed with { Payment = PaymentState.Pending, Charges = Placed.Charges with { Paid = A.Eur_(0) } }).Allocated();
        world.Edit(new EditChange.ChangeAddress(A.Address("mine")), new EditChange.ChangeQuantity("L1", 3), new EditChange.RemoveLine("L2"), new EditChange.AddLine("CUP", 1));
        var before = World.Json(OrderEvolve(world));
        var version = world.State.Version;
        world.Send(A.Storefront, Changed(world.State.Data.Snapshot with { UpdatedAt = A.Noon.AddMinutes(9), ShipTo = A.Address("mine"), Lines = [A.Line("L1", "MUG", 3), A.Line("S9", "CUP", 1, 10m)] }));

        Assert.Equal((Outcome.NoOp, version), (world.Receipt.Outcome, world.State.Version));
        Assert.Equal(before, World.Json(OrderEvolve(world)));

        static OrderState OrderEvolve(World w) => ((OrderState.Known)w.State) with { Order = w.State.Data with { Snapshot = Placed } };
    }

    [Fact]
    public void GivenANewerSnapshot_WhenLinesComeAndGo_ThenStockAndMoneyFollow()
    {
        var world = Open();
        Send(world, o => o with
        {
            Lines = [A.Line("L1", "MUG", 2), A.Line("L3", "VASE", 1, 70m)],
            Payment = PaymentState.PartiallyPaid,
        });
        Assert.Equal(["MUG", "VASE"], world.View.Lines.Select(l => l.Sku));
        Assert.Equal([new StockLine("MUG", 2), new StockLine("VASE", 1)], world.Effects.OfType<Effect.DemandStock>().Last().Demand.Lines);
        Assert.Equal(OrderStatus.AwaitingPayment, world.View.Status);
        Assert.Empty(world.Effects.OfType<Effect.RequestPayment>());

        world.Send(A.Storefront, Changed(world.State.Data.Snapshot with { UpdatedAt = A.Noon.AddMinutes(8), Payment = PaymentState.Paid }));
        Assert.NotEqual(OrderStatus.AwaitingPayment, world.View.Status);
        Assert.True(world.View.Totals.Due.IsZero);
        Assert.Contains("payment-received", world.Mails);
    }

    [Fact]
    public void GivenAPendingOrder_WhenTheStorefrontSaysPaid_ThenPaymentClearsOnce()
    {
        var world = World.With(A.Order(PaymentState.Pending)).Allocated();
        var paid = A.Order() with { UpdatedAt = A.Noon.AddMinutes(4) };
        world.Send(Actor.System, Settled(null, 25m, "txn-1"));
        world.Send(A.Storefront, Changed(paid));
        Assert.Equal((A.Eur_(25m), Outcome.NoOp), (world.View.Totals.Paid, world.Receipt.Outcome));
        Assert.Equal(Outcome.NoOp, world.Send(Actor.System, Settled(null, 25m, "txn-1")).Receipt.Outcome);
        Assert.Equal(1, world.Mails.Count(m => m == "payment-received"));
    }

    [Theory]
    [InlineData(StorefrontStatus.Cancelled, PaymentState.Paid)]
    [InlineData(StorefrontStatus.Open, PaymentState.Voided)]
    [InlineData(StorefrontStatus.Open, PaymentState.Refunded)]
    public void GivenAnOpenOrder_WhenTheStorefrontWithdrawsIt_ThenItIsCancelledByTheStorefront(StorefrontStatus status, PaymentState payment)
    {
        var world = Send(Open(), o => o with { Status = status, Payment = payment, Charges = payment == PaymentState.Refunded ? o.Charges with { Refunded = o.Charges.Paid } : o.Charges });
        Assert.Equal(OrderStatus.Cancelled, world.View.Status);
        Assert.Empty(world.Effects.OfType<Effect.NotifyStorefront>());
        Assert.Equal(payment == PaymentState.Refunded ? 0 : 1, world.Effects.OfType<Effect.RefundPayment>().Count());
    }

    [Fact]
    public void GivenARequestedRefund_WhenTheStorefrontReportsIt_ThenItIsSettledNotDoubled()
    {
        var world = Open().Send(Actor.Customer, Cancel());
        Send(world, o => o with { Status = StorefrontStatus.Cancelled, Payment = PaymentState.Refunded, Charges = o.Charges with { Refunded = o.Charges.Paid } });
        Assert.Equal("settled", world.View.Payments.Single(p => p.Kind == "refund").Status);
        Assert.True(world.View.Totals.Due.IsZero);
        Assert.Single(world.Effects.OfType<Effect.RefundPayment>());
    }

    [Fact]
    public void GivenALineRefundedOnTheStorefront_WhenItIsTold_ThenItLeavesTheParcelAndNothingIsOwed()
    {
        var world = Send(Open(), o => o with { Lines = [A.Line("L1", "MUG", 1), o.Lines[1]], Payment = PaymentState.PartiallyRefunded, Charges = o.Charges with { Refunded = A.Eur_(20m) } });
        Assert.True(world.View.Totals.Due.IsZero);
        world.Allocated().RunUntil(A.Noon.AddHours(1));
        Assert.Equal(1, world.The<Effect.HandOver>().Release.Lines[0].Quantity);
        Assert.Empty(world.Effects.OfType<Effect.RefundPayment>());
    }

    [Fact]
    public void GivenAGoodwillRefund_WhenNoGoodsCameOff_ThenItIsNotAskedOfTheCustomerAgain()
    {
        var world = Send(Open(), o => o with { Payment = PaymentState.PartiallyRefunded, Charges = o.Charges with { Refunded = A.Eur_(7m) } });
        Assert.True(world.View.Totals.Due.IsZero);
        Assert.DoesNotContain(world.Plan.Blockers, b => b.Code == BlockerCode.Payment);
    }

    [Fact]
    public void GivenAReleasedOrder_WhenTheStorefrontChangesIt_ThenItIsRefusedStaffAreAlertedAndInterceptIsOffered()
    {
        var world = Send(Open().RunUntil(A.Noon.AddHours(2)), o => o with { ShipTo = A.Address("too late") });
        Assert.Equal(new Refusal.AlreadyReleased("system", A.Noon.AddMinutes(60)), world.Receipt.Reason);
        Assert.Contains("Intercept", world.Receipt.Next);
        Assert.Equal("StorefrontChangeAfterRelease", world.The<Effect.AlertStaff>().Code);
        Assert.NotEqual("too late", world.View.ShipTo!.Line1);
        Send(world, o => o with { ShipTo = A.Address("too late") }, minutes: 9);
        Assert.Equal(Outcome.NoOp, world.Receipt.Outcome);
    }

    [Fact]
    public void GivenAReleasedOrder_WhenTheStorefrontRefundsALine_ThenTheGoodsGoAndNothingIsOwed()
    {
        var world = Send(Open().RunUntil(A.Noon.AddHours(2)), o => o with { Lines = [A.Line("L1", "MUG", 1), o.Lines[1]], Payment = PaymentState.PartiallyRefunded, Charges = o.Charges with { Refunded = A.Eur_(20m) } });
        Assert.Equal(Outcome.Rejected, world.Receipt.Outcome);
        Assert.True(world.View.Totals.Due.IsZero);
    }

    [Fact]
    public void GivenAReleasedOrder_WhenTheStorefrontRefundsPart_ThenItIsRecorded()
    {
        var world = Send(Open().RunUntil(A.Noon.AddHours(2)), o => o with { Payment = PaymentState.PartiallyRefunded, Charges = o.Charges with { Refunded = A.Eur_(7m) } });
        Assert.Equal((Outcome.Applied, A.Eur_(7m)), (world.Receipt.Outcome, world.View.Totals.Refunded));
        Assert.True(world.View.Totals.Due.IsZero);
        Assert.Empty(world.Effects.OfType<Effect.AlertStaff>());
    }

    [Fact]
    public void GivenACompletedOrder_WhenItIsFirstSeen_ThenItIsClosedInSilence()
    {
        var world = World.With(Placed with { Status = StorefrontStatus.Completed });
        Assert.Empty(world.Effects);
        Assert.Equal(OrderStatus.Delivered, world.View.Status);
        Assert.True(OrderDecider.Instance.IsFinished(world.State, world.Now));
    }

    [Theory]
    [InlineData(StorefrontStatus.Cancelled, PaymentState.Paid)]
    [InlineData(StorefrontStatus.Open, PaymentState.Refunded)]
    public void GivenAWithdrawnOrder_WhenItIsFirstSeen_ThenItIsCancelledWithoutMail(StorefrontStatus status, PaymentState payment)
    {
        var world = World.With(Placed with { Status = status, Payment = payment });
        Assert.Equal(OrderStatus.Cancelled, world.View.Status);
        Assert.Empty(world.Effects);
    }

    [Fact]
    public void GivenAnOpenOrder_WhenTheStorefrontCompletesIt_ThenItIsNeverReleasedFromHere()
    {
        var world = Send(Open(), o => o with { Status = StorefrontStatus.Completed });
        Assert.Equal(StateKind.ClosedOutside, world.State.Kind);
        Assert.Equal("CompletedElsewhere", world.The<Effect.AlertStaff>().Code);
        Assert.Single(world.Effects.OfType<Effect.ConsumeStock>());
        world.RunUntil(A.Noon.AddDays(3));
        Assert.Empty(world.Effects.OfType<Effect.HandOver>());
    }

    [Fact]
    public void GivenAProvisionalEdit_WhenTheStorefrontMakesTheOrderDearerToo_ThenThePaidEditStillCounts()
    {
        var world = Open().Edit(new EditChange.ChangeQuantity("L1", 3));
        var edit = world.LastCommandId;
        Send(world, o => o with { Charges = o.Charges with { Fees = A.Eur_(4m) }, Payment = PaymentState.PartiallyPaid });
        world.Send(Actor.System, Settled("p2", 20m, "pay-1"));
        Assert.Equal(Outcome.Applied, world.Receipts[edit].Outcome);
        Assert.Equal((OrderStatus.AwaitingPayment, A.Eur_(4m)), (world.View.Status, world.View.Totals.Due));
    }

    [Fact]
    public void GivenAProvisionalEdit_WhenTheStorefrontRemovesItsLine_ThenItLapses()
    {
        var world = Open().Edit(new EditChange.ChangeQuantity("L1", 4));
        var edit = world.LastCommandId;
        Send(world, o => o with { Lines = [o.Lines[1]], Payment = PaymentState.PartiallyRefunded, Charges = o.Charges with { Refunded = A.Eur_(40m) } });
        Assert.IsType<Refusal.InvalidChange>(world.Receipts[edit].Reason);
        Assert.Null(world.View.Provisional);
        Assert.Equal([new StockLine("LAMP", 1)], world.Effects.OfType<Effect.DemandStock>().Last().Demand.Lines);
        Assert.True(world.View.Totals.Due.IsZero);
    }
}
