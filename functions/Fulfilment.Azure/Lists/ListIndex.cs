using Fulfilment.Azure.Tables;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Lists;

/// <summary>
/// A list of keys in order of their positions, spread over several partitions of the table of lists. The rows only point: what
/// an entry is, and whether it still belongs to the list, its own row says. So a row left behind by a death does no harm.
/// </summary>
/// <param name="name">Of the list; a wire format.</param>
/// <param name="newestFirst">Else oldest first.</param>
internal sealed class ListIndex(TableClient table, string name, bool newestFirst)
{
    private const int Buckets = 4;

    public Task AddAsync(long position, string key, string store, CancellationToken cancellationToken) =>
        table.UpsertAsync(new TableEntity(Partition(key), RowKey(position, key)) { ["Key"] = key, ["Store"] = store }, cancellationToken);

    public Task RemoveAsync(long position, string key, CancellationToken cancellationToken) =>
        table.DeleteAsync(new TableEntity(Partition(key), RowKey(position, key)) { ETag = "*" }, cancellationToken);

    /// <param name="store">Null: all.</param>
    /// <param name="load">By key; null when it no longer belongs to the list.</param>
    public Task<Page<T>> PageAsync<T>(string? store, string? cursor, int limit, Func<string, CancellationToken, Task<T?>> load, CancellationToken cancellationToken) where T : class
    {
        var after = Cursors.Decode(cursor);
        var partitions = Enumerable.Range(0, Buckets).Select(bucket => $"{name}{TableKey.Separator}{bucket}").ToList();
        var filter = store is null ? null : TableFilter.Equal("Store", store);
        var rows = MergedRows.ReadAsync(table, partitions, after, filter, Cursors.Bound(limit) + 1, cancellationToken);
        return Pages.FillAsync(rows, limit, (row, cancel) => load(row.Text("Key")!, cancel), cancellationToken);
    }

    private string Partition(string key) => $"{name}{TableKey.Separator}{Hashing.Bucket(key, Buckets)}";

    private string RowKey(long position, string key) => (newestFirst ? TableKey.Falling(position) : TableKey.Rising(position)) + TableKey.Separator + TableKey.Escape(key);
}
