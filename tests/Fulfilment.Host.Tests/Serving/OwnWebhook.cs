using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;

namespace Fulfilment.Host.Tests.Serving;

/// <summary>A signed order of the shop's own storefront.</summary>
internal static class OwnWebhook
{
    public const string Secret = "MDEyMzQ1Njc4OWFiY2RlZg==";

    /// <summary>For <c>serve --set</c>.</summary>
    public const string SecretSetting = "stores:demo:secrets:own:0=" + Secret;

    public static string OrderId(int number) => $"demo.own.{number}";

    public static HttpRequestMessage Request(int number)
    {
        var now = DateTimeOffset.UtcNow;
        var zero = Money.Zero(Currency.Of("EUR"));
        var order = new OrderSnapshot
        {
            Store = "demo",
            Source = StorefrontKind.Own,
            ExternalId = $"{number}",
            Number = $"{number}",
            PlacedAt = now,
            UpdatedAt = now,
            Customer = new Customer("Sample", "a@example.com"),
            Lines = [new OrderLine { Id = "1", Sku = "A", Title = new string('x', 400), Category = "default", Quantity = 1, UnitPrice = zero, UnitDiscount = zero }],
            Charges = OrderCharges.None(Currency.Of("EUR")),
            Payment = PaymentState.Paid,
        };
        var webhook = SampleWebhooks.Own(order, Secret, $"w{number}", now);
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Path) { Content = new ByteArrayContent(webhook.Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", webhook.ContentType);
        foreach (var (name, value) in webhook.Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
