using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Storage.Sqlite.Sql;

/// <summary>
/// Keyset paging: a cursor names the last row given, so that rows which come or go meanwhile never make a page repeat or skip
/// another row.
/// </summary>
internal static class Paging
{
    private const int MaxLimit = 500;

    public static int Bound(int limit) => Math.Clamp(limit, 1, MaxLimit);

    /// <param name="rows">One more than the page holds when there is a next page.</param>
    public static Page<TItem> Cut<TRow, TItem>(List<TRow> rows, int limit, Func<TRow, TItem> item, Func<TRow, string> cursor)
    {
        var size = Bound(limit);
        var next = rows.Count > size ? Encode(cursor(rows[size - 1])) : null;
        return new([.. rows.Take(size).Select(item)], next);
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <exception cref="UnknownCursorException">The cursor was not made by <see cref="Encode"/>.</exception>
    public static string Decode(string cursor)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Base64Url.DecodeFromChars(cursor));
        }
        catch (ArgumentException e)
        {
            throw Unknown(cursor, e);
        }
        catch (FormatException e)
        {
            throw Unknown(cursor, e);
        }
    }

    /// <summary>For lists in order of a rising number; null means the start.</summary>
    public static long? Position(string? cursor) => cursor is null ? null
        : long.TryParse(Decode(cursor), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : throw Unknown(cursor, null);

    public static string Text(long position) => position.ToString(CultureInfo.InvariantCulture);

    public static UnknownCursorException Unknown(string cursor, Exception? inner) => new(cursor, inner);
}
