using System.Text;
using System.Text.Json;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Outbox;

/// <summary>
/// Effects that wait for delivery: rows of their instance's partition, written in the turn's transaction. A message in the queue
/// names a lane (instance and kind), never an effect, so that a lost, doubled or late message does no harm.
/// </summary>
internal sealed class OutboxRows(AzureTables tables, IMessageQueues queues, TimeProvider clock)
{
    public const string Pending = "pending";
    public const string Done = "done";
    public const string Parked = "parked";

    /// <summary>Taken along by its order when that left this host: never delivered here, unless the order brings it back.</summary>
    public const string Moved = "moved";

    /// <summary>The first message of a key stands, whatever became of it.</summary>
    public PartitionWrite Add(OutboxMessage message)
    {
        var rowKey = InstanceRows.Effect(message.Kind, message.Number);
        return new PartitionWrite(tables.Instances, InstanceRows.Partition(message.InstanceId), [rowKey], view =>
        {
            if (view[rowKey] is not null) return;
            var row = view.Edit(rowKey);
            row["Key"] = message.Key;
            row["Kind"] = message.Kind;
            row["InstanceId"] = message.InstanceId;
            row["Number"] = message.Number;
            row["State"] = Pending;
            row.SetTime("EnqueuedAt", clock.GetUtcNow());
            view.Put(row, Documents.SetJson(row, "Payload", message.Payload), "Payload");
        });
    }

    /// <summary>An effect that another host had not delivered, as it lay there. What is here already stands.</summary>
    public PartitionWrite Restore(string orderId, TransferEffect effect)
    {
        var rowKey = InstanceRows.Effect(effect.Kind, effect.Number);
        var partition = InstanceRows.Partition(orderId);
        var listed = new TableEntity(partition, rowKey);
        listed.SetTime("EnqueuedAt", effect.EnqueuedAt);
        return new PartitionWrite(tables.Instances, partition, [rowKey], view =>
        {
            if (view[rowKey] is { } present && present.Text("State") != Moved) return;
            // Nothing of one that left before stays: it comes back as it lay on the other host.
            var row = new TableEntity(partition, rowKey) { ETag = view[rowKey]?.ETag };
            row["Key"] = effect.Key;
            row["Kind"] = effect.Kind;
            row["InstanceId"] = orderId;
            row["Number"] = effect.Number;
            row["State"] = effect.Parked is null ? Pending : Parked;
            row["Attempts"] = effect.Attempts;
            row["Reason"] = effect.Parked;
            row.SetTime("EnqueuedAt", effect.EnqueuedAt);
            row.SetTime("ParkedAt", effect.ParkedAt);
            view.Put(row, Documents.SetJson(row, "Payload", effect.Payload), "Payload");
        }, cancel => effect.Parked is null ? Task.CompletedTask : AzureQuarantine.AddAsync(tables, listed, cancel));
    }

    public Task SignalAsync(OutboxLane lane, TimeSpan? delay = null, CancellationToken cancellationToken = default) =>
        queues.SendAsync(QueueNames.Outbox, lane.ToMessage(), delay, cancellationToken);

    public async Task<OutboxMessage> ReadAsync(TableEntity row, CancellationToken cancellationToken) => new(
        row.Text("Key")!, row.Text("Kind")!, row.Text("InstanceId")!, row.Number("Number"), await Documents.GetJsonAsync<string>(tables.Instances, row, "Payload", cancellationToken));
}

/// <summary>Effects of one instance and kind, which are delivered one after the other in the order of their numbers.</summary>
public sealed record OutboxLane(string InstanceId, string Kind)
{
    /// <exception cref="FormatException">No such message.</exception>
    public static OutboxLane Parse(string message)
    {
        try
        {
            return JsonSerializer.Deserialize<OutboxLane>(message, DomainJson.Options) is { InstanceId.Length: > 0, Kind.Length: > 0 } lane ? lane : throw Unknown(message, null);
        }
        catch (JsonException e)
        {
            throw Unknown(message, e);
        }
    }

    public string ToMessage() => JsonSerializer.Serialize(this, DomainJson.Options);

    private static FormatException Unknown(string message, Exception? inner) =>
        new($"'{message[..Math.Min(message.Length, 200)]}' ({Encoding.UTF8.GetByteCount(message)} bytes) names no outbox lane.", inner);
}
