using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class ProvisionalEditTests
{
    /// <summary>A paid order to which a cup for 10.00 was added at the hour's end less ten minutes.</summary>
    private static World Pending()
    {
        var world = World.With(A.Order(PaymentState.Paid, A.Line("L1", "MUG", 2), A.Line("L2", "LAMP", 1, 50m))).Allocated().At(A.Noon.AddMinutes(50));
        return world.Edit(new EditChange.AddLine("CUP", 1), new EditChange.ChangeGiftMessage("with a cup"));
    }

    [Fact]
    public void GivenAPaidOrder_WhenItBecomesDearer_ThenTheEditIsProvisional()
    {
        var world = Pending();
        var terms = new ProvisionalTerms(A.Noon.AddMinutes(80), A.Eur_(10m), "p2");

        Assert.Equal((Outcome.Provisional, terms), (world.Receipt.Outcome, world.Receipt.Provisional));
        Assert.Equal(new Effect.RequestPayment("p2", A.Eur_(10m), terms.Until), world.The<Effect.RequestPayment>());
        Assert.Contains("payment-due", world.Mails);
        Assert.Equal(terms, world.View.Provisional);
        Assert.Equal(2, world.View.Lines.Count);
        Assert.Null(world.View.GiftMessage);
        Assert.Equal(A.Noon.AddMinutes(80), world.View.Plan.ReleaseAt);
        Assert.DoesNotContain(ChangeKind.AddLine, world.View.AllowedChanges);
        Assert.Contains(ChangeKind.ChangeAddress, world.View.AllowedChanges);
    }

    [Fact]
    public void GivenAProvisionalEdit_WhenItIsPaid_ThenItIsAppliedAndReleasedWithTheOrder()
    {
        var world = Pending();
        var edit = world.LastCommandId;
        world.RunUntil(A.Noon.AddMinutes(70));
        Assert.Empty(world.Effects.OfType<Effect.HandOver>());

        world.Send(Actor.System, Settled("p2", 10m, "pay-7"));
        Assert.Equal(Outcome.Applied, world.Receipts[edit].Outcome);
        Assert.Contains("edit-applied", world.Mails);

        world.RunUntil(A.Noon.AddMinutes(71));
        var release = world.The<Effect.HandOver>().Release;
        Assert.Equal(["MUG", "LAMP", "CUP"], release.Lines.Select(l => l.Sku));
        Assert.Equal("with a cup", release.GiftMessage);
        Assert.Equal(A.Noon.AddMinutes(70), release.NotBefore);
        Assert.True(world.View.Totals.Due.IsZero);
        world.CheckState();
    }

    [Fact]
    public void GivenAProvisionalEdit_WhenItIsNotPaidInTime_ThenItLapsesAndTheOrderGoesWithoutIt()
    {
        var world = Pending();
        var edit = world.LastCommandId;
        world.RunUntil(A.Noon.AddMinutes(80));

        Assert.Equal((Outcome.Rejected, (Refusal)new Refusal.PaymentExpired(A.Noon.AddMinutes(80))), (world.Receipts[edit].Outcome, world.Receipts[edit].Reason!));
        Assert.Contains("payment-expired", world.Mails);
        Assert.Equal("p2", world.The<Effect.VoidPayment>().PaymentId);
        Assert.Equal([new StockLine("LAMP", 1), new StockLine("MUG", 2)], world.Effects.OfType<Effect.DemandStock>().Last().Demand.Lines);
        Assert.Equal(["MUG", "LAMP"], world.The<Effect.HandOver>().Release.Lines.Select(l => l.Sku));
        Assert.Null(world.The<Effect.HandOver>().Release.GiftMessage);
        world.CheckState();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GivenALapsedEdit_WhenTheMoneyArrivesAfterAll_ThenItIsRefundedInFull(bool afterRelease)
    {
        var world = Pending();
        if (!afterRelease) world.Send(A.Agent, Hold("wait"));
        world.RunUntil(A.Noon.AddMinutes(90)).Send(Actor.System, Settled("p2", 10m, "pay-late"));

        Assert.Equal(A.Eur_(10m), world.The<Effect.RefundPayment>().Amount);
        Assert.DoesNotContain(world.View.Lines, l => l.Sku == "CUP");
        world.Send(Actor.System, Settled(world.The<Effect.RefundPayment>().PaymentId, 10m, "re-1"));
        Assert.True(world.View.Totals.Due.IsZero);
    }

    [Fact]
    public void GivenAProvisionalEdit_WhenThePaymentIsDeclined_ThenItIsRefused()
    {
        var world = Pending();
        var edit = world.LastCommandId;
        world.Send(Actor.System, PaymentFailed("p2", "no funds"));

        Assert.Equal(new Refusal.PaymentDeclined("no funds"), world.Receipts[edit].Reason);
        Assert.Contains("edit-refused", world.Mails);
        Assert.Null(world.View.Provisional);
        Assert.Equal("failed", world.View.Payments.Single(p => p.PaymentId == "p2").Status);
    }

    [Fact]
    public void GivenAProvisionalEdit_WhenAnotherMovesThePrice_ThenItIsRefusedPending()
    {
        var world = Pending();
        var edit = world.LastCommandId;
        foreach (var change in new EditChange[] { new EditChange.AddLine("CUP", 1), new EditChange.RemoveLine("L1"), new EditChange.ChangeQuantity("L1", 1), new EditChange.ChangeShippingMethod("express") })
            Assert.Equal(new Refusal.EditPending(edit, A.Noon.AddMinutes(80)), world.Edit(change).Receipt.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GivenAProvisionalEdit_WhenAHarmlessOneFollows_ThenItSurvivesBothWays(bool paid)
    {
        var world = Pending();
        world.Edit(new EditChange.ChangeGiftMessage("newer"), new EditChange.ChangeAddress(A.Address("new home")));
        Assert.Equal(Outcome.Applied, world.Receipt.Outcome);
        if (paid) world.Send(Actor.System, Settled("p2", 10m, "pay-7"));

        world.RunUntil(A.Noon.AddHours(3));
        var release = world.The<Effect.HandOver>().Release;
        Assert.Equal(("newer", "new home"), (release.GiftMessage, release.ShipTo!.Line1));
        Assert.Equal(paid, release.Lines.Any(l => l.Sku == "CUP"));
    }

    [Fact]
    public void GivenAProvisionalEdit_WhenTheOrderIsCancelled_ThenBothEndAndLateMoneyGoesBack()
    {
        var world = Pending();
        var edit = world.LastCommandId;
        world.Send(Actor.Customer, Cancel());
        Assert.Equal(new Refusal.OrderClosed(OrderStatus.Cancelled), world.Receipts[edit].Reason);

        world.Send(Actor.System, Settled("p2", 10m, "pay-late"));
        Assert.Equal([A.Eur_(95m), A.Eur_(10m)], world.Effects.OfType<Effect.RefundPayment>().Select(r => r.Amount));
    }

    [Fact]
    public void GivenAProvisionalEdit_WhenMoneyComesWithoutNamingIt_ThenItIsTakenForIt()
    {
        var world = Pending();
        var edit = world.LastCommandId;
        world.Send(A.Admin, Record(10m, "cash"));
        Assert.Equal(Outcome.Applied, world.Receipts[edit].Outcome);
        Assert.True(world.View.Totals.Due.IsZero);
    }

    [Fact]
    public void GivenAnAuthorisedOrder_WhenItBecomesDearer_ThenOnlyTheDifferenceIsAskedAndTheRestIsCapturedAtRelease()
    {
        var world = World.With(A.Order(PaymentState.Authorized)).Allocated();
        Assert.DoesNotContain(world.View.Plan.Blockers, b => b.Code == Domain.Release.BlockerCode.Payment);
        world.Edit(new EditChange.AddLine("CUP", 1));
        Assert.Equal(A.Eur_(10m), world.Receipt.Provisional!.Amount);

        world.Send(Actor.System, Settled(world.Receipt.Provisional.PaymentId, 10m, "pay-1")).RunUntil(A.Noon.AddHours(2));
        Assert.Equal(new Effect.CapturePayment("p1", A.Eur_(25m), null), world.The<Effect.CapturePayment>());
        world.Send(Actor.System, Settled("p1", 25m, "cap-1"));
        Assert.True(world.View.Totals.Due.IsZero);
        Assert.Empty(world.Effects.OfType<Effect.RefundPayment>());
    }

    [Fact]
    public void GivenAnAuthorisedOrder_WhenItBecomesCheaper_ThenLessIsCaptured()
    {
        var world = World.With(A.Order(PaymentState.Authorized, A.Line(), A.Line("L2", "LAMP", 1, 50m))).Allocated().Edit(new EditChange.RemoveLine("L2")).RunUntil(A.Noon.AddHours(2));
        Assert.Equal(A.Eur_(25m), world.The<Effect.CapturePayment>().Amount);
        Assert.Empty(world.Effects.OfType<Effect.RefundPayment>());
    }
}
