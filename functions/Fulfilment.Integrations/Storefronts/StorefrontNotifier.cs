using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Integrations.Storefronts.Signatures;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>
/// Tells the own storefront of shipments, deliveries and cancellations: a POST to the store's notify URL, signed by the Standard
/// Webhooks scheme with the store's first secret; the effect's key is the message id, so a repeat can be dropped there. Shopify and
/// WooCommerce are not told: writing to them needs their admin interfaces and keys, which this service does not hold.
/// </summary>
public sealed class StorefrontNotifier(HttpClient http, TimeProvider clock) : IStorefrontNotifier
{
    public async Task<OutboxResult> NotifyAsync(string key, StoreSettings store, string orderId, Effect.NotifyStorefront effect, CancellationToken cancellationToken = default)
    {
        if (store.Storefront.NotifyUrl is not { Length: > 0 } url || !IsOwn(store, orderId)) return OutboxResult.Delivered;
        if (store.Secrets.Own.FirstOrDefault(StandardWebhooks.IsSecret) is not { } secret) return new OutboxResult.GiveUp($"Store '{store.Profile.Id}' has a notify URL and no own secret to sign with.");
        using var request = Request(url, secret, key, orderId, effect);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Result(response);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StorefrontNotToldException("The storefront did not answer in time.");
        }
    }

    private HttpRequestMessage Request(string url, string secret, string key, string orderId, Effect.NotifyStorefront effect)
    {
        var now = clock.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new StorefrontNotice($"order.{effect.Topic}", now, new(orderId, ExternalId(orderId), effect.Shipment, effect.Carrier, effect.TrackingNumber)), DomainJson.Options);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in StandardWebhooks.Sign(secret, key, now, body)) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private OutboxResult Result(HttpResponseMessage response) => response.StatusCode switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => OutboxResult.Delivered,
        HttpStatusCode.Gone => new OutboxResult.GiveUp("The storefront answers 410: it wants no more of these."),
        var status when RetryAfter.Of(response, clock.GetUtcNow()) is { } delay => new OutboxResult.RetryAfter(delay, $"The storefront answers {(int)status}."),
        var status => throw new StorefrontNotToldException($"The storefront answers {(int)status}."),
    };

    private static bool IsOwn(StoreSettings store, string orderId) => orderId.StartsWith($"{store.Profile.Id}.{OrderIds.SourceName(StorefrontKind.Own)}.", StringComparison.Ordinal);

    private static string ExternalId(string orderId) => orderId.Split('.', 3)[2];
}

/// <summary>What the own storefront gets.</summary>
/// <param name="Type">"order.shipped", "order.delivered", "order.cancelled".</param>
public sealed record StorefrontNotice(string Type, DateTimeOffset Timestamp, StorefrontNoticeData Data);

/// <param name="Order">The order's id here.</param>
/// <param name="ExternalId">The storefront's id; the short form of one that is too long or odd for an order id.</param>
public sealed record StorefrontNoticeData(string Order, string ExternalId, int? Shipment, string? Carrier, string? TrackingNumber);

/// <summary>The storefront could not be told this time; the outbox backs off and tries again.</summary>
public sealed class StorefrontNotToldException(string reason) : Exception(reason);
