using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Webhooks;

/// <summary>Storefronts and report senders behind one face: a request is verified, then becomes one or more deliveries.</summary>
internal abstract class IntakeSource
{
    public abstract string Name { get; }

    public abstract SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now);

    /// <summary>Never none.</summary>
    public abstract Task<IReadOnlyList<MappedDelivery>> MapAsync(WebhookRequest request, StoreSettings store, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Maps a stored delivery again.</summary>
    public abstract Task<IntakeAction> RemapAsync(Delivery delivery, StoreSettings store, CancellationToken cancellationToken);

    public sealed class Storefront(IWebhookSource source, IPolicyStore policies) : IntakeSource
    {
        public override string Name => source.Name;

        public override SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now) => source.Verify(request, store, now);

        public override async Task<IReadOnlyList<MappedDelivery>> MapAsync(WebhookRequest request, StoreSettings store, DateTimeOffset now, CancellationToken cancellationToken) =>
            [source.Map(request, store, await policies.GetAsync(store.Profile.Id, cancellationToken), now)];

        public override async Task<IntakeAction> RemapAsync(Delivery delivery, StoreSettings store, CancellationToken cancellationToken) =>
            source.Remap(delivery, store, await policies.GetAsync(store.Profile.Id, cancellationToken));
    }

    public sealed class Reports(IReportSource source, IOrderIndex index) : IntakeSource
    {
        public override string Name => source.Name;

        public override SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now) => source.Verify(request, store, now);

        public override Task<IReadOnlyList<MappedDelivery>> MapAsync(WebhookRequest request, StoreSettings store, DateTimeOffset now, CancellationToken cancellationToken) =>
            source.MapAsync(request, store, Find(store, cancellationToken), now);

        public override Task<IntakeAction> RemapAsync(Delivery delivery, StoreSettings store, CancellationToken cancellationToken) =>
            source.RemapAsync(delivery, store, Find(store, cancellationToken));

        private Func<string, Task<string?>> Find(StoreSettings store, CancellationToken cancellationToken) =>
            trackingNumber => index.FindByTrackingAsync(store.Profile.Id, trackingNumber, cancellationToken);
    }
}
