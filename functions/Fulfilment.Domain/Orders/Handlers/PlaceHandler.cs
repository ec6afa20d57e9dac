namespace Fulfilment.Domain.Orders;

internal static class PlaceHandler
{
    public static Decision<OrderEvent> Decide(Turn turn, OrderCommand.Place c)
    {
        turn.Raise(new OrderEvent.Placed(c.Order, c.Store, c.Policy, c.RulesVersion, turn.Now));
        TakePayment(turn, c.Order);
        if (c.Order.Status == StorefrontStatus.Completed)
        {
            turn.Raise(new OrderEvent.ClosedOutside(turn.Now));
            return turn.Accept();
        }

        if (StorefrontPayments.IsWithdrawn(c.Order))
        {
            // The storefront has told its customer and given back the money.
            turn.Raise(new OrderEvent.Cancelled(StorefrontPayments.WithdrawalReason(c.Order), c.Actor, turn.Now));
            return turn.Accept();
        }

        StockSteps.Adjust(turn);
        turn.Mail(MailTemplates.Received);
        return turn.Accept();
    }

    private static void TakePayment(Turn turn, OrderSnapshot order)
    {
        var zero = Money.Zero(order.Charges.Currency);
        if (StorefrontPayments.PaidOf(order) is { IsPositive: true } paid)
        {
            turn.Raise(new OrderEvent.PaymentSet(new(MoneySteps.NextId(turn), PaymentKind.Charge, paid, PaymentStatus.Settled, null, null, paid)));
            turn.Raise(new OrderEvent.MoneyReceived(paid, null, null));
        }

        if (order.Charges.Refunded is { IsPositive: true } refunded)
        {
            turn.Raise(new OrderEvent.PaymentSet(new(MoneySteps.NextId(turn), PaymentKind.Refund, refunded, PaymentStatus.Settled, null, null, refunded)));
            turn.Raise(new OrderEvent.MoneyReturned(refunded, null, null));
        }

        if (StorefrontPayments.AuthorisedOf(order) is { IsPositive: true } authorised)
            turn.Raise(new OrderEvent.PaymentSet(new(MoneySteps.NextId(turn), PaymentKind.Charge, authorised, PaymentStatus.Authorised, null, null, zero)));
        MoneySteps.Forgive(turn, order.Charges.Refunded);
    }
}
