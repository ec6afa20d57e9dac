using System.Globalization;
using System.Text;

namespace Fulfilment.Azure.Lists;

/// <summary>One form for text that people search: case, width and accents do not count.</summary>
internal static class Folding
{
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        // Half a surrogate pair, which a search box may send, cannot be normalised: it becomes U+FFFD first.
        foreach (var c in Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark) folded.Append(char.ToLowerInvariant(c));
        }

        return folded.ToString();
    }

    public static IReadOnlyList<string> Words(string? text) => Fold(text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
