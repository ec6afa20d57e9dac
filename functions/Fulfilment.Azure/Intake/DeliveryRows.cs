using System.Text.Json;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Intake;

/// <summary>Every delivery ever taken: raw body, what it asks for, the first answer. Keyed by a hash of the delivery's key.</summary>
internal sealed class DeliveryRows(AzureTables tables)
{
    /// <summary>Set when what the delivery asks for has been done.</summary>
    public const string Done = "Done";

    /// <summary>Column of what the delivery was answered when it came.</summary>
    public const string FirstAnswer = "Answer";

    /// <summary>Of deliveries that were parked: what they were answered when staff sent them again.</summary>
    public const string ReplayAnswer = "ReplayAnswer";

    internal const string RowKey = "d";

    /// <summary>Column of the whole hash; its beginning is the partition.</summary>
    private const string KeyHash = "KeyHash";

    private const string Body = "Body";

    // The row is written several times: what is large is kept out of it.
    private const int MaxInline = 16_000;
    private const int MaxInlineBytes = 64 * 1024;

    private const int KeyLength = 24;

    public static string KeyOf(Delivery delivery) => Hashing.Hex(delivery.Key)[..KeyLength];

    /// <summary>The row of a delivery that another host took and acted on: its body stayed there.</summary>
    public static TableEntity Seen(SeenDelivery seen)
    {
        var row = new TableEntity(seen.KeyHash[..KeyLength], RowKey)
        {
            ["Source"] = seen.Source,
            ["Store"] = seen.Store,
            ["Topic"] = seen.Topic,
            ["DeliveryId"] = seen.DeliveryId,
            [KeyHash] = seen.KeyHash,
            [Done] = true,
        };
        row.SetTime("ReceivedAt", seen.ReceivedAt);
        SetAnswer(row, FirstAnswer, seen.Answer);
        return row;
    }

    /// <summary>What another host must know of a delivery that was answered here.</summary>
    public async Task<SeenDelivery> SeenAsync(TableEntity row, IntakeAnswer answer, CancellationToken cancellationToken) => new(
        row.Text(KeyHash) ?? Hashing.Hex((await DeliveryAsync(row, cancellationToken)).Key),
        row.Text("Source")!, row.Text("Store")!, row.Text("Topic")!, row.Text("DeliveryId")!, row.Time("ReceivedAt")!.Value, answer);

    public Task<TableEntity?> FindAsync(string key, CancellationToken cancellationToken) => tables.Deliveries.GetAsync(key, RowKey, cancellationToken);

    /// <returns>False when the delivery is there.</returns>
    public async Task<bool> InsertAsync(string key, Delivery delivery, IntakeAction action, CancellationToken cancellationToken)
    {
        var row = new TableEntity(key, RowKey)
        {
            ["Source"] = delivery.Source,
            ["Store"] = delivery.Store,
            ["Topic"] = delivery.Topic,
            ["DeliveryId"] = delivery.DeliveryId,
            [KeyHash] = Hashing.Hex(delivery.Key),
        };
        row.SetTime("ReceivedAt", delivery.ReceivedAt);
        await PutBodyAsync(row, delivery.Body, cancellationToken);
        (await StoreAsync(key, action, cancellationToken)).PutInto(row);
        return await tables.Deliveries.InsertAsync(row, cancellationToken);
    }

    /// <summary>
    /// Writes down what is to be done, unless it is small enough to go into the delivery's row. Large ones, and large bodies, have rows of their own:
    /// both would not fit one row, or even one transaction. Nobody reads those before a delivery's row names them.
    /// </summary>
    /// <exception cref="DurableTask.PayloadTooLargeException">Over what can be kept.</exception>
    public async Task<StoredAction> StoreAsync(string key, IntakeAction action, CancellationToken cancellationToken)
    {
        var (orderId, command) = action switch
        {
            IntakeAction.Upsert upsert => (upsert.OrderId, upsert.Place),
            IntakeAction.Raise raise => (raise.OrderId, raise.Command),
            IntakeAction.Park or IntakeAction.Ignore => (null, (OrderCommand?)null),
            _ => throw new InvalidOperationException($"Unknown intake action {action.GetType().Name}."),
        };
        if (command is null) return new StoredAction(null, null, null);
        var row = new TableEntity(key, TableKey.Join("c", Guid.NewGuid().ToString("N")));
        var parts = Documents.SetJson(row, "Doc", command);
        if (row.Text("Doc") is { Length: <= MaxInline } json) return new StoredAction(orderId, json, null);
        await InsertAsync(row, parts, cancellationToken);
        return new StoredAction(orderId, null, row.RowKey);
    }

    private async Task PutBodyAsync(TableEntity row, byte[] body, CancellationToken cancellationToken)
    {
        var apart = new TableEntity(row.PartitionKey, TableKey.Join("b", Guid.NewGuid().ToString("N")));
        var parts = Documents.SetBytes(apart, Body, body);
        if (parts.Count == 0 && Documents.SizeOf(apart, Body) <= MaxInlineBytes)
        {
            Documents.SetBytes(row, Body, body);
            return;
        }

        await InsertAsync(apart, parts, cancellationToken);
        row["BodyRow"] = apart.RowKey;
    }

    private async Task InsertAsync(TableEntity row, IReadOnlyList<TableEntity> parts, CancellationToken cancellationToken)
    {
        foreach (var group in TransactionGroups.Of(parts.Append(row).Select(part => new TableAction.Insert(part)))) await tables.Deliveries.CommitAsync(group, cancellationToken);
    }

    /// <summary>Changes the row, whatever others change meanwhile.</summary>
    /// <param name="edit">May run several times. Returns part rows to be written with the row; null leaves it as it is.</param>
    /// <returns>False when it was left as it is.</returns>
    public Task<bool> UpdateAsync(string key, Func<TableEntity, IReadOnlyList<TableEntity>?> edit, CancellationToken cancellationToken) =>
        Contention.RunAsync($"Delivery {key}", async cancel =>
        {
            var row = (await FindAsync(key, cancel) ?? throw new InvalidOperationException($"Delivery {key} has gone.")).Copy();
            if (edit(row) is not { } parts) return Attempt<bool>.Of(false);
            var commit = await tables.Deliveries.CommitAsync([new TableAction.Replace(row), .. parts.Select(part => new TableAction.Insert(part))], cancel);
            return commit.Committed ? Attempt<bool>.Of(true) : Attempt<bool>.Lost;
        }, cancellationToken);

    public async Task<OrderCommand.Place> PlaceAsync(TableEntity row, CancellationToken cancellationToken) =>
        await CommandAsync(row, cancellationToken) as OrderCommand.Place ?? throw new InvalidDataException($"Delivery {row.PartitionKey} owns an order and places none.");

    public async Task<OrderCommand> CommandAsync(TableEntity row, CancellationToken cancellationToken) =>
        await ApartAsync(row, StoredAction.RowColumn, cancellationToken) is { } apart
            ? await Documents.GetJsonAsync<OrderCommand>(tables.Deliveries, apart, "Doc", cancellationToken)
            : await Documents.GetJsonAsync<OrderCommand>(tables.Deliveries, row, StoredAction.Column, cancellationToken);

    public async Task<Delivery> DeliveryAsync(TableEntity row, CancellationToken cancellationToken) => new(
        row.Text("Source")!, row.Text("Store")!, row.Text("Topic")!, row.Text("DeliveryId")!,
        await Documents.GetBytesAsync(tables.Deliveries, await ApartAsync(row, "BodyRow", cancellationToken) ?? row, Body, cancellationToken), row.Time("ReceivedAt")!.Value);

    private async Task<TableEntity?> ApartAsync(TableEntity row, string column, CancellationToken cancellationToken)
    {
        if (row.Text(column) is not { } rowKey) return null;
        return await tables.Deliveries.GetAsync(row.PartitionKey, rowKey, cancellationToken) ?? throw new InvalidDataException($"{column} of delivery {row.PartitionKey} is missing.");
    }

    public static IntakeAnswer? Answer(TableEntity row, string column) =>
        row.Text(column) is { } json ? JsonSerializer.Deserialize<IntakeAnswer>(json, DomainJson.Options) : null;

    public static void SetAnswer(TableEntity row, string column, IntakeAnswer answer) => row[column] = JsonSerializer.Serialize(answer, DomainJson.Options);
}

/// <summary>What a delivery asks for, as its row names it.</summary>
/// <param name="Command">As JSON; null when it has a row of its own, or when nothing is to be done.</param>
/// <param name="CommandRow">Its row key.</param>
internal sealed record StoredAction(string? OrderId, string? Command, string? CommandRow)
{
    public const string Column = "Command";
    public const string RowColumn = "CommandRow";

    public void PutInto(TableEntity row)
    {
        row["OrderId"] = OrderId;
        row[Column] = Command;
        row[RowColumn] = CommandRow;
    }
}
