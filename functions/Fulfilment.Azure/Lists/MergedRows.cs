using System.Runtime.CompilerServices;
using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Lists;

/// <summary>One list that is spread over several partitions, read in order of its row keys.</summary>
internal static class MergedRows
{
    /// <param name="afterRowKey">Exclusive; null: from the start.</param>
    /// <param name="filter">Beside partition and row key.</param>
    /// <param name="pageSize">Rows fetched at a time from each partition.</param>
    public static async IAsyncEnumerable<TableEntity> ReadAsync(
        TableClient table, IReadOnlyList<string> partitions, string? afterRowKey, string? filter, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sources = partitions.Select(partition => new Source(table, Query(partition, afterRowKey, filter, pageSize))).ToList();
        await Task.WhenAll(sources.Select(source => source.FillAsync(cancellationToken)));
        var next = new PriorityQueue<Source, string>(StringComparer.Ordinal);
        foreach (var source in sources) Offer(next, source);
        while (next.TryDequeue(out var source, out _))
        {
            yield return source.Take();
            await source.FillAsync(cancellationToken);
            Offer(next, source);
        }
    }

    private static TableQuery Query(string partition, string? afterRowKey, string? filter, int pageSize) =>
        new(TableFilter.And(TableFilter.Partition(partition), afterRowKey is null ? null : TableFilter.RowsAfter(afterRowKey), filter), Top: pageSize);

    private static void Offer(PriorityQueue<Source, string> next, Source source)
    {
        if (source.Head is { } row) next.Enqueue(source, row.RowKey);
    }

    private sealed class Source(TableClient table, TableQuery query)
    {
        private readonly Queue<TableEntity> _rows = new();
        private TableContinuation? _next;
        private bool _started;

        public TableEntity? Head => _rows.TryPeek(out var row) ? row : null;

        public TableEntity Take() => _rows.Dequeue();

        /// <summary>After it there is a row, or the partition is at its end.</summary>
        public async Task FillAsync(CancellationToken cancellationToken)
        {
            while (_rows.Count == 0 && (!_started || _next is not null))
            {
                var page = await table.QueryPageAsync(query, _next, cancellationToken);
                _started = true;
                _next = page.Next;
                foreach (var row in page.Rows) _rows.Enqueue(row);
            }
        }
    }
}
