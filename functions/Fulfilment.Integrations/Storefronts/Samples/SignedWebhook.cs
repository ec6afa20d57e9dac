namespace Fulfilment.Integrations.Storefronts;

/// <summary>A made-up webhook, signed as its platform signs: ready to be posted.</summary>
/// <param name="Path">Of the route that takes it ("/webhooks/shopify/demo").</param>
public sealed record SignedWebhook(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, string ContentType)
{
    /// <summary>As the receiving side sees it.</summary>
    public WebhookRequest ToRequest() => new(Path[(Path.LastIndexOf('/') + 1)..], WebhookRequest.HeaderSet(Headers), Body, ContentType);
}
