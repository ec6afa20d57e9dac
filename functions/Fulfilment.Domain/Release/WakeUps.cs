using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Release;

/// <summary>When an order must look again by itself, and for what. Each due thing, once done, is due no more.</summary>
internal static class WakeUps
{
    public static DateTimeOffset? Next(OrderState state, DateTimeOffset now) => state switch
    {
        OrderState.Unplaced or OrderState.ClosedOutside => null,
        OrderState.Open s => Instants.Earliest(
            s.Order.Provisional?.Terms.Until, PaymentRules.ExpiresAt(s.Order), ContactRules.ReminderAt(s.Order), ContactRules.GiveUpAt(s.Order), ReleaseGate.Of(state, now)?.OpensAt),
        OrderState.PartlyReleased s => Instants.Earliest(ReleaseGate.Of(state, now)?.OpensAt, SlaRules.NextAt(s.Order)),
        OrderState.Released s => SlaRules.NextAt(s.Order),
        OrderState.Sent or OrderState.Delivered or OrderState.Cancelled => ClosesAt(state),
        _ => throw new InvalidOperationException($"Unknown order state {state.GetType().Name}."),
    };

    /// <summary>When nobody listens any more; null while something is still open.</summary>
    public static DateTimeOffset? ClosesAt(OrderState state) => state switch
    {
        OrderState.Sent s => AfterCare(s.Order, s.At),
        OrderState.Delivered s => AfterCare(s.Order, s.At),
        OrderState.Cancelled s => AfterCare(s.Order, s.At),
        OrderState.ClosedOutside s => s.Order.Money.OpenRefunds.IsPositive ? null : s.At,
        OrderState.Unplaced or OrderState.Open or OrderState.PartlyReleased or OrderState.Released => null,
        _ => throw new InvalidOperationException($"Unknown order state {state.GetType().Name}."),
    };

    private static DateTimeOffset? AfterCare(OrderData order, DateTimeOffset at) =>
        order.Money.OpenRefunds.IsPositive ? null : at.AddDays(order.Policy.AftercareDays);
}
