using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>The order's timer rang: does the first thing that is due. What else is due rings again at once; a stale timer finds nothing.</summary>
internal static class WakeHandler
{
    public static Decision<OrderEvent> Decide(Turn turn)
    {
        var now = turn.Now;
        if (turn.State is OrderState.Open { Order: var open })
        {
            if (open.Provisional is { } pending && pending.Terms.Until <= now) return Lapse(turn, pending);
            if (PaymentRules.ExpiresAt(open) <= now) return Expire(turn);
        }

        if (ReleaseGate.Of(turn.State, now) is { OpensAt: { } opens } && opens <= now) return ReleaseHandler.Release(turn, opens);
        if (turn.State is OrderState.Open { Order: var waiting })
        {
            if (ContactRules.ReminderAt(waiting) <= now) return Remind(turn);
            if (ContactRules.GiveUpAt(waiting) <= now) return GiveUp(turn);
        }

        return turn.State is OrderState.PartlyReleased or OrderState.Released ? CheckSteps(turn) : turn.NoOp();
    }

    private static Decision<OrderEvent> Lapse(Turn turn, ProvisionalEdit pending)
    {
        ProvisionalSteps.Lapse(turn, new Refusal.PaymentExpired(pending.Terms.Until));
        return turn.Accept();
    }

    private static Decision<OrderEvent> Expire(Turn turn)
    {
        CancelHandler.Perform(turn, "payment expired", Actor.System);
        return turn.Accept();
    }

    private static Decision<OrderEvent> Remind(Turn turn)
    {
        turn.Raise(new OrderEvent.ContactReminded(turn.Now));
        turn.Mail(MailTemplates.ContactReminder);
        return turn.Accept();
    }

    private static Decision<OrderEvent> GiveUp(Turn turn)
    {
        turn.Raise(new OrderEvent.ContactGivenUp(turn.Now));
        turn.Alert("ContactUnanswered", $"Order {turn.Order.Snapshot.Number}: the customer has not answered; it goes on waiting.");
        return turn.Accept();
    }

    private static Decision<OrderEvent> CheckSteps(Turn turn)
    {
        var late = turn.Order.Shipments.Select(s => (s.Number, Next: SlaRules.Next(turn.Order, s))).Where(x => x.Next?.At <= turn.Now).ToList();
        if (late.Count == 0) return turn.NoOp();
        foreach (var (number, next) in late)
        {
            turn.Raise(new OrderEvent.SlaMissed(number, next!.Value.Step));
            turn.Alert("SlaMissed", $"Order {turn.Order.Snapshot.Number}: shipment {number} should have reached {next.Value.Step} by {LocalText.At(turn.Order.Store.TimeZone, next.Value.At)}.");
        }

        return turn.Accept();
    }
}
