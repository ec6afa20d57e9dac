using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>The command that a storefront's order starts or updates an instance with.</summary>
internal static class Placing
{
    public static IntakeAction Upsert(Delivery delivery, OrderSnapshot snapshot, StoreSettings store, ReleasePolicy policy) =>
        new IntakeAction.Upsert(
            OrderIds.Create(store.Profile.Id, snapshot.Source, snapshot.ExternalId),
            new OrderCommand.Place(snapshot, store.Profile, policy, RulesVersions.Current)
            {
                CommandId = delivery.CommandId,
                Actor = new Actor(ActorKind.Storefront, delivery.Source),
                At = snapshot.UpdatedAt,
            });
}
