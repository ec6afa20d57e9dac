using Fulfilment.Azure.Tables;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Lists;

internal static class Pages
{
    /// <summary>One page of what the list's rows stand for. A row whose item is gone or no longer belongs to the list is passed over.</summary>
    /// <param name="load">Null: pass over.</param>
    public static async Task<Page<T>> FillAsync<T>(IAsyncEnumerable<TableEntity> rows, int limit, Func<TableEntity, CancellationToken, Task<T?>> load, CancellationToken cancellationToken)
        where T : class
    {
        var size = Cursors.Bound(limit);
        var items = new List<T>();
        string? last = null;
        await foreach (var group in ChunkAsync(rows, size, cancellationToken))
        {
            var loaded = await Task.WhenAll(group.Select(row => load(row, cancellationToken)));
            for (var i = 0; i < group.Count; i++)
            {
                if (loaded[i] is not { } item) continue;
                if (items.Count == size) return new Page<T>(items, Cursors.Encode(last!));
                items.Add(item);
                last = group[i].RowKey;
            }
        }

        return new Page<T>(items, null);
    }

    /// <summary>Groups of the page's size, so that items load side by side.</summary>
    private static async IAsyncEnumerable<List<TableEntity>> ChunkAsync(
        IAsyncEnumerable<TableEntity> rows, int size, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var group = new List<TableEntity>(size);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            group.Add(row);
            if (group.Count < size) continue;
            yield return group;
            group = new List<TableEntity>(size);
        }

        if (group.Count > 0) yield return group;
    }
}
