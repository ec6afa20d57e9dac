using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.DurableTask;

namespace Fulfilment.Azure.Outbox;

/// <summary>Parked effects, which can be sent again, and failed orchestrations, which can only be shown: Durable Task does not take them up again.</summary>
internal sealed class AzureQuarantine(AzureTables tables, OutboxRows rows, FailedInstances failed) : IQuarantine
{
    private const string Orchestration = "orchestration:";

    /// <summary>If the process dies in a retry, this message takes up the effect.</summary>
    private static readonly TimeSpan Insurance = TimeSpan.FromSeconds(30);

    private readonly ListIndex _list = List(tables);

    public static string IdOf(TableEntity row) => $"{row.PartitionKey} {row.RowKey}";

    /// <summary>Puts the effect on the list. Its place is the time it was enqueued, which never changes: parked again, it is listed once.</summary>
    public static Task AddAsync(AzureTables tables, TableEntity row, CancellationToken cancellationToken) => List(tables).AddAsync(Position(row), IdOf(row), "", cancellationToken);

    public async Task<IReadOnlyList<QuarantinedItem>> ListAsync(int limit = 100, CancellationToken cancellationToken = default)
    {
        var parked = await _list.PageAsync(null, null, limit, ParkedAsync, cancellationToken);
        return [.. parked.Items, .. (await failed.ListAsync(cancellationToken)).Take(limit).Select(Failed)];
    }

    public async Task<bool> RetryAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await RowAsync(id, cancellationToken) is not { } row) return false;
        var lane = new OutboxLane(row.Text("InstanceId")!, row.Text("Kind")!);
        await rows.SignalAsync(lane, Insurance, cancellationToken);
        var again = row.Copy();
        again["State"] = OutboxRows.Pending;
        again["Attempts"] = 0;
        again["NextAt"] = null;
        if (!await tables.Instances.ReplaceAsync(again, cancellationToken)) return false;
        await rows.SignalAsync(lane, cancellationToken: cancellationToken);
        await _list.RemoveAsync(Position(row), id, cancellationToken);
        return true;
    }

    private async Task<QuarantinedItem?> ParkedAsync(string id, CancellationToken cancellationToken) => await RowAsync(id, cancellationToken) is { } row
        ? new QuarantinedItem(id, "outbox", row.Text("InstanceId")!, $"{row.Text("Key")}: {row.Text("Reason")}", row.Time("ParkedAt")!.Value, (int)row.Number("Attempts"))
        : null;

    private async Task<TableEntity?> RowAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Split(' ') is not [var partition, var rowKey]) return null;
        var row = await tables.Instances.GetAsync(partition, rowKey, cancellationToken);
        return row?.Text("State") == OutboxRows.Parked ? row : null;
    }

    private static ListIndex List(AzureTables tables) => new(tables.Lists, "parked-effects", newestFirst: false);

    private static long Position(TableEntity row) => row.Number("EnqueuedAt");

    private static QuarantinedItem Failed(OrchestrationMetadata instance) =>
        new(Orchestration + instance.InstanceId, "orchestration", instance.InstanceId, instance.FailureDetails?.ErrorMessage ?? "It failed.", instance.LastUpdatedAt, 1);
}
