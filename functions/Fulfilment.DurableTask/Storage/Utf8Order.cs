namespace Fulfilment.DurableTask.Storage;

/// <summary>
/// Text in the order SQLite keeps it, byte by byte as UTF-8. .NET's ordinal order is another one: it has the surrogates
/// before the last characters of the basic plane.
/// </summary>
internal static class Utf8Order
{
    public static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Place(left[same]).CompareTo(Place(right[same]));
    }

    private static int Place(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
