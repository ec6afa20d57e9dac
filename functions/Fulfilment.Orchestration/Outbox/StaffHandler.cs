using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Outbox;

/// <summary>Puts what needs a person on the staff's list.</summary>
public sealed class StaffHandler(IStaffAlerts alerts, TimeProvider clock) : EffectHandler(EffectLanes.Staff)
{
    protected override Task<OutboxResult> DeliverAsync(EffectDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
    {
        if (delivery.Effect is not Effect.AlertStaff alert) throw WrongLane(delivery.Effect);
        alerts.Raise(completion, new StaffAlert(delivery.Key, delivery.InstanceId, delivery.Store, alert.Code, alert.Text, clock.GetUtcNow()));
        return Task.FromResult(OutboxResult.Delivered);
    }
}
