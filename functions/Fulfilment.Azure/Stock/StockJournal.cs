using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Stock;

/// <summary>
/// Commits an operation's changes: in the head's own transaction when they fit it; else they are written down there as one
/// document, and applied from it before anything else happens to the ledger, by whoever comes first.
/// </summary>
internal sealed class StockJournal(AzureTables tables)
{
    // Room for the head, the operation's key, the news and their part rows.
    private const int MaxDirect = 80;

    /// <param name="head">As it is to be.</param>
    /// <param name="actions">Those that belong to the operation beside its changes.</param>
    /// <returns>False when another operation was faster.</returns>
    public async Task<bool> CommitAsync(bool isFirst, TableEntity head, List<TableAction> actions, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count <= MaxDirect) actions.AddRange(changes.Select(change => change.ToAction(head.PartitionKey)));
        else
        {
            var sequence = head.Number("Sequence");
            head["Journal"] = sequence;
            var row = new TableEntity(head.PartitionKey, StockRowKeys.Journal(sequence));
            actions.AddRange(Documents.SetJson(row, "Doc", changes).Select(part => new TableAction.Insert(part)));
            actions.Add(new TableAction.Insert(row));
        }

        actions.Add(isFirst ? new TableAction.Insert(head) : new TableAction.Replace(head));
        return (await tables.Stock.CommitAsync(actions, cancellationToken)).Committed;
    }

    /// <summary>Applies the changes that the head names. Two at once do the same.</summary>
    public async Task ApplyAsync(TableEntity head, CancellationToken cancellationToken)
    {
        var rowKey = StockRowKeys.Journal(head.Number("Journal"));
        // Gone when somebody else has just applied it.
        if (await tables.Stock.GetAsync(head.PartitionKey, rowKey, cancellationToken) is not { } row) return;
        var changes = await Documents.GetJsonAsync<IReadOnlyList<StockChange>>(tables.Stock, row, "Doc", cancellationToken);
        foreach (var change in changes.Where(change => change.Json is null))
            await tables.Stock.DeleteAsync(new TableEntity(head.PartitionKey, change.RowKey) { ETag = "*" }, cancellationToken);
        foreach (var group in changes.Where(change => change.Json is not null).Chunk(TableBatch.MaxActions))
            await tables.Stock.CommitAsync([.. group.Select(change => change.ToAction(head.PartitionKey))], cancellationToken);
        var applied = head.Copy();
        applied["Journal"] = null;
        var parts = Documents.PartKeys(row, "Doc").Append(rowKey);
        await tables.Stock.CommitAsync(
            [new TableAction.Replace(applied), .. parts.Select(key => new TableAction.Delete(new TableEntity(head.PartitionKey, key) { ETag = "*" }))], cancellationToken);
    }
}
