namespace Fulfilment.Domain.Orders;

/// <summary>
/// Payment facts of a newer snapshot. The storefront may be telling back what is known here already (a transfer that staff
/// recorded, a refund that was asked for): such an echo is marked as told and not counted twice.
/// </summary>
internal static class StorefrontMoney
{
    /// <returns>What came in and what went back that was not known before.</returns>
    public static (Money In, Money Out) Apply(Turn turn, OrderSnapshot last, OrderSnapshot newer)
    {
        var income = In(turn, StorefrontPayments.PaidOf(newer) - StorefrontPayments.PaidOf(last));
        var outgo = Out(turn, newer.Charges.Refunded - last.Charges.Refunded);
        Authorisation(turn, last, newer);
        return (income, outgo);
    }

    private static Money In(Turn turn, Money told)
    {
        var zero = Money.Zero(told.Currency);
        foreach (var entry in Entries(turn, e => e is { Kind: PaymentKind.Charge, Status: PaymentStatus.Settled } && e.Told < e.Amount))
        {
            if (!told.IsPositive) return zero;
            var echo = Money.Min(told, entry.Amount - entry.Told);
            turn.Raise(new OrderEvent.PaymentSet(entry with { Told = entry.Told + echo }));
            told -= echo;
        }

        if (!told.IsPositive) return zero;
        if (Entries(turn, e => e is { Kind: PaymentKind.Charge, Status: PaymentStatus.Authorised }).FirstOrDefault() is { } authorised)
            turn.Raise(new OrderEvent.PaymentSet(authorised with { Status = PaymentStatus.Settled, Amount = told, Told = told }));
        else
            turn.Raise(new OrderEvent.PaymentSet(new(MoneySteps.NextId(turn), PaymentKind.Charge, told, PaymentStatus.Settled, null, null, told)));
        turn.Raise(new OrderEvent.MoneyReceived(told, null, null));
        return told;
    }

    private static Money Out(Turn turn, Money told)
    {
        var zero = Money.Zero(told.Currency);
        var known = zero;
        foreach (var entry in Entries(turn, e => e.Kind == PaymentKind.Refund && (e.IsOpenRefund ? e.Amount <= told : e.Status == PaymentStatus.Settled && e.Told < e.Amount)))
        {
            var echo = Money.Min(told - known, entry.Amount - entry.Told);
            if (!echo.IsPositive || (entry.IsOpenRefund && echo < entry.Amount)) continue;
            turn.Raise(new OrderEvent.PaymentSet(entry with { Status = PaymentStatus.Settled, Told = entry.Told + echo }));
            if (entry.IsOpenRefund) turn.Raise(new OrderEvent.MoneyReturned(echo, entry.Id, null));
            known += echo;
        }

        var rest = told - known;
        if (!rest.IsPositive) return zero;
        turn.Raise(new OrderEvent.PaymentSet(new(MoneySteps.NextId(turn), PaymentKind.Refund, rest, PaymentStatus.Settled, null, null, rest)));
        turn.Raise(new OrderEvent.MoneyReturned(rest, null, null));
        return rest;
    }

    private static void Authorisation(Turn turn, OrderSnapshot last, OrderSnapshot newer)
    {
        if (newer.Payment != PaymentState.Authorized || last.Payment == PaymentState.Authorized || turn.Order.Money.Authorised.IsPositive) return;
        var amount = StorefrontPayments.AuthorisedOf(newer);
        if (amount.IsPositive) turn.Raise(new OrderEvent.PaymentSet(new(MoneySteps.NextId(turn), PaymentKind.Charge, amount, PaymentStatus.Authorised, null, null, Money.Zero(amount.Currency))));
    }

    private static List<OrderPayment> Entries(Turn turn, Func<OrderPayment, bool> of) => [.. turn.Order.Money.Entries.Where(of)];
}
