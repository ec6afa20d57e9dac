namespace Fulfilment.Domain.Orders;

/// <summary>A dearer edit that waits for its money: made, settled, or lapsed.</summary>
internal static class ProvisionalSteps
{
    public static Decision<OrderEvent> Make(Turn turn, OrderCommand.Edit c, IReadOnlyList<ContentChange> changes, Money amount, bool reserved)
    {
        var id = MoneySteps.NextId(turn);
        var terms = new ProvisionalTerms(turn.Now.AddMinutes(turn.Order.Policy.EditPaymentWindowMinutes), amount, id);
        turn.Raise(new OrderEvent.PaymentSet(new(id, PaymentKind.Charge, amount, PaymentStatus.Requested, null, null, Money.Zero(amount.Currency))));
        turn.Raise(new OrderEvent.ProvisionalMade(new(c.CommandId, c.Actor, terms, c.Changes, changes, [])));
        StockSteps.Adjust(turn, reserved);
        turn.Emit(new Effect.RequestPayment(id, amount, terms.Until));
        turn.Mail(MailTemplates.PaymentDue, m => m with { Changes = c.Changes, Amount = amount, Deadline = terms.Until });
        return turn.Accept(terms);
    }

    /// <summary>The lines it is about are still there.</summary>
    public static bool CanSettle(OrderContent content, ProvisionalEdit pending) =>
        pending.Content.Select(ContentRules.LineOf).All(line => line is null || content.Line(line) is not null);

    /// <summary>After money came in: applies the pending edit once it is covered.</summary>
    public static void SettleIfCovered(Turn turn)
    {
        if (turn.Order.Provisional is not { } pending) return;
        if (!CanSettle(turn.Order.Content, pending))
        {
            Lapse(turn, new Refusal.InvalidChange("A line it was about has been taken off the order meanwhile."));
            return;
        }

        if (IsPaid(turn.Order, pending)) Settle(turn, pending);
    }

    /// <summary>Either nothing is owed with the edit in it, or all that was asked for it has come: what else became dearer meanwhile is not its fault.</summary>
    private static bool IsPaid(OrderData order, ProvisionalEdit pending)
    {
        if (order.Money.Entry(pending.Terms.PaymentId) is { Status: PaymentStatus.Settled } paid && paid.Amount >= pending.Terms.Amount) return true;
        return !PaymentRules.Uncovered(ContentEvolution.Settled(order.Content, pending), order.Money, order.Policy).IsPositive;
    }

    public static void Lapse(Turn turn, Refusal reason)
    {
        var pending = turn.Order.Provisional ?? throw new InvalidOperationException("No provisional edit is pending.");
        if (turn.Order.Money.Entry(pending.Terms.PaymentId) is { Status: PaymentStatus.Requested } request) MoneySteps.Void(turn, request);
        turn.Raise(new OrderEvent.ProvisionalLapsed(pending.CommandId, reason));
        StockSteps.Adjust(turn);
        turn.Settle(pending.CommandId, nameof(OrderCommand.Edit), pending.Actor, Outcome.Rejected, reason);
        turn.Mail(reason is Refusal.PaymentExpired ? MailTemplates.PaymentExpired : MailTemplates.EditRefused, m => m with { Changes = pending.Changes, Amount = pending.Terms.Amount, Deadline = pending.Terms.Until });
    }

    private static void Settle(Turn turn, ProvisionalEdit pending)
    {
        if (turn.Order.Money.Entry(pending.Terms.PaymentId) is { Status: PaymentStatus.Requested } request) MoneySteps.Void(turn, request);
        turn.Raise(new OrderEvent.ProvisionalSettled(pending.CommandId));
        EditSteps.ExtendGrace(turn);
        turn.Settle(pending.CommandId, nameof(OrderCommand.Edit), pending.Actor, Outcome.Applied);
        turn.Mail(MailTemplates.EditApplied, m => m with { Changes = pending.Changes, Amount = pending.Terms.Amount });
    }
}
