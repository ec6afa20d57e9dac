using System.Globalization;

namespace Fulfilment.Domain.Orders;

/// <summary>Movements of money that several handlers share.</summary>
internal static class MoneySteps
{
    public static string NextId(Turn turn) => string.Create(CultureInfo.InvariantCulture, $"p{turn.Order.Money.LastPayment + 1}");

    public static void Refund(Turn turn, Money amount, string reason)
    {
        if (!amount.IsPositive) return;
        var id = NextId(turn);
        turn.Raise(new OrderEvent.PaymentSet(new(id, PaymentKind.Refund, amount, PaymentStatus.Requested, null, reason, Money.Zero(amount.Currency))));
        turn.Emit(new Effect.RefundPayment(id, amount, reason));
    }

    /// <summary>Lets go of what was asked for or authorised and not taken.</summary>
    public static void VoidOpenCharges(Turn turn)
    {
        foreach (var entry in turn.Order.Money.Entries.Where(e => e is { Kind: PaymentKind.Charge, Status: PaymentStatus.Requested or PaymentStatus.Authorised, CaptureRequested: false }))
            Void(turn, entry);
    }

    public static void Void(Turn turn, OrderPayment entry)
    {
        turn.Raise(new OrderEvent.PaymentSet(entry with { Status = PaymentStatus.Void }));
        turn.Emit(new Effect.VoidPayment(entry.Id, entry.Reference));
    }

    /// <summary>Money given back without taking goods off is not asked of the customer again.</summary>
    public static void Forgive(Turn turn, Money returned)
    {
        if (!returned.IsPositive) return;
        var missing = Money.Min(returned, PaymentRules.Uncovered(turn.Order));
        if (missing.IsPositive) turn.Raise(new OrderEvent.ContentChanged([new ContentChange.AddAllowance(missing)]));
    }

    /// <summary>At the release: takes what is owed from what was authorised, and gives back what was paid beyond it.</summary>
    public static void Net(Turn turn)
    {
        foreach (var entry in turn.Order.Money.Entries.Where(e => e is { Kind: PaymentKind.Charge, Status: PaymentStatus.Authorised, CaptureRequested: false }))
        {
            var owed = Totals.Of(turn.Order).Due + turn.Order.Money.OpenRefunds - turn.Order.Money.Sum(e => e is { Status: PaymentStatus.Authorised, CaptureRequested: true });
            if (!owed.IsPositive)
            {
                Void(turn, entry);
                continue;
            }

            var take = Money.Min(owed, entry.Amount);
            turn.Raise(new OrderEvent.PaymentSet(entry with { Amount = take, CaptureRequested = true }));
            turn.Emit(new Effect.CapturePayment(entry.Id, take, entry.Reference));
        }

        Refund(turn, PaymentRules.Credit(turn.Order), "the order became cheaper");
    }
}
