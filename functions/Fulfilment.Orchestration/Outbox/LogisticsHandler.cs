using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Outbox;

/// <summary>Puts releases and intercepts on the feed that the warehouse's system reads.</summary>
public sealed class LogisticsHandler(IReleaseFeed feed) : EffectHandler(EffectLanes.Logistics)
{
    protected override Task<OutboxResult> DeliverAsync(EffectDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
    {
        switch (delivery.Effect)
        {
            case Effect.HandOver handOver: feed.Publish(completion, handOver.Release); break;
            case Effect.RequestIntercept intercept: feed.RequestIntercept(completion, intercept.ReleaseKey, intercept.Reason); break;
            default: throw WrongLane(delivery.Effect);
        }

        return Task.FromResult(OutboxResult.Delivered);
    }
}
