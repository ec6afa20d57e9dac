using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Loop;

/// <summary>Hands a turn's effects to the outbox and its view, receipts and timeline to their stores, in one batch.</summary>
[LocalActivity]
public sealed class PublishActivity(IOrderIndex index, IReceiptStore receipts, ITimelineStore timeline, LedgerFollower payments) : Activity<Publication, bool>
{
    public override async Task<bool> RunAsync(ActivityContext context, Publication input, CancellationToken cancellationToken)
    {
        var batch = context.Writes;
        foreach (var receipt in input.Receipts) receipts.Put(batch, input.InstanceId, receipt);
        if (input.Timeline.Count > 0) timeline.Append(batch, input.InstanceId, input.Revision, input.Timeline);
        foreach (var effect in input.Effects) batch.Enqueue(Message(input.InstanceId, effect));
        index.Put(batch, new OrderRow(input.View, input.Revision, input.At));
        await payments.FollowAsync(batch, input, cancellationToken);
        return true;
    }

    private static OutboxMessage Message(string instanceId, NumberedEffect numbered) => new(
        numbered.KeyOf(instanceId), numbered.Effect.Lane, instanceId, numbered.Number, JsonSerializer.Serialize(numbered.Effect, DomainJson.Options));
}
