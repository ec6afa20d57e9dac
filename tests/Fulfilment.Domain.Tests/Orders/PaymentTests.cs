using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Orders;

public sealed class PaymentTests
{
    [Fact]
    public void GivenAnUnpaidOrder_WhenStaffRecordATransfer_ThenItClearsAndTheCustomerHears()
    {
        var world = World.With(A.Order(PaymentState.Pending)).Allocated().Send(A.Admin, Record(25m, "bank-1"));
        Assert.Contains("payment-received", world.Mails);
        Assert.Equal(A.Noon.AddMinutes(60), world.Plan.ReleaseAt);
        Assert.Equal(Outcome.NoOp, world.Send(A.Admin, Record(25m, "bank-1")).Receipt.Outcome);
    }

    [Fact]
    public void GivenAnUnpaidOrder_WhenItIsPaidInParts_ThenOnlyTheLastClearsIt()
    {
        var world = World.With(A.Order(PaymentState.Pending)).Allocated().Send(A.Admin, Record(10m, "a"));
        Assert.Equal((OrderStatus.AwaitingPayment, A.Eur_(15m)), (world.View.Status, world.View.Totals.Due));
        world.Send(A.Admin, Record(15m, "b"));
        Assert.Equal(OrderStatus.Unhandled, world.View.Status);
    }

    [Fact]
    public void GivenTooMuchMoney_WhenReleased_ThenTheSurplusGoesBack()
    {
        var world = World.With(A.Order(PaymentState.Pending)).Allocated().Send(A.Admin, Record(30m, "a")).RunUntil(A.Noon.AddHours(1));
        Assert.Equal(A.Eur_(5m), world.The<Effect.RefundPayment>().Amount);
        world.Send(Actor.System, Settled(null, 9m, "again"));
        Assert.Equal(A.Eur_(9m), world.Effects.OfType<Effect.RefundPayment>().Last().Amount);
    }

    [Fact]
    public void GivenAGoodwillRefundByStaff_WhenItIsRecorded_ThenNothingBecomesDue()
    {
        var world = World.With().Allocated().Send(A.Admin, Record(-3m, "goodwill"));
        Assert.True(world.View.Totals.Due.IsZero);
        Assert.Contains("refunded", world.Mails);
        world.RunUntil(A.Noon.AddHours(1));
        Assert.Equal(OrderStatus.Released, world.View.Status);
        Assert.Empty(world.Effects.OfType<Effect.RefundPayment>());
    }

    [Fact]
    public void GivenARefundThatFails_WhenStaffPayItOut_ThenItIsSettled()
    {
        var world = World.With().Send(Actor.Customer, Cancel());
        var id = world.The<Effect.RefundPayment>().PaymentId;
        world.Send(Actor.System, PaymentFailed(id, "card expired"));
        Assert.Equal(("failed", "RefundFailed"), (world.View.Payments.Single(p => p.PaymentId == id).Status, world.The<Effect.AlertStaff>().Code));
        Assert.DoesNotContain("refunded", world.Mails);
        Assert.Null(world.Plan.WakeAt);

        world.Send(A.Admin, Record(-25m, "bank-2", id));
        Assert.Equal("settled", world.View.Payments.Single(p => p.PaymentId == id).Status);
        Assert.Contains("refunded", world.Mails);
        Assert.NotNull(world.Plan.WakeAt);
    }

    [Fact]
    public void GivenAnAuthorisation_WhenItIsLostBeforeTheRelease_ThenPaymentIsDueAgain()
    {
        var world = World.With(A.Order(PaymentState.Authorized)).Allocated().Send(Actor.System, PaymentFailed("p1", "expired"));
        Assert.Equal((OrderStatus.AwaitingPayment, "PaymentFailed"), (world.View.Status, world.The<Effect.AlertStaff>().Code));
    }

    [Fact]
    public void GivenAnAuthorisation_WhenTheOrderIsCancelled_ThenItIsLetGo()
    {
        var world = World.With(A.Order(PaymentState.Authorized)).Send(Actor.Customer, Cancel());
        Assert.Equal("p1", world.The<Effect.VoidPayment>().PaymentId);
        Assert.Empty(world.Effects.OfType<Effect.RefundPayment>());
    }

    public static TheoryData<OrderCommand> Wrong =>
    [
        new OrderCommand.RecordPayment(A.Eur_(0m), "r") { CommandId = "", Actor = A.Admin, At = A.Noon },
        new OrderCommand.RecordPayment(new Money(5, Currency.Of("JPY")), "r") { CommandId = "", Actor = A.Admin, At = A.Noon },
        Record(5m, "r", "p77"),
        Record(-5m, "r", "p1"),
        Record(-5000m, "r"),
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void GivenAWrongRecord_WhenItIsSent_ThenItIsRefused(OrderCommand command) =>
        Assert.Equal(Outcome.Rejected, World.With().Send(A.Admin, command).Receipt.Outcome);

    [Fact]
    public void GivenAGiftCardOrder_WhenItIsCancelled_ThenStaffRestoreTheCard()
    {
        var order = A.Order(PaymentState.Pending);
        var world = World.With(order with { Charges = order.Charges with { GiftCards = A.Eur_(25m) } }).Allocated();
        Assert.DoesNotContain(world.Plan.Blockers, b => b.Code == BlockerCode.Payment);
        world.Send(Actor.Customer, Cancel());
        Assert.Equal("GiftCardToRestore", world.The<Effect.AlertStaff>().Code);
        Assert.Empty(world.Effects.OfType<Effect.RefundPayment>());
    }
}
