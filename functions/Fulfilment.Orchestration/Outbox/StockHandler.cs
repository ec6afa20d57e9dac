using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Outbox;

/// <summary>Carries demands to the stock ledger, which answers with commands from its own transaction.</summary>
public sealed class StockHandler(IStockLedger stock) : EffectHandler(EffectLanes.Stock)
{
    protected override Task<OutboxResult> DeliverAsync(EffectDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
    {
        switch (delivery.Effect)
        {
            case Effect.DemandStock demand: stock.Demand(completion, delivery.Key, demand.Demand); break;
            case Effect.ReleaseStock release: stock.Release(completion, delivery.Key, release.Store, release.OrderId); break;
            case Effect.ConsumeStock consume: stock.Consume(completion, delivery.Key, consume.Store, consume.OrderId, consume.Lines); break;
            default: throw WrongLane(delivery.Effect);
        }

        return Task.FromResult(OutboxResult.Delivered);
    }
}
