using System.Text;
using Fulfilment.Domain.Release;
using Fulfilment.Integrations.Storefronts.Json;
using Fulfilment.Integrations.Storefronts.Signatures;
using Fulfilment.Integrations.Storefronts.WooCommerce;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>WooCommerce's order webhooks: base64 HMAC-SHA256 over the raw body; the ping at saving is unsigned and form-encoded.</summary>
public sealed class WooCommerceWebhooks : IWebhookSource
{
    public const string SourceName = "woocommerce";
    public const string SignatureHeader = "X-WC-Webhook-Signature";
    public const string TopicHeader = "X-WC-Webhook-Topic";
    public const string DeliveryHeader = "X-WC-Webhook-Delivery-ID";

    private const string Ping = "ping";
    private const int MaxPing = 64;

    // order.deleted carries an id only, and tells of bookkeeping, not of the customer's wish.
    private static readonly HashSet<string> OrderTopics = new(StringComparer.OrdinalIgnoreCase) { "order.created", "order.updated", "order.restored" };

    public string Name => SourceName;

    /// <summary>The value of <see cref="SignatureHeader"/>.</summary>
    public static string Sign(string secret, ReadOnlySpan<byte> body) => Convert.ToBase64String(Hmac.Sign(secret, body));

    public SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now)
    {
        var header = request.Header(SignatureHeader);
        if (header is null && IsPing(request)) return SignatureCheck.UnsignedPing;
        return Hmac.CheckBase64Header(store.Secrets.Woocommerce, request.Body, header);
    }

    public MappedDelivery Map(WebhookRequest request, StoreSettings store, ReleasePolicy policy, DateTimeOffset now)
    {
        var topic = IsPing(request) ? Ping : request.Header(TopicHeader) ?? "";
        var delivery = new Delivery(SourceName, request.Store, topic, request.Header(DeliveryHeader) ?? "", request.Body, now);
        return new(delivery, Remap(delivery, store, policy));
    }

    public IntakeAction Remap(Delivery delivery, StoreSettings store, ReleasePolicy policy) => Topics.Read(delivery.Topic, OrderTopics, () =>
    {
        var order = JsonAt.Parse(delivery.Body).RequiredObject();
        return WooStates.IsDraft(WooStates.Name(order))
            ? new IntakeAction.Ignore("The customer is still at the checkout.")
            : Placing.Upsert(delivery, WooOrder.Map(order, store, policy), store, policy);
    });

    private static bool IsPing(WebhookRequest request) =>
        request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
        && request.Body.Length <= MaxPing
        && Encoding.UTF8.GetString(request.Body) is var body
        && body.StartsWith("webhook_id=", StringComparison.Ordinal)
        && body["webhook_id=".Length..].All(char.IsAsciiDigit);
}
