namespace Fulfilment.Domain.Orders;

/// <summary>An edit, all or none: first what can be said without the outside, then what it needs from there, then its price.</summary>
internal static class EditHandler
{
    public static Decision<OrderEvent> Decide(Turn turn, OrderCommand.Edit c)
    {
        if (EditChecks.Refusal(turn, c) is { } refusal) return Refuse(turn, c, refusal);
        if (turn.Facts is null && EditNeeds.Of(turn.Order, c) is { } needs) return turn.Needs(needs);
        var (changes, problem) = EditResolver.Resolve(turn.Order, c, turn.Facts ?? new Facts());
        if (problem is not null) return Refuse(turn, c, problem);
        return changes.Count == 0 ? turn.NoOp() : Apply(turn, c, changes);
    }

    private static Decision<OrderEvent> Apply(Turn turn, OrderCommand.Edit c, IReadOnlyList<ContentChange> changes)
    {
        var order = turn.Order;
        var content = order.Content.Apply(changes);
        if (!content.Lines.Any(l => l.Quantity > 0)) return Refuse(turn, c, new Refusal.WouldEmptyOrder());
        var reserved = turn.Facts?.Reserved == true;
        var uncovered = PaymentRules.Uncovered(content, order.Money, order.Policy);

        // An order that nothing has been paid for yet simply owes more; one that was clear must stay clear.
        if (uncovered.IsPositive && PaymentRules.IsClear(order) && c.Actor.Kind != ActorKind.Storefront && !order.BlockedAsTest)
            return ProvisionalSteps.Make(turn, c, changes, uncovered, reserved);

        turn.Raise(new OrderEvent.ContentChanged(changes));
        StockSteps.Adjust(turn, reserved);
        EditSteps.ExtendGrace(turn);
        turn.Mail(MailTemplates.EditApplied, m => m with { Changes = c.Changes });
        return turn.Accept();
    }

    private static Decision<OrderEvent> Refuse(Turn turn, OrderCommand.Edit c, Refusal reason)
    {
        IReadOnlyList<string> next = reason is Refusal.WouldEmptyOrder ? [nameof(OrderCommand.Cancel)] : NextSteps.For(turn.State, turn.Now, c.Actor.Kind);
        if (turn.Facts?.Reserved != true) return turn.Refuse(reason, next);
        StockSteps.Restore(turn);
        return turn.Remember(Outcome.Rejected, reason, next);
    }
}
