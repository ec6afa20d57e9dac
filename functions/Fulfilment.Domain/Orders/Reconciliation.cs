using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>What follows from any accepted command, whichever it was: payment that became due or clear, contact that must be asked for.</summary>
internal static class Reconciliation
{
    public static void Run(Turn turn)
    {
        if (turn.State is not OrderState.Open) return;
        Payment(turn);
        Contact(turn);
    }

    /// <summary>A blocker that only an event can lift was there before and is not any more.</summary>
    public static bool Cleared(OrderState before, OrderState after, DateTimeOffset now)
    {
        if (ReleaseGate.Of(before, now) is not { } was || ReleaseGate.Of(after, now) is not { } @is) return false;
        return was.Waiting.Select(b => b.Code).Except(@is.Waiting.Select(b => b.Code)).Any();
    }

    /// <summary>The deadline as it is shown once this command is recorded; null when there is none any more.</summary>
    public static DateTimeOffset? Deadline(OrderState state, DateTimeOffset? cleared)
    {
        if (state is not OrderState.Open { Order: var order }) return null;
        return ReleaseGate.Deadline(cleared is null ? order : order with { Grace = order.Grace with { LastClearedAt = cleared } });
    }

    private static void Payment(Turn turn)
    {
        var clear = PaymentRules.IsClear(turn.Order);
        if (!clear && turn.Order.Money.DueSince is null) turn.Raise(new OrderEvent.PaymentBecameDue(turn.Now));
        if (clear && turn.Order.Money.DueSince is not null) turn.Raise(new OrderEvent.PaymentCleared());
    }

    private static void Contact(Turn turn)
    {
        if (turn.Order.BlockedAsTest || ContactRules.Waiting(turn.Order).Count == 0) return;
        var waited = turn.Before is OrderState.Open open && ContactRules.Waiting(open.Order).Count > 0;
        if (waited && turn.Order.Contact.RequestedAt is not null) return;
        turn.Raise(new OrderEvent.ContactRequested(turn.Now));
        turn.Mail(MailTemplates.ContactRequested);
    }
}
