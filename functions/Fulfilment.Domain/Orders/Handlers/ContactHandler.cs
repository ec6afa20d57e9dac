using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

internal static class ContactHandler
{
    public static Decision<OrderEvent> Confirm(Turn turn, OrderCommand.ConfirmContact c)
    {
        var waiting = ContactRules.Waiting(turn.Order);
        if (waiting.Count == 0) return turn.NoOp();
        turn.Raise(new OrderEvent.ContactConfirmed([.. waiting.Select(l => l.Id)], c.Note));
        return turn.Accept();
    }

    /// <summary>The order goes on waiting: staff must find out what the customer wants instead.</summary>
    public static Decision<OrderEvent> Decline(Turn turn, OrderCommand.DeclineContact c)
    {
        if (ContactRules.Waiting(turn.Order).Count == 0) return turn.NoOp();
        turn.Raise(new OrderEvent.ContactDeclined(turn.Now, c.Reason));
        turn.Alert("ContactDeclined", $"Order {turn.Order.Snapshot.Number}: the customer declined ({c.Reason ?? "no reason given"}).");
        return turn.Accept();
    }
}
