using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Batches;

/// <summary>Carries out writes of one partition: reads, edits, commits, and begins anew when another writer was faster.</summary>
internal static class PartitionTransaction
{
    // Below the service's 4 MiB, which counts the envelope too.
    private const int MaxBytes = 3_800_000;

    public static async Task CommitAsync(IReadOnlyList<PartitionWrite> writes, CancellationToken cancellationToken)
    {
        var table = writes[0].Table;
        var partition = writes[0].PartitionKey;
        var rows = writes.SelectMany(write => write.Rows).Distinct(StringComparer.Ordinal).ToList();
        await Contention.RunAsync($"{table.Name} {partition}", async cancel =>
        {
            var view = new PartitionView(partition, await ReadAsync(table, partition, rows, cancel));
            foreach (var write in writes) write.Edit(view);
            return await CommitAsync(table, view.Actions(), cancel) ? Attempt<bool>.Of(true) : Attempt<bool>.Lost;
        }, cancellationToken);
        foreach (var write in writes)
        {
            if (write.After is { } after) await after(cancellationToken);
        }
    }

    private static async Task<Dictionary<string, TableEntity?>> ReadAsync(TableClient table, string partition, List<string> rows, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(rows.Select(row => table.GetAsync(partition, row, cancellationToken)));
        return rows.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    /// <summary>What is over the service's limits commits in several transactions, in order; every write is repeatable, so a death between them is mended by the repeat.</summary>
    private static async Task<bool> CommitAsync(TableClient table, IEnumerable<TableAction> actions, CancellationToken cancellationToken)
    {
        var group = new List<TableAction>();
        var bytes = 0;
        foreach (var action in actions)
        {
            var size = SizeOf(action);
            if (group.Count == TableBatch.MaxActions || (group.Count > 0 && bytes + size > MaxBytes))
            {
                if (!(await table.CommitAsync(group, cancellationToken)).Committed) return false;
                group.Clear();
                bytes = 0;
            }

            group.Add(action);
            bytes += size;
        }

        return group.Count == 0 || (await table.CommitAsync(group, cancellationToken)).Committed;
    }

    private static int SizeOf(TableAction action) => 600 + action switch
    {
        TableAction.Insert(var entity) => TableEntityJson.Write(entity).Length,
        TableAction.Replace(var entity) => TableEntityJson.Write(entity).Length,
        TableAction.Upsert(var entity) => TableEntityJson.Write(entity).Length,
        TableAction.Delete => 0,
        _ => throw new InvalidOperationException($"Unknown action {action.GetType().Name}."),
    };
}
