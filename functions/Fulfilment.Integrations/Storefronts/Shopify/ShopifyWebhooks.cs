using Fulfilment.Domain.Release;
using Fulfilment.Integrations.Storefronts.Shopify;
using Fulfilment.Integrations.Storefronts.Signatures;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>Shopify's order webhooks: base64 HMAC-SHA256 over the raw body. Header names come with or without "X-".</summary>
public sealed class ShopifyWebhooks : IWebhookSource
{
    public const string SourceName = "shopify";
    public const string SignatureHeader = "X-Shopify-Hmac-Sha256";
    public const string TopicHeader = "X-Shopify-Topic";
    public const string DeliveryHeader = "X-Shopify-Webhook-Id";

    // orders/edited and orders/delete carry no order; an orders/updated follows the former.
    private static readonly HashSet<string> OrderTopics = new(StringComparer.OrdinalIgnoreCase)
    {
        "orders/create", "orders/updated", "orders/cancelled", "orders/paid", "orders/fulfilled", "orders/partially_fulfilled",
    };

    public string Name => SourceName;

    /// <summary>The value of <see cref="SignatureHeader"/>.</summary>
    public static string Sign(string secret, ReadOnlySpan<byte> body) => Convert.ToBase64String(Hmac.Sign(secret, body));

    public SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now) =>
        Hmac.CheckBase64Header(store.Secrets.Shopify, request.Body, request.Header(SignatureHeader, "Shopify-Hmac-Sha256"));

    public MappedDelivery Map(WebhookRequest request, StoreSettings store, ReleasePolicy policy, DateTimeOffset now)
    {
        var topic = request.Header(TopicHeader, "Shopify-Topic") ?? "";
        var id = request.Header(DeliveryHeader, "Shopify-Webhook-Id") ?? "";
        var delivery = new Delivery(SourceName, request.Store, topic, id, request.Body, now);
        return new(delivery, Remap(delivery, store, policy));
    }

    public IntakeAction Remap(Delivery delivery, StoreSettings store, ReleasePolicy policy) =>
        Topics.Read(delivery.Topic, OrderTopics, () => Placing.Upsert(delivery, ShopifyOrder.Map(delivery.Body, store, policy), store, policy));
}
