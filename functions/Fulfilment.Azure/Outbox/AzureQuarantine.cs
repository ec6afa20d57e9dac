using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.DurableTask;

namespace Fulfilment.Azure.Outbox;

/// <summary>Parked effects, which can be sent again, and failed orchestrations, which can only be shown: Durable Task does not take them up again.</summary>
internal sealed class AzureQuarantine(AzureTables tables, OutboxRows rows, IOrchestrationClient client) : IQuarantine
{
    private const string Orchestration = "orchestration:";

    public static ListIndex List(AzureTables tables) => new(tables.Lists, "parked-effects", newestFirst: false);

    public static string IdOf(TableEntity row) => $"{row.PartitionKey} {row.RowKey}";

    public async Task<IReadOnlyList<QuarantinedItem>> ListAsync(int limit = 100, CancellationToken cancellationToken = default)
    {
        var parked = await List(tables).PageAsync(null, null, limit, ParkedAsync, cancellationToken);
        var failed = await client.QueryAsync(new OrchestrationQuery { Statuses = [OrchestrationStatus.Failed], PageSize = limit }, cancellationToken);
        return [.. parked.Items, .. failed.Items.Select(Failed)];
    }

    public async Task<bool> RetryAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await RowAsync(id, cancellationToken) is not { } row) return false;
        var again = row.Copy();
        again["State"] = OutboxRows.Pending;
        again["Attempts"] = 0;
        again["NextAt"] = null;
        if (!await tables.Instances.ReplaceAsync(again, cancellationToken)) return false;
        await rows.SignalAsync(new OutboxLane(row.Text("InstanceId")!, row.Text("Kind")!), cancellationToken: cancellationToken);
        await List(tables).RemoveAsync(row.Time("ParkedAt")!.Value.UtcTicks, id, cancellationToken);
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

    private static QuarantinedItem Failed(OrchestrationMetadata instance) =>
        new(Orchestration + instance.InstanceId, "orchestration", instance.InstanceId, instance.FailureDetails?.ErrorMessage ?? "It failed.", instance.LastUpdatedAt, 1);
}
