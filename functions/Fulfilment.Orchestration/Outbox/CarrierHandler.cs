using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Outbox;

/// <summary>Has waybills made and reports them to the order.</summary>
public sealed class CarrierHandler(IStoreDirectory stores, IEnumerable<ILabelProvider> providers, TimeProvider clock) : EffectHandler(EffectLanes.Carrier)
{
    private readonly Dictionary<string, ILabelProvider> _providers = providers.ToDictionary(provider => provider.Name, StringComparer.OrdinalIgnoreCase);

    protected override async Task<OutboxResult> DeliverAsync(EffectDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
    {
        if (delivery.Effect is not Effect.CreateLabel label) throw WrongLane(delivery.Effect);
        var store = stores.Require(delivery.Store);
        if (!_providers.TryGetValue(store.Carrier.Provider, out var provider))
            return new OutboxResult.GiveUp($"Store '{delivery.Store}' names the carrier provider '{store.Carrier.Provider}'; there are {string.Join(", ", _providers.Keys)}.");

        var waybill = await provider.CreateAsync(delivery.Key, store, label.Release, cancellationToken);
        Report(completion, delivery, new OrderCommand.LabelCreated(label.Release.Shipment, waybill.Carrier, waybill.TrackingNumber, waybill.TrackingUrl)
        {
            CommandId = delivery.ResultCommandId,
            Actor = Actor.System,
            At = clock.GetUtcNow(),
        });
        return OutboxResult.Delivered;
    }
}
