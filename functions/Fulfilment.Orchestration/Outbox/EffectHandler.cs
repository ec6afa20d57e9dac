using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;

namespace Fulfilment.Orchestration.Outbox;

/// <summary>Base of the handlers: one lane, effects read back from their messages, results raised as commands.</summary>
public abstract class EffectHandler(string lane) : IOutboxHandler
{
    public string Kind { get; } = lane;

    public Task<OutboxResult> DeliverAsync(OutboxDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
    {
        var effect = JsonSerializer.Deserialize<Effect>(delivery.Message.Payload, DomainJson.Options)
            ?? throw new NonRetriableException($"The payload of {delivery.Message.Key} is null.");
        return DeliverAsync(new EffectDelivery(delivery.Message.Key, delivery.Message.InstanceId, effect), completion, cancellationToken);
    }

    protected abstract Task<OutboxResult> DeliverAsync(EffectDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken);

    protected static void Report(IWriteBatch completion, EffectDelivery delivery, OrderCommand command) =>
        completion.RaiseEvent(delivery.InstanceId, LoopNames.CommandEvent, CommandPayload.Of(command));

    protected InvalidOperationException WrongLane(Effect effect) => new($"{effect.GetType().Name} does not belong to the {Kind} lane.");
}

/// <param name="Key">The effect's idempotency key. Results are reported under command ids made from it.</param>
public sealed record EffectDelivery(string Key, string InstanceId, Effect Effect)
{
    public string Store => OrderIds.StoreOf(InstanceId);

    /// <summary>The effect number makes it unique in the order; at most 100 characters.</summary>
    public string ResultCommandId => CommandIds.Internal("effect-" + Key[(Key.LastIndexOf('/') + 1)..]);
}
