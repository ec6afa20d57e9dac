using System.Text.Json;
using Fulfilment.DurableTask.Replay;

namespace Fulfilment.DurableTask.Processing;

/// <summary>What an activity or a delivery wants written with its completion, in the order it was added.</summary>
internal sealed class WriteList(JsonSerializerOptions json, int maxPayloadBytes) : IWriteBatch
{
    private readonly List<Action<StoreTransaction>> _writes = [];

    public bool IsEmpty => _writes.Count == 0;

    public void Add(StoreWrite write) => _writes.Add(write is SqlWrite sql
        ? sql.Apply
        : throw new InvalidOperationException($"A {write.GetType().Name} belongs to another engine's stores; this engine takes SqlWrite."));

    public void Enqueue(OutboxMessage message) => _writes.Add(transaction => transaction.Enqueue(message));

    public void RaiseEvent(string instanceId, string eventName, object? payload)
    {
        var bytes = Payloads.Write(payload, json, $"The event '{eventName}' for '{instanceId}'", maxPayloadBytes);
        _writes.Add(transaction => transaction.Raise(instanceId, eventName, bytes));
    }

    public void Apply(StoreTransaction transaction) => _writes.ForEach(write => write(transaction));
}
