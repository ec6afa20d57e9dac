using System.Globalization;
using System.Text;

namespace Fulfilment.Storage.Sqlite.Sql;

/// <summary>One form for text that people search: case, width and accents do not count ("Éléonore" is found by "eleonore").</summary>
internal static class Folding
{
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var folded = new StringBuilder(text.Length);
        foreach (var c in WellFormed(text).Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark) folded.Append(char.ToLowerInvariant(c));
        }

        return folded.ToString();
    }

    /// <summary>Normalising throws on half a surrogate pair; a search box may send one.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
