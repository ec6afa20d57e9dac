using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Transfer;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Intake;

/// <summary>
/// A delivery's row comes first, then the order id's registry, then a message in the queue, then the answer. A delivery without
/// an answer was not acknowledged: its repeat goes through the same steps, each of which is safe to repeat.
/// </summary>
internal sealed class AzureDeliveryInbox(DeliveryRows rows, DeliveryParking parking, OrderInstances instances, IMessageQueues queues, Patience patience) : IDeliveryInbox
{
    private const string First = DeliveryRows.FirstAnswer;
    private const string Replayed = DeliveryRows.ReplayAnswer;

    public async Task<IntakeAnswer> AcceptAsync(Delivery delivery, IntakeAction action, CancellationToken cancellationToken = default)
    {
        var key = DeliveryRows.KeyOf(delivery);
        bool isNew;
        try
        {
            isNew = await rows.InsertAsync(key, delivery, action, cancellationToken);
        }
        catch (PayloadTooLargeException e)
        {
            // A provider would send it for ever: it is kept for staff instead.
            action = new IntakeAction.Park("$", e.Message);
            isNew = await rows.InsertAsync(key, delivery, action, cancellationToken);
        }

        if (!isNew && await FirstAnswerAsync(key, cancellationToken) is { } first) return first with { Repeated = true };
        var answer = await DecideAsync(key, action, cancellationToken);
        if (answer.Outcome == IntakeOutcome.Parked) answer = await parking.ParkAsync(key, delivery.Store, answer, cancellationToken);
        else if (action is IntakeAction.Upsert or IntakeAction.Raise) await queues.SendAsync(QueueNames.Intake, key, cancellationToken: cancellationToken);
        await rows.UpdateAsync(key, row =>
        {
            DeliveryRows.SetAnswer(row, First, answer);
            return [];
        }, cancellationToken);
        return answer;
    }

    public Task<Page<ParkedDelivery>> ListParkedAsync(string? store, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default) =>
        parking.List.PageAsync(store, cursor, limit, GetParkedAsync, cancellationToken);

    public async Task<ParkedDelivery?> GetParkedAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await FindParkedAsync(id, cancellationToken) is not { } row || row[Replayed] is not null) return null;
        return new ParkedDelivery(id, await rows.DeliveryAsync(row, cancellationToken), row.Text("Path")!, row.Text("Reason")!, row.Time("ParkedAt")!.Value);
    }

    public async Task<IntakeAnswer> ReplayParkedAsync(string id, IntakeAction action, CancellationToken cancellationToken = default)
    {
        var row = await FindParkedAsync(id, cancellationToken) ?? throw new KeyNotFoundException($"There is no parked delivery '{id}'.");
        if (row[Replayed] is not null) return await RepeatReplayAsync(row, cancellationToken);
        var answer = await DecideAsync(row.PartitionKey, action, cancellationToken);
        if (answer.Outcome == IntakeOutcome.Parked)
        {
            await rows.UpdateAsync(row.PartitionKey, edit => DeliveryParking.SetReason(edit, answer), cancellationToken);
            return answer with { ParkedId = id };
        }

        var stored = await rows.StoreAsync(row.PartitionKey, action, cancellationToken);
        var acted = await rows.UpdateAsync(row.PartitionKey, edit =>
        {
            if (edit[Replayed] is not null) return null;
            DeliveryRows.SetAnswer(edit, Replayed, answer);
            stored.PutInto(edit);
            return [];
        }, cancellationToken);
        var now = (await FindParkedAsync(id, cancellationToken))!;
        if (!acted) return await RepeatReplayAsync(now, cancellationToken);
        await FinishReplayAsync(now, cancellationToken);
        return answer;
    }

    private async Task<IntakeAnswer> DecideAsync(string key, IntakeAction action, CancellationToken cancellationToken) => action switch
    {
        IntakeAction.Upsert upsert when await instances.RegisterAsync(upsert.OrderId, key, cancellationToken) == key => new(IntakeOutcome.Started, upsert.OrderId),
        IntakeAction.Upsert upsert => await KnownAsync(upsert.OrderId, cancellationToken),
        IntakeAction.Raise raise when await instances.RegistryAsync(raise.OrderId, cancellationToken) is { } registered => Known(raise.OrderId, registered),
        IntakeAction.Raise raise => new(IntakeOutcome.Parked, raise.OrderId, Path: "$", Detail: $"There is no order '{raise.OrderId}'."),
        IntakeAction.Park park => new(IntakeOutcome.Parked, Path: park.Path.Cut(), Detail: park.Reason.Cut()),
        IntakeAction.Ignore ignore => new(IntakeOutcome.Ignored, Detail: ignore.Reason?.Cut()),
        _ => throw new InvalidOperationException($"Unknown intake action {action.GetType().Name}."),
    };

    private async Task<IntakeAnswer> KnownAsync(string orderId, CancellationToken cancellationToken) =>
        Known(orderId, await instances.RegistryAsync(orderId, cancellationToken) ?? throw new InvalidOperationException($"The registry row of {orderId} has gone."));

    /// <summary>One for an order that moved away is kept: it can be replayed where the order is.</summary>
    private static IntakeAnswer Known(string orderId, TableEntity registered) => MoveRows.ElsewhereSince(registered) is { } since
        ? new(IntakeOutcome.Parked, orderId, Path: "$", Detail: IntakeReasons.Moved(orderId, since))
        : new(IntakeOutcome.Known, orderId);

    /// <summary>Waits a little for the one who is at it; null when he seems to have died.</summary>
    private Task<IntakeAnswer?> FirstAnswerAsync(string key, CancellationToken cancellationToken) => patience.WaitAsync(
        async cancel => await rows.FindAsync(key, cancel) is { } row ? DeliveryRows.Answer(row, First) : null, cancellationToken);

    private async Task<IntakeAnswer> RepeatReplayAsync(TableEntity row, CancellationToken cancellationToken)
    {
        if (!row.Flag("Sent")) await FinishReplayAsync(row, cancellationToken);
        return DeliveryRows.Answer(row, Replayed)! with { Repeated = true };
    }

    private async Task FinishReplayAsync(TableEntity row, CancellationToken cancellationToken)
    {
        if (row.Text("OrderId") is not null) await queues.SendAsync(QueueNames.Intake, row.PartitionKey, cancellationToken: cancellationToken);
        await rows.UpdateAsync(row.PartitionKey, edit =>
        {
            edit["Sent"] = true;
            return [];
        }, cancellationToken);
        await parking.List.RemoveAsync(row.Number("Position"), DeliveryParking.IdOf(row.PartitionKey), cancellationToken);
    }

    private async Task<TableEntity?> FindParkedAsync(string id, CancellationToken cancellationToken)
    {
        if (!id.StartsWith(DeliveryParking.Prefix, StringComparison.Ordinal)) return null;
        var row = await rows.FindAsync(TableKey.Escape(id[DeliveryParking.Prefix.Length..]), cancellationToken);
        return row?["ParkedAt"] is null ? null : row;
    }
}
