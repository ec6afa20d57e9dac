using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Storefronts;

/// <summary>Maps bodies as if they had come in.</summary>
internal static class Mapping
{
    public static IntakeAction Shopify(byte[] body, string topic = "orders/create", StoreSettings? store = null) =>
        new ShopifyWebhooks().Remap(new("shopify", "demo", topic, "d1", body, Samples.Now), store ?? Samples.Store, Samples.Policy);

    public static IntakeAction Woo(byte[] body, string topic = "order.created", StoreSettings? store = null) =>
        new WooCommerceWebhooks().Remap(new("woocommerce", "demo", topic, "d1", body, Samples.Now), store ?? Samples.Store, Samples.Policy);

    public static OrderSnapshot Order(IntakeAction action) => Assert.IsType<IntakeAction.Upsert>(action).Place.Order;

    /// <summary>The order without what only the way through a platform changes: times to the second, and what WooCommerce does not carry.</summary>
    public static string Comparable(OrderSnapshot order) => JsonSerializer.Serialize(order with { UpdatedAt = Samples.Now, PlacedAt = Samples.Now, Locale = null, Source = StorefrontKind.Own }, DomainJson.Options);

    public static byte[] Payload(string name)
    {
        using var stream = typeof(Mapping).Assembly.GetManifestResourceStream($"{name}.json") ?? throw new InvalidOperationException($"No payload {name}.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
