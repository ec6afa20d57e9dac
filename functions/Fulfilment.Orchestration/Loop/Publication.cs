using Fulfilment.Domain.Orders;

namespace Fulfilment.Orchestration.Loop;

/// <summary>Everything one turn shows to the world: written by one activity, all of it or nothing.</summary>
/// <param name="Revision">Rises by one with each publication of the instance.</param>
/// <param name="Receipts">Of the command, and of earlier ones it settled.</param>
public sealed record Publication(
    string InstanceId, long Revision, DateTimeOffset At, OrderView View,
    IReadOnlyList<Receipt> Receipts, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<NumberedEffect> Effects);

/// <param name="Number">With the instance id the effect's idempotency key.</param>
public sealed record NumberedEffect(long Number, Effect Effect)
{
    public string KeyOf(string instanceId) => $"{instanceId}/{Number}";
}
