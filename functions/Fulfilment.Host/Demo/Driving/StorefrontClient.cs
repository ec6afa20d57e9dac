using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.World;
using Fulfilment.Integrations.Storefronts;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>What a storefront tells of an order.</summary>
internal enum ShopTopic { Created, Updated, Paid, Cancelled }

/// <summary>The three storefronts and their webhooks.</summary>
internal sealed class StorefrontClient(WebhookSender sender, DemoSecrets secrets, Agenda agenda, Chronicle chronicle)
{
    /// <param name="mark">Tells deliveries of the same content apart; the same mark is the same delivery, tried again.</param>
    public Task CreatedAsync(DemoOrder order, string mark = "first") => SendAsync(order, ShopTopic.Created, mark);

    public async Task UpdatedAsync(DemoOrder order)
    {
        var webhook = Sign(order, ShopTopic.Updated, "first");
        await sender.OrderAsync(order.Id, webhook);
        chronicle.StorefrontAddresses.Add(new(order.Id, agenda.Now, order.ShipTo!));
    }

    public Task PaidAsync(DemoOrder order) => SendAsync(order, ShopTopic.Paid, "first");

    public Task CancelledAsync(DemoOrder order) => SendAsync(order, ShopTopic.Cancelled, "first");

    /// <summary>A body that was changed on its way.</summary>
    public Task ForgedAsync(DemoOrder order) => sender.ForgedAsync(Sign(order, ShopTopic.Created, "forged"));

    /// <summary>Properly signed, and not an order.</summary>
    public Task GarbageAsync(DemoOrder order)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"id":{{order.ExternalId}},"line_items":"none"}""");
        var webhook = Sign(order, ShopTopic.Created, "garbage") with { Body = body };
        var headers = new Dictionary<string, string>(webhook.Headers, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Signature(order, body)) headers[name] = value;
        return sender.UnreadableAsync(webhook with { Headers = headers });
    }

    private IReadOnlyDictionary<string, string> Signature(DemoOrder order, byte[] body) => order.Source switch
    {
        StorefrontKind.Shopify => new Dictionary<string, string> { [ShopifyWebhooks.SignatureHeader] = ShopifyWebhooks.Sign(secrets.Shopify, body) },
        StorefrontKind.Woo => new Dictionary<string, string> { [WooCommerceWebhooks.SignatureHeader] = WooCommerceWebhooks.Sign(secrets.Woocommerce, body) },
        StorefrontKind.Own => OwnWebhooks.Sign(secrets.Own, $"{order.ExternalId}-garbage", agenda.Now, body),
        _ => throw new InvalidOperationException($"Unknown storefront {order.Source}."),
    };

    private Task SendAsync(DemoOrder order, ShopTopic topic, string mark) => sender.OrderAsync(order.Id, Sign(order, topic, mark));

    private SignedWebhook Sign(DemoOrder order, ShopTopic topic, string mark)
    {
        var snapshot = Snapshots.Of(order);
        var id = $"{order.ExternalId}-{topic}-{mark}".ToLowerInvariant();
        return order.Source switch
        {
            StorefrontKind.Shopify => SampleWebhooks.Shopify(snapshot, ShopifyTopic(topic), secrets.Shopify, id),
            StorefrontKind.Woo => SampleWebhooks.WooCommerce(snapshot, topic == ShopTopic.Created ? "order.created" : "order.updated", secrets.Woocommerce, id),
            StorefrontKind.Own => SampleWebhooks.Own(snapshot, secrets.Own, id, agenda.Now),
            _ => throw new InvalidOperationException($"Unknown storefront {order.Source}."),
        };
    }

    private static string ShopifyTopic(ShopTopic topic) => topic switch
    {
        ShopTopic.Created => "orders/create",
        ShopTopic.Updated => "orders/updated",
        ShopTopic.Paid => "orders/paid",
        ShopTopic.Cancelled => "orders/cancelled",
        _ => throw new InvalidOperationException($"Unknown topic {topic}."),
    };
}
