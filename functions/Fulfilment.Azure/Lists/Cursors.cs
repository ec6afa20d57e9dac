using System.Buffers.Text;
using System.Text;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Lists;

/// <summary>
/// Cursors name the row key of the last row given, so rows that come or go meanwhile never make a page repeat or skip another.
/// Row keys of lists begin with 19 digits.
/// </summary>
internal static class Cursors
{
    private const int MaxLimit = 500;
    private const int Digits = 19;

    public static int Bound(int limit) => Math.Clamp(limit, 1, MaxLimit);

    public static string Encode(string rowKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rowKey));

    /// <exception cref="UnknownCursorException">The cursor was not made by <see cref="Encode"/>.</exception>
    public static string? Decode(string? cursor)
    {
        if (cursor is null) return null;
        try
        {
            var rowKey = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            if (rowKey.Length >= Digits && rowKey.AsSpan(0, Digits).IndexOfAnyExceptInRange('0', '9') < 0) return rowKey;
        }
        catch (FormatException)
        {
            // Told below, as for every text that is no cursor.
        }

        throw new UnknownCursorException(cursor);
    }
}
