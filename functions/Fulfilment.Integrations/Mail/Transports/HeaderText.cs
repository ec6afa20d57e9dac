using System.Text;

namespace Fulfilment.Integrations.Mail;

/// <summary>Text in RFC 5322 headers: RFC 2047 encoded words for what is not plain ASCII, folded; no control character gets through.</summary>
internal static class HeaderText
{
    // "=?utf-8?B?" and "?=" take 12 of the 75 characters of an encoded word: 60 of base64 hold 45 bytes.
    private const int WordBytes = 45;
    private const int MaxPlain = 900;

    public static string Encode(string text)
    {
        var clean = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return IsPlain(clean) ? clean : string.Join("\r\n ", Words(clean).Select(word => $"=?utf-8?B?{Convert.ToBase64String(word)}?="));
    }

    /// <summary>A display name: quoted when it is plain but holds specials.</summary>
    public static string Phrase(string name)
    {
        var encoded = Encode(name);
        if (encoded.StartsWith("=?", StringComparison.Ordinal)) return encoded;
        return encoded.All(c => char.IsAsciiLetterOrDigit(c) || " !#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal))
            ? encoded
            : $"\"{encoded.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    private static bool IsPlain(string text) => text.Length <= MaxPlain && text.All(c => c is >= ' ' and < (char)127) && !text.Contains("=?", StringComparison.Ordinal);

    /// <summary>Each word holds whole characters: readers decode them one by one.</summary>
    private static IEnumerable<byte[]> Words(string text)
    {
        var word = new List<byte>(WordBytes);
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = new byte[rune.Utf8SequenceLength];
            rune.EncodeToUtf8(bytes);
            if (word.Count + bytes.Length > WordBytes)
            {
                yield return [.. word];
                word.Clear();
            }

            word.AddRange(bytes);
        }

        if (word.Count > 0) yield return [.. word];
    }
}
