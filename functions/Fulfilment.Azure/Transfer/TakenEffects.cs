using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Transfer;

/// <summary>Takes an order's undelivered effects out of this host. Their rows stay, marked with the move that took them, so that the next export gives the same.</summary>
internal sealed class TakenEffects(AzureTables tables, OutboxRows outbox, TimeProvider clock)
{
    private const string TakenBy = "TakenBy";
    private const string WasParked = "WasParked";

    /// <exception cref="TransferBlockedException">One of them is being delivered.</exception>
    public async Task<IReadOnlyList<TransferEffect>> TakeAsync(string orderId, int moves, CancellationToken cancellationToken)
    {
        var rows = await Contention.RunAsync($"The effects of {orderId}", cancel => TryAsync(orderId, moves, cancel), cancellationToken);
        var effects = await Task.WhenAll(rows.Select(row => ReadAsync(row, cancellationToken)));
        return [.. effects.OrderBy(effect => effect.Number).ThenBy(effect => effect.Kind, StringComparer.Ordinal)];
    }

    private async Task<Attempt<List<TableEntity>>> TryAsync(string orderId, int moves, CancellationToken cancellationToken)
    {
        var partition = InstanceRows.Partition(orderId);
        await RequireIdleAsync(orderId, partition, cancellationToken);
        var rows = await RowsAsync(partition, "e|", cancellationToken);
        var undelivered = rows.Where(row => row.Text("State") is OutboxRows.Pending or OutboxRows.Parked).Select(row => Taken(row, moves)).ToList();
        foreach (var group in TransactionGroups.Of(undelivered.Select(row => new TableAction.Replace(row))))
        {
            if (!(await tables.Instances.CommitAsync(group, cancellationToken)).Committed) return Attempt<List<TableEntity>>.Lost;
        }

        var before = rows.Where(row => row.Text("State") == OutboxRows.Moved && row.Number(TakenBy) == moves);
        return Attempt<List<TableEntity>>.Of([.. undelivered, .. before]);
    }

    /// <summary>Whoever delivers at the moment may be told that it is done after the effect was taken: then both hosts would have delivered it.</summary>
    private async Task RequireIdleAsync(string orderId, string partition, CancellationToken cancellationToken)
    {
        var lanes = await RowsAsync(partition, "l|", cancellationToken);
        if (lanes.Select(lane => lane.Time("Until")).Max() is not { } until || until <= clock.GetUtcNow()) return;
        throw new TransferBlockedException($"An effect of {orderId} is being delivered: stop the outbox, and repeat this after {until.UtcDateTime:HH:mm:ss} UTC.");
    }

    private Task<List<TableEntity>> RowsAsync(string partition, string prefix, CancellationToken cancellationToken) =>
        tables.Instances.QueryAsync(new TableQuery(TableFilter.And(TableFilter.Partition(partition), TableFilter.RowPrefix(prefix))), cancellationToken).ToListAsync(cancellationToken).AsTask();

    private static TableEntity Taken(TableEntity row, int moves)
    {
        var taken = row.Copy();
        taken[WasParked] = row.Text("State") == OutboxRows.Parked ? true : null;
        taken["State"] = OutboxRows.Moved;
        taken[TakenBy] = moves;
        return taken;
    }

    private async Task<TransferEffect> ReadAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var message = await outbox.ReadAsync(row, cancellationToken);
        var parked = row.Flag(WasParked);
        return new TransferEffect(
            message.Key, message.Kind, message.Number, message.Payload, row.Time("EnqueuedAt")!.Value, (int)row.Number("Attempts"), parked ? row.Text("Reason") : null, parked ? row.Time("ParkedAt") : null);
    }
}
