using System.Text.Json;
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

    private const string RowKey = "d";

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
            [Done] = true,
        };
        row.SetTime("ReceivedAt", seen.ReceivedAt);
        SetAnswer(row, FirstAnswer, seen.Answer);
        return row;
    }

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
        };
        row.SetTime("ReceivedAt", delivery.ReceivedAt);
        var parts = Documents.SetBytes(row, "Body", delivery.Body);
        var actions = new List<TableAction> { new TableAction.Insert(row) };
        actions.AddRange(parts.Concat(SetAction(row, action)).Select(part => new TableAction.Insert(part)));
        return (await tables.Deliveries.CommitAsync(actions, cancellationToken)).Committed;
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

    /// <summary>Puts what is to be done into the row.</summary>
    /// <returns>Part rows to be written with it.</returns>
    public static IReadOnlyList<TableEntity> SetAction(TableEntity row, IntakeAction action)
    {
        (row["OrderId"], var command) = action switch
        {
            IntakeAction.Upsert upsert => (upsert.OrderId, upsert.Place),
            IntakeAction.Raise raise => (raise.OrderId, raise.Command),
            IntakeAction.Park or IntakeAction.Ignore => (null, (OrderCommand?)null),
            _ => throw new InvalidOperationException($"Unknown intake action {action.GetType().Name}."),
        };
        return command is null ? [] : Documents.SetJson(row, "Command", command);
    }

    public async Task<OrderCommand.Place> PlaceAsync(TableEntity row, CancellationToken cancellationToken) =>
        await CommandAsync(row, cancellationToken) as OrderCommand.Place ?? throw new InvalidDataException($"Delivery {row.PartitionKey} owns an order and places none.");

    public Task<OrderCommand> CommandAsync(TableEntity row, CancellationToken cancellationToken) => Documents.GetJsonAsync<OrderCommand>(tables.Deliveries, row, "Command", cancellationToken);

    public async Task<Delivery> DeliveryAsync(TableEntity row, CancellationToken cancellationToken) => new(
        row.Text("Source")!, row.Text("Store")!, row.Text("Topic")!, row.Text("DeliveryId")!,
        await Documents.GetBytesAsync(tables.Deliveries, row, "Body", cancellationToken), row.Time("ReceivedAt")!.Value);

    public static IntakeAnswer? Answer(TableEntity row, string column) =>
        row.Text(column) is { } json ? JsonSerializer.Deserialize<IntakeAnswer>(json, DomainJson.Options) : null;

    public static void SetAnswer(TableEntity row, string column, IntakeAnswer answer) => row[column] = JsonSerializer.Serialize(answer, DomainJson.Options);
}
