using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>Totals follow from the lines; a finished order owes nothing and is owed nothing.</summary>
internal static class MoneyAddsUp
{
    public static IEnumerable<string> Check(Evidence evidence, Chronicle sent)
    {
        foreach (var order in evidence.Orders.Values.OrderBy(o => o.Id, StringComparer.Ordinal))
        {
            var totals = order.Totals;
            var zero = Money.Zero(totals.Lines.Currency);
            var lines = order.Lines.Aggregate(zero, (sum, line) => sum + line.UnitPrice * line.Quantity);
            // A cancelled order still shows what was ordered, and charges nothing for it.
            if (lines != totals.Lines && order.Status != OrderStatus.Cancelled) yield return $"{order.Id}: its lines are worth {lines}, its totals say {totals.Lines}";
            if (totals.Paid.IsNegative || totals.Refunded.IsNegative || totals.Refunded > totals.Paid) yield return $"{order.Id}: {totals.Refunded} refunded of {totals.Paid} paid";
            var back = Sum(order, zero, p => p.Kind == "refund" && p.Status == "settled");
            if (back != totals.Refunded) yield return $"{order.Id}: refunds settled are {back}, its totals say {totals.Refunded}";
            var open = Sum(order, zero, p => p.Kind == "refund" && p.Status is "due" or "requested");
            if (order.Status == OrderStatus.Delivered && !(totals.Due + open).IsZero) yield return $"{order.Id} is delivered and {totals.Due + open} is unsettled";
            if (order.Status == OrderStatus.Cancelled && totals.Paid - totals.Refunded != open) yield return $"{order.Id} is cancelled, {totals.Paid} was paid, {totals.Refunded} is back and {open} on its way";
        }
    }

    private static Money Sum(OrderView order, Money zero, Func<PaymentView, bool> of) => order.Payments.Where(of).Aggregate(zero, (sum, p) => sum + p.Amount);
}
