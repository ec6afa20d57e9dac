using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fulfilment.Azure.Tables;

/// <summary>Any text as a partition or row key: the service refuses / \ # ? and control characters, and more than 1 KiB.</summary>
public static class TableKey
{
    private const int MaxLength = 400;

    /// <summary>Between the parts of a key; never in an escaped part.</summary>
    public const char Separator = '|';

    /// <summary>Comes after every escaped text and separator: the end of a prefix range.</summary>
    public const char Last = '~';

    /// <summary>
    /// Different texts give different keys. Letters, digits and . _ - : @ stay, every other UTF-16 unit becomes "=" and four hex
    /// digits; what would be too long keeps its beginning and gets its hash.
    /// </summary>
    public static string Escape(string text)
    {
        if (text.Length <= MaxLength && text.All(IsPlain)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsPlain(c)) escaped.Append(c);
            else escaped.Append(CultureInfo.InvariantCulture, $"={(int)c:x4}");
        }

        if (escaped.Length <= MaxLength) return escaped.ToString();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(text)));
        // "=h" is no escape of a character, so a hashed key equals no other.
        return escaped.ToString(0, MaxLength - 80) + "=h" + hash;
    }

    /// <summary>The text that <see cref="Escape"/> made the key of.</summary>
    /// <exception cref="InvalidDataException">The key is a hash.</exception>
    public static string Unescape(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '=') text.Append(escaped[i]);
            else if (i + 4 < escaped.Length && ushort.TryParse(escaped.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                text.Append((char)unit);
                i += 4;
            }
            else throw new InvalidDataException($"'{escaped}' does not tell what it is the key of.");
        }

        return text.ToString();
    }

    /// <summary>The parts, escaped, with separators between them.</summary>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        var key = new StringBuilder();
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0) key.Append(Separator);
            key.Append(Escape(parts[i]));
        }

        return key.ToString();
    }

    /// <summary>A number of 0 or more as text that sorts like it.</summary>
    public static string Rising(long number) => number.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>A number of 0 or more as text that sorts the other way round.</summary>
    public static string Falling(long number) => Rising(long.MaxValue - number);

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or ':' or '@';
}
