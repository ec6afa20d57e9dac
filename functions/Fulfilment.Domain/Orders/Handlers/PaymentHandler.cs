namespace Fulfilment.Domain.Orders;

/// <summary>Money that came in, went back, or did not.</summary>
internal static class PaymentHandler
{
    public static Decision<OrderEvent> Settled(Turn turn, OrderCommand.PaymentSettled c)
    {
        if (c.Amount.Currency != turn.Order.Money.Currency) return turn.Refuse(new Refusal.InvalidChange($"The order is in {turn.Order.Money.Currency.Code}."));
        if (c.PaymentId is { } id && turn.Order.Money.Entry(id) is { } entry) return Answer(turn, entry, c.Amount, c.Reference);
        return c.Amount.IsPositive ? Unasked(turn, c.Amount, c.Reference) : turn.Refuse(new Refusal.InvalidChange("A payment is more than nothing."));
    }

    public static Decision<OrderEvent> Record(Turn turn, OrderCommand.RecordPayment c)
    {
        if (c.Amount.IsZero || c.Amount.Currency != turn.Order.Money.Currency) return turn.Refuse(new Refusal.InvalidChange($"An amount in {turn.Order.Money.Currency.Code}, not zero."));
        if (c.PaymentId is { } id)
        {
            if (turn.Order.Money.Entry(id) is not { } entry) return turn.Refuse(new Refusal.NotAllowed($"There is no payment {id}."));
            if (entry.Kind == PaymentKind.Refund != c.Amount.IsNegative) return turn.Refuse(new Refusal.InvalidChange($"{id} is a {entry.Kind}."));
            return Answer(turn, entry, c.Amount, c.Reference);
        }

        return c.Amount.IsPositive ? Unasked(turn, c.Amount, c.Reference) : PaidOut(turn, -c.Amount, c.Reference);
    }

    public static Decision<OrderEvent> Failed(Turn turn, OrderCommand.PaymentFailed c)
    {
        if (turn.Order.Money.Entry(c.PaymentId) is not { Status: PaymentStatus.Requested or PaymentStatus.Authorised } entry) return turn.NoOp();
        if (turn.Order.Provisional?.Terms.PaymentId == c.PaymentId)
        {
            turn.Raise(new OrderEvent.PaymentSet(entry with { Status = PaymentStatus.Failed, Reason = c.Reason }));
            ProvisionalSteps.Lapse(turn, new Refusal.PaymentDeclined(c.Reason));
            return turn.Accept();
        }

        turn.Raise(new OrderEvent.PaymentSet(entry with { Status = PaymentStatus.Failed, Reason = c.Reason, CaptureRequested = false }));
        turn.Alert(entry.Kind == PaymentKind.Refund ? "RefundFailed" : "PaymentFailed", $"Order {turn.Order.Snapshot.Number}: {entry.Kind} {entry.Id} of {entry.Amount} failed: {c.Reason}");
        return turn.Accept();
    }

    /// <summary>The answer to something that was asked of a provider or of staff.</summary>
    private static Decision<OrderEvent> Answer(Turn turn, OrderPayment entry, Money amount, string reference)
    {
        if (entry.Status == PaymentStatus.Settled) return turn.NoOp();
        var moved = amount.IsNegative ? -amount : amount;
        var wasClear = PaymentRules.IsClear(turn.Order);
        turn.Raise(new OrderEvent.PaymentSet(entry with { Status = PaymentStatus.Settled, Amount = moved, Reference = reference }));
        if (entry.Kind == PaymentKind.Refund)
        {
            turn.Raise(new OrderEvent.MoneyReturned(moved, entry.Id, reference));
            turn.Mail(MailTemplates.Refunded, m => m with { Amount = moved });
            return turn.Accept();
        }

        turn.Raise(new OrderEvent.MoneyReceived(moved, entry.Id, reference));
        // It lapsed before the money came: nobody is to pay for a change he did not get.
        if (entry.Status is PaymentStatus.Void or PaymentStatus.Failed) MoneySteps.Refund(turn, Money.Min(moved, PaymentRules.Returnable(turn.Order.Money)), "it came too late");
        else AfterIncome(turn, wasClear);
        return turn.Accept();
    }

    /// <summary>Money nobody here asked for: taken by the storefront, or sent by the customer.</summary>
    private static Decision<OrderEvent> Unasked(Turn turn, Money amount, string reference)
    {
        var money = turn.Order.Money;
        if (money.Entries.Any(e => e is { Kind: PaymentKind.Charge, Status: PaymentStatus.Settled } && e.Reference == reference)) return turn.NoOp();
        if (money.Entries.FirstOrDefault(e => e is { Kind: PaymentKind.Charge, Status: PaymentStatus.Authorised } && amount <= e.Amount) is { } authorised)
            return Answer(turn, authorised, amount, reference);
        var wasClear = PaymentRules.IsClear(turn.Order);
        var id = MoneySteps.NextId(turn);
        turn.Raise(new OrderEvent.PaymentSet(new(id, PaymentKind.Charge, amount, PaymentStatus.Settled, reference, null, Money.Zero(amount.Currency))));
        turn.Raise(new OrderEvent.MoneyReceived(amount, id, reference));
        AfterIncome(turn, wasClear);
        return turn.Accept();
    }

    private static Decision<OrderEvent> PaidOut(Turn turn, Money amount, string reference)
    {
        if (amount > turn.Order.Money.Paid - turn.Order.Money.Refunded) return turn.Refuse(new Refusal.NotAllowed("More than was paid cannot be refunded."));
        if (turn.Order.Money.Entries.Any(e => e is { Kind: PaymentKind.Refund, Status: PaymentStatus.Settled } && e.Reference == reference)) return turn.NoOp();
        var id = MoneySteps.NextId(turn);
        turn.Raise(new OrderEvent.PaymentSet(new(id, PaymentKind.Refund, amount, PaymentStatus.Settled, reference, null, Money.Zero(amount.Currency))));
        turn.Raise(new OrderEvent.MoneyReturned(amount, id, reference));
        MoneySteps.Forgive(turn, amount);
        turn.Mail(MailTemplates.Refunded, m => m with { Amount = amount });
        return turn.Accept();
    }

    public static void AfterIncome(Turn turn, bool wasClear)
    {
        switch (turn.State)
        {
            case OrderState.Open:
                ProvisionalSteps.SettleIfCovered(turn);
                if (!wasClear && PaymentRules.IsClear(turn.Order)) turn.Mail(MailTemplates.PaymentReceived);
                break;
            case OrderState.PartlyReleased or OrderState.Released or OrderState.Sent or OrderState.Delivered or OrderState.ClosedOutside:
                MoneySteps.Refund(turn, PaymentRules.Credit(turn.Order), "it was more than the order costs");
                break;
            case OrderState.Cancelled:
                MoneySteps.Refund(turn, PaymentRules.Returnable(turn.Order.Money), "the order is cancelled");
                break;
            default:
                throw new InvalidOperationException($"No money before the order is placed ({turn.State.Kind}).");
        }
    }
}
