namespace Fulfilment.Domain.Orders;

/// <summary>What a storefront's payment state means in money.</summary>
internal static class StorefrontPayments
{
    /// <summary>Paid in full means that nothing is due, even where the snapshot names no amount.</summary>
    public static Money PaidOf(OrderSnapshot order)
    {
        if (order.Payment != PaymentState.Paid) return order.Charges.Paid;
        var totals = Totals.Of(order);
        return Money.Max(order.Charges.Paid, totals.Total - totals.GiftCards + totals.Refunded);
    }

    public static Money AuthorisedOf(OrderSnapshot order)
    {
        var zero = Money.Zero(order.Charges.Currency);
        return order.Payment == PaymentState.Authorized ? Money.Max(zero, Totals.Of(order).Due) : zero;
    }

    /// <summary>Nothing of it is to be sent any more: cancelled, or its money was given back or let go.</summary>
    public static bool IsWithdrawn(OrderSnapshot order) =>
        order.Status == StorefrontStatus.Cancelled || order.Payment is PaymentState.Refunded or PaymentState.Voided;

    public static string WithdrawalReason(OrderSnapshot order) => order.Status == StorefrontStatus.Cancelled ? "cancelled on the storefront" : $"payment {order.Payment.ToString().ToLowerInvariant()} on the storefront";
}
