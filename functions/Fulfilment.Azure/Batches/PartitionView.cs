using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Batches;

/// <summary>Rows of one partition as read, and as a transaction is to leave them.</summary>
internal sealed class PartitionView(string partitionKey, IReadOnlyDictionary<string, TableEntity?> read)
{
    private readonly Dictionary<string, Change> _changes = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>The row as it is now; null when there is none. Change it only through <see cref="Put"/>.</summary>
    /// <exception cref="InvalidOperationException">The write did not say that it reads this row.</exception>
    public TableEntity? this[string rowKey] =>
        _changes.TryGetValue(rowKey, out var change) ? change.Entity
        : read.TryGetValue(rowKey, out var entity) ? entity
        : throw new InvalidOperationException($"{partitionKey}/{rowKey} was not read.");

    /// <summary>A row to fill: a copy of the one that is there, or a new one.</summary>
    public TableEntity Edit(string rowKey) => this[rowKey]?.Copy() ?? new TableEntity(partitionKey, rowKey);

    /// <param name="parts">Rows that hold the rest of its documents.</param>
    /// <param name="documents">Columns with documents, whose old part rows go when the row is replaced.</param>
    public void Put(TableEntity entity, IEnumerable<TableEntity>? parts = null, params IReadOnlyList<string> documents)
    {
        var before = read[entity.RowKey];
        if (!_changes.ContainsKey(entity.RowKey)) _order.Add(entity.RowKey);
        var obsolete = before is null ? [] : documents.SelectMany(column => Documents.PartKeys(before, column));
        _changes[entity.RowKey] = new Change(entity, [.. parts ?? []], [.. obsolete]);
    }

    /// <summary>What leads from the rows as read to the rows as wanted, in the order of the first changes.</summary>
    public IEnumerable<TableAction> Actions()
    {
        foreach (var rowKey in _order)
        {
            var (entity, parts, obsolete) = _changes[rowKey];
            var before = read[rowKey];
            if (before is not null && before.SameValues(entity)) continue;
            foreach (var part in parts) yield return new TableAction.Insert(part);
            yield return before is null ? new TableAction.Insert(entity) : new TableAction.Replace(entity);
            // Part rows never change, so any ETag will do.
            foreach (var key in obsolete) yield return new TableAction.Delete(new TableEntity(partitionKey, key) { ETag = "*" });
        }
    }

    private sealed record Change(TableEntity Entity, IReadOnlyList<TableEntity> Parts, IReadOnlyList<string> Obsolete);
}
