using Fulfilment.Azure.Outbox;
using Fulfilment.DurableTask;

namespace Fulfilment.Azure.Batches;

/// <summary>
/// The write batch on Azure, where no transaction covers everything: first the partitions, each in one transaction, then what
/// takes steps of its own, then the events. All of it is keyed, so whoever dies on the way repeats the whole.
/// </summary>
public sealed class AzureWriteBatch : IWriteBatch
{
    private readonly OutboxRows _outbox;
    private readonly IOrchestrationClient _client;
    private readonly List<PartitionWrite> _partitions = [];
    private readonly List<StepWrite> _steps = [];
    private readonly HashSet<OutboxLane> _lanes = [];
    private readonly List<(string InstanceId, string Name, object? Payload)> _events = [];

    internal AzureWriteBatch(OutboxRows outbox, IOrchestrationClient client)
    {
        _outbox = outbox;
        _client = client;
    }

    public void Add(StoreWrite write)
    {
        switch (write)
        {
            case PartitionWrite partition: _partitions.Add(partition); break;
            case StepWrite step: _steps.Add(step); break;
            default: throw new InvalidOperationException($"A {write.GetType().Name} belongs to another engine's stores.");
        }
    }

    public void Enqueue(OutboxMessage message)
    {
        _partitions.Add(_outbox.Add(message));
        _lanes.Add(new OutboxLane(message.InstanceId, message.Kind));
    }

    public void RaiseEvent(string instanceId, string eventName, object? payload) => _events.Add((instanceId, eventName, payload));

    /// <summary>Writes everything. Repeatable: an exception leaves what was written so far, and the repeat completes it.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        foreach (var partition in _partitions.GroupBy(write => (write.Table.Name, write.PartitionKey)))
            await PartitionTransaction.CommitAsync([.. partition], cancellationToken);
        foreach (var lane in _lanes) await _outbox.SignalAsync(lane, cancellationToken: cancellationToken);
        foreach (var step in _steps) await step.Apply(cancellationToken);
        foreach (var (instanceId, name, payload) in _events) await _client.RaiseEventAsync(instanceId, name, payload, cancellationToken);
    }
}

/// <summary>Makes batches.</summary>
public sealed class AzureWriteBatches
{
    private readonly OutboxRows _outbox;
    private readonly IOrchestrationClient _client;

    internal AzureWriteBatches(OutboxRows outbox, IOrchestrationClient client)
    {
        _outbox = outbox;
        _client = client;
    }

    public AzureWriteBatch Create() => new(_outbox, _client);
}
