using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Batches;

/// <summary>Carries out writes of one partition: reads, edits, commits, and begins anew when another writer was faster.</summary>
internal static class PartitionTransaction
{
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
        foreach (var group in TransactionGroups.Of(actions))
        {
            if (!(await table.CommitAsync(group, cancellationToken)).Committed) return false;
        }

        return true;
    }
}
