using System.Buffers;
using System.Globalization;

namespace Fulfilment.DurableTask.Storage;

/// <summary>
/// A W3C trace parent ("00-{trace}-{span}-{flags}") in the 25 bytes it takes in a history row. It says who asked for
/// something, for people who look at traces; nothing is ever decided by it.
/// </summary>
internal static class TraceParent
{
    private const int Bytes = 25;
    private const int Length = 55;
    private const int SpanAt = 36;
    private const int FlagsAt = 53;

    /// <summary>Anything but this form is not kept: a stranger's header must not end in the history.</summary>
    public static bool IsKept(string? parent) =>
        parent is { Length: Length } && parent.StartsWith("00-", StringComparison.Ordinal) && parent[35] == '-' && parent[52] == '-'
        && !parent.AsSpan(3).ContainsAnyExcept(Digits) && Hex(parent, 3, 32) && Hex(parent, SpanAt, 16) && Hex(parent, FlagsAt, 2);

    public static void Write(IBufferWriter<byte> output, string parent)
    {
        var span = output.GetSpan(Bytes);
        Convert.FromHexString(parent.AsSpan(3, 32), span, out _, out _);
        Convert.FromHexString(parent.AsSpan(SpanAt, 16), span[16..], out _, out _);
        Convert.FromHexString(parent.AsSpan(FlagsAt, 2), span[24..], out _, out _);
        output.Advance(Bytes);
    }

    public static string Read(ref SegmentReader reader)
    {
        var bytes = reader.Take(Bytes);
        return string.Create(CultureInfo.InvariantCulture, $"00-{Convert.ToHexStringLower(bytes[..16])}-{Convert.ToHexStringLower(bytes[16..24])}-{Convert.ToHexStringLower(bytes[24..])}");
    }

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef-");

    private static bool Hex(string text, int start, int length) => !text.AsSpan(start, length).Contains('-');
}
