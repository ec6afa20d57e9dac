using System.Buffers.Text;
using System.Text;
using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Tables;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Catalogue;

/// <summary>Pages in order of row keys that are no numbers.</summary>
internal static class SkuCursor
{
    /// <exception cref="UnknownCursorException">Not a cursor of this list.</exception>
    public static string Decode(string cursor)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        }
        catch (FormatException e)
        {
            throw new UnknownCursorException(cursor, e);
        }
    }

    public static async Task<Page<T>> PageAsync<T>(IAsyncEnumerable<TableEntity> rows, int limit, Func<TableEntity, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var size = Cursors.Bound(limit);
        var page = await rows.Take(size + 1).ToListAsync(cancellationToken);
        var items = await Task.WhenAll(page.Take(size).Select(row => read(row, cancellationToken)));
        return new Page<T>(items, page.Count > size ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(page[size - 1].RowKey)) : null);
    }
}
