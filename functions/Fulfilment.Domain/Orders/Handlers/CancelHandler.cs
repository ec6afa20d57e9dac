namespace Fulfilment.Domain.Orders;

internal static class CancelHandler
{
    public static Decision<OrderEvent> Decide(Turn turn, OrderCommand.Cancel c)
    {
        Perform(turn, c.Reason, c.Actor);
        return turn.Accept();
    }

    /// <summary>Ends the order: money goes back in full, stock is given back, the customer and the storefront are told.</summary>
    public static void Perform(Turn turn, string? reason, Actor by)
    {
        if (turn.Order.Provisional is { } pending)
        {
            turn.Raise(new OrderEvent.ProvisionalLapsed(pending.CommandId, new Refusal.OrderClosed(OrderStatus.Cancelled)));
            turn.Settle(pending.CommandId, nameof(OrderCommand.Edit), pending.Actor, Outcome.Rejected, new Refusal.OrderClosed(OrderStatus.Cancelled));
        }

        MoneySteps.VoidOpenCharges(turn);
        var back = PaymentRules.Returnable(turn.Order.Money);
        MoneySteps.Refund(turn, back, "the order was cancelled");
        if (turn.Order.Content.GiftCards.IsPositive)
            turn.Alert("GiftCardToRestore", $"Order {turn.Order.Snapshot.Number} was cancelled: {turn.Order.Content.GiftCards} go back to its gift cards.");
        if (turn.Order.Stock.Version > 0) turn.Emit(new Effect.ReleaseStock(turn.Order.Id, turn.Order.Store.Id));
        turn.Raise(new OrderEvent.Cancelled(reason, by, turn.Now));
        turn.Mail(MailTemplates.Cancelled, m => m with { Reason = reason, Amount = back.IsPositive ? back : null });
        if (by.Kind != ActorKind.Storefront) turn.Emit(new Effect.NotifyStorefront("cancelled", null, null, null));
    }
}
