using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;

namespace Fulfilment.Integrations.Storefronts.Shopify;

internal static class ShopifyStates
{
    public static PaymentState Payment(JsonAt order, Money total) => order["financial_status"].Text()?.ToLowerInvariant() switch
    {
        "pending" or "unpaid" => PaymentState.Pending,
        "authorized" => PaymentState.Authorized,
        "partially_paid" => PaymentState.PartiallyPaid,
        "paid" => PaymentState.Paid,
        "partially_refunded" => PaymentState.PartiallyRefunded,
        "refunded" => PaymentState.Refunded,
        "voided" or "expired" => PaymentState.Voided,
        // Free orders bear no status.
        null => total.IsZero ? PaymentState.Paid : PaymentState.Pending,
        var other => throw order["financial_status"].Fault($"'{other}' is no known financial status."),
    };

    /// <summary>Fulfilled elsewhere is completed. Digital orders fulfil themselves at once and stay open: nothing was sent.</summary>
    public static StorefrontStatus Status(JsonAt order, IReadOnlyList<OrderLine> lines)
    {
        if (!order["cancelled_at"].IsMissing) return StorefrontStatus.Cancelled;
        var fulfilled = string.Equals(order["fulfillment_status"].Text(), "fulfilled", StringComparison.OrdinalIgnoreCase);
        return fulfilled && lines.Any(line => line.RequiresShipping) ? StorefrontStatus.Completed : StorefrontStatus.Open;
    }
}
