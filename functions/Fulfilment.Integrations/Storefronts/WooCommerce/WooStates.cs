using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;

namespace Fulfilment.Integrations.Storefronts.WooCommerce;

internal static class WooStates
{
    /// <summary>The cart is still open: there is no order yet.</summary>
    public static bool IsDraft(string status) => status is "checkout-draft" or "auto-draft" or "draft";

    public static (PaymentState Payment, StorefrontStatus Status) Read(JsonAt order) => Name(order) switch
    {
        "pending" or "on-hold" => (PaymentState.Pending, StorefrontStatus.Open),
        "failed" => (PaymentState.Failed, StorefrontStatus.Open),
        "processing" => (Settled(order), StorefrontStatus.Open),
        "completed" => (Settled(order), StorefrontStatus.Completed),
        "cancelled" or "trash" => (order["date_paid"].IsMissing ? PaymentState.Pending : Settled(order), StorefrontStatus.Cancelled),
        "refunded" => (PaymentState.Refunded, StorefrontStatus.Open),
        var other => throw order["status"].Fault($"'{other}' is no status of WooCommerce itself; a plugin's status needs a mapping."),
    };

    /// <summary>With or without the prefix that the database uses.</summary>
    public static string Name(JsonAt order)
    {
        var status = order["status"].RequiredText().ToLowerInvariant();
        return status.StartsWith("wc-", StringComparison.Ordinal) ? status[3..] : status;
    }

    private static PaymentState Settled(JsonAt order) => order["refunds"].Items().Any() ? PaymentState.PartiallyRefunded : PaymentState.Paid;
}
