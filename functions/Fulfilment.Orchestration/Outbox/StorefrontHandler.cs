using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Outbox;

/// <summary>Tells the storefront what became of its order.</summary>
public sealed class StorefrontHandler(IStoreDirectory stores, IStorefrontNotifier notifier) : EffectHandler(EffectLanes.Storefront)
{
    protected override Task<OutboxResult> DeliverAsync(EffectDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken) =>
        delivery.Effect is Effect.NotifyStorefront notify
            ? notifier.NotifyAsync(delivery.Key, stores.Require(delivery.Store), delivery.InstanceId, notify, cancellationToken)
            : throw WrongLane(delivery.Effect);
}
