using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;

namespace Fulfilment.Web.Webhooks;

/// <summary>What a webhook that reached an order gets.</summary>
/// <param name="Order">The order's id.</param>
/// <param name="Status">Where its state can be read.</param>
/// <param name="State">Set for an order that was known before.</param>
public sealed record WebhookAnswer(string Order, string Status, OrderStatus? State = null);

public sealed record ParkedAnswer(string Parked, string? Path);

public sealed record IgnoredAnswer(string Ignored);

/// <summary>For a request that tells of several things at once.</summary>
/// <param name="Accepted">How many reports it held; all are stored.</param>
/// <param name="Parked">Ids of those that could not be mapped.</param>
public sealed record BatchAnswer(int Accepted, IReadOnlyList<string> Parked);

/// <summary>Takes webhooks: verify over the raw body, map, hand to the inbox in one batch, answer what is then durable.</summary>
internal static class WebhookEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Source(routes, "/webhooks/shopify/{store}", "shopify", "Shopify orders");
        Source(routes, "/webhooks/woocommerce/{store}", "woocommerce", "WooCommerce orders");
        Source(routes, "/webhooks/orders/{store}", "own", "Orders in the own format, signed as Standard Webhooks say");
        Source(routes, "/webhooks/carriers/easypost/{store}", "easypost", "EasyPost tracker updates");
        Source(routes, "/webhooks/sendgrid/{store}", "sendgrid", "SendGrid's signed events");
    }

    private static void Source(IEndpointRouteBuilder routes, string pattern, string source, string summary) =>
        routes.MapPost(pattern, (HttpContext http, string store, WebhookIntake intake) => intake.TakeAsync(http, store, source))
            .Answers(202, typeof(WebhookAnswer), typeof(ParkedAnswer)).Answers(200, typeof(WebhookAnswer), typeof(IgnoredAnswer), typeof(BatchAnswer))
            .WithSummary(summary).WithTags("Webhooks");
}
