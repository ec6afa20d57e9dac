using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>
/// Webhooks that report on something this service started: a parcel, a mail. They do not name the order in its own words, and one
/// request may tell of many.
/// </summary>
public interface IReportSource
{
    /// <summary>"easypost" or "sendgrid".</summary>
    string Name { get; }

    /// <inheritdoc cref="IWebhookSource.Verify"/>
    SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now);

    /// <summary>One delivery for each report in the body, never none. Never throws for what the body says.</summary>
    /// <param name="findOrder">The order whose parcel bears a tracking number; null when none does.</param>
    Task<IReadOnlyList<MappedDelivery>> MapAsync(WebhookRequest request, StoreSettings store, Func<string, Task<string?>> findOrder, DateTimeOffset now);

    /// <summary>Maps a stored delivery again: for parked ones.</summary>
    Task<IntakeAction> RemapAsync(Delivery delivery, StoreSettings store, Func<string, Task<string?>> findOrder);
}
