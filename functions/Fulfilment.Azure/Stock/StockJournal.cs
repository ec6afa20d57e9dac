using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Stock;

/// <summary>
/// Commits an operation's changes: in the head's own transaction when they fit it; else they are written down there as one
/// document, and applied from it before anything else happens to the ledger, by whoever comes first.
/// </summary>
/// <param name="maxDirect">More changes than these are written down first: there must be room for the head, the operation's key and the news.</param>
/// <param name="maxGroup">So many are applied at a time, beside the head.</param>
internal sealed class StockJournal(AzureTables tables, int maxDirect = 80, int maxGroup = TableBatch.MaxActions - 1)
{
    /// <param name="head">As it is to be.</param>
    /// <param name="actions">Those that belong to the operation beside its changes.</param>
    /// <param name="parts">Part rows of their documents.</param>
    /// <returns>False when another operation was faster.</returns>
    public async Task<bool> CommitAsync(
        bool isFirst, TableEntity head, IReadOnlyList<TableAction> actions, IReadOnlyList<TableEntity> parts, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count <= maxDirect)
        {
            List<TableAction> direct = [.. actions, .. parts.Select(part => new TableAction.Insert(part)), .. changes.Select(change => change.ToAction(head.PartitionKey)), Written(head)];
            if (TransactionGroups.FitOne(direct)) return (await tables.Stock.CommitAsync(direct, cancellationToken)).Committed;
        }

        var sequence = head.Number("Sequence");
        head["Journal"] = sequence;
        var row = new TableEntity(head.PartitionKey, StockRowKeys.Journal(sequence));
        var all = parts.Concat(Documents.SetJson(row, "Doc", changes)).ToList();
        return await CommitAsync([.. actions, new TableAction.Insert(row), Written(head)], all, cancellationToken);

        TableAction Written(TableEntity entity) => isFirst ? new TableAction.Insert(entity) : new TableAction.Replace(entity);
    }

    /// <summary>
    /// Applies the changes that the head names, group by group. Each group moves the head on in its own transaction: whoever is late, because
    /// another process was faster and the ledger has gone on, is refused and writes nothing over what came later.
    /// </summary>
    public async Task ApplyAsync(TableEntity head, CancellationToken cancellationToken)
    {
        var sequence = head.Number("Journal");
        var rowKey = StockRowKeys.Journal(sequence);
        // Gone when somebody else has just applied it.
        if (await tables.Stock.GetAsync(head.PartitionKey, rowKey, cancellationToken) is not { } row) return;
        var changes = await Documents.GetJsonAsync<IReadOnlyList<StockChange>>(tables.Stock, row, "Doc", cancellationToken);
        while (head.Number("Journal") == sequence)
        {
            var commit = await ApplyGroupAsync(head, row, changes, cancellationToken);
            if (await tables.Stock.GetAsync(head.PartitionKey, StockRowKeys.Head, cancellationToken) is not { } next) throw new InvalidDataException($"The head of the stock of {head.PartitionKey} has gone.");
            if (!commit.Committed && next.ETag == head.ETag) throw new InvalidDataException($"Journal {sequence} of the stock of {head.PartitionKey} cannot be applied: {commit.Code}.");
            head = next;
        }
    }

    private Task<TableCommit> ApplyGroupAsync(TableEntity head, TableEntity row, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken)
    {
        var applied = (int)head.Number("Applied");
        var moved = head.Copy();
        if (applied < changes.Count)
        {
            var group = TransactionGroups.Of(changes.Skip(applied).Select(change => change.ToAction(head.PartitionKey)), maxGroup).First();
            moved["Applied"] = applied + group.Count;
            return tables.Stock.CommitAsync([new TableAction.Replace(moved), .. group], cancellationToken);
        }

        moved["Journal"] = moved["Applied"] = null;
        var keys = Documents.PartKeys(row, "Doc").Append(row.RowKey);
        return tables.Stock.CommitAsync(
            [new TableAction.Replace(moved), .. keys.Select(key => new TableAction.Delete(new TableEntity(head.PartitionKey, key) { ETag = "*" }))], cancellationToken);
    }

    /// <summary>Part rows go ahead when they do not fit: nobody reads them before the rows that name them are there.</summary>
    private async Task<bool> CommitAsync(IReadOnlyList<TableAction> actions, IReadOnlyList<TableEntity> parts, CancellationToken cancellationToken)
    {
        List<TableAction> whole = [.. actions, .. parts.Select(part => new TableAction.Insert(part))];
        if (TransactionGroups.FitOne(whole)) return (await tables.Stock.CommitAsync(whole, cancellationToken)).Committed;
        foreach (var group in TransactionGroups.Of(parts.Select(part => new TableAction.Insert(part)))) await tables.Stock.CommitAsync(group, cancellationToken);
        if ((await tables.Stock.CommitAsync(actions, cancellationToken)).Committed) return true;
        foreach (var part in parts) await tables.Stock.DeleteAsync(new TableEntity(part.PartitionKey, part.RowKey) { ETag = "*" }, cancellationToken);
        return false;
    }
}
