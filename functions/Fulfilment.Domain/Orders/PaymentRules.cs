using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>Whether an order's money allows its release, and what is owed to whom.</summary>
public static class PaymentRules
{
    /// <summary>What still has to be paid or authorised before the release; not positive when payment is clear.</summary>
    public static Money Uncovered(OrderContent content, OrderMoney money, ReleasePolicy policy)
    {
        var due = Totals.Of(content, money.Paid, money.Refunded).Due + money.OpenRefunds;
        return policy.ReleaseOnAuthorized ? due - money.Authorised : due;
    }

    public static Money Uncovered(OrderData order) => Uncovered(order.Content, order.Money, order.Policy);

    public static bool IsClear(OrderData order) => !Uncovered(order).IsPositive;

    /// <summary>Paid beyond what is owed and not yet on its way back; zero when nothing is.</summary>
    public static Money Credit(OrderData order)
    {
        var due = Totals.Of(order).Due + order.Money.OpenRefunds;
        return Money.Min(Money.Max(Money.Zero(due.Currency), -due), Returnable(order.Money));
    }

    /// <summary>All that came in and did not go back.</summary>
    public static Money Returnable(OrderMoney money) => Money.Max(Money.Zero(money.Currency), money.Paid - money.Refunded - money.OpenRefunds);

    /// <summary>An order that is not paid lapses then; null while it is clear, or authorised and waiting to be captured.</summary>
    public static DateTimeOffset? ExpiresAt(OrderData order) =>
        order.Money.DueSince is { } since && !order.Money.Authorised.IsPositive ? since.AddMinutes(order.Policy.PaymentWindowMinutes) : null;
}
