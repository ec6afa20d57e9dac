using System.Globalization;
using System.Runtime.CompilerServices;

namespace Fulfilment.Orchestration.Transfer;

/// <param name="Records">May be empty though there is a next page.</param>
/// <param name="Next">Cursor of the next page; null: this was the last.</param>
public sealed record StorePage(IReadOnlyList<TransferRecord> Records, string? Next);

/// <summary>One kind of a store's records, a bounded one a call.</summary>
/// <param name="after">Where the call before ended; null: the start.</param>
/// <returns>Null when there is nothing there; and where the next call begins, null at the end of the kind.</returns>
public delegate Task<(TransferRecord? Record, string? After)> StorePart(string store, string? after, CancellationToken cancellationToken);

/// <summary>Reads a store's records, kind after kind.</summary>
public static class StorePages
{
    /// <summary>Calls a page: of 500 rows each, and where a table is scanned for them, of some seconds each.</summary>
    private const int Reads = 10;

    /// <summary>One page of all the parts in their order.</summary>
    /// <exception cref="FormatException">The cursor is none of an earlier page.</exception>
    public static async Task<StorePage> ReadAsync(IReadOnlyList<StorePart> parts, string store, string? cursor, CancellationToken cancellationToken)
    {
        var (part, after) = Place(cursor, parts.Count);
        var records = new List<TransferRecord>();
        for (var reads = 0; part < parts.Count && reads < Reads; reads++)
        {
            (var record, after) = await parts[part](store, after, cancellationToken);
            if (record is not null) records.Add(record);
            if (after is null) part++;
        }

        return new StorePage(records, part == parts.Count ? null : string.Create(CultureInfo.InvariantCulture, $"{part} {after}"));
    }

    /// <summary>All records of the stores, page after page as they are consumed.</summary>
    public static async IAsyncEnumerable<TransferRecord> ReadStoresAsync(
        this ITransferSource source, IEnumerable<string> stores, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var store in stores)
        {
            string? cursor = null;
            do
            {
                var page = await source.ReadStoreAsync(store, cursor, cancellationToken);
                foreach (var record in page.Records) yield return record;
                cursor = page.Next;
            } while (cursor is not null);
        }
    }

    private static (int Part, string? After) Place(string? cursor, int parts)
    {
        if (cursor is null) return (0, null);
        return cursor.Split(' ', 2) is [var number, var after] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var part) && part < parts
            ? (part, after.Length == 0 ? null : after)
            : throw new FormatException($"'{cursor}' is no place in a store.");
    }
}
