using System.Globalization;
using System.Text;

namespace Fulfilment.Bench.Raw;

/// <summary>A statement as SQLite traces it, with its values written into it, taken apart again into text and values.</summary>
internal static class StatementText
{
    /// <summary>Every literal becomes a parameter: those of the text too, which does not change what the statement does.</summary>
    /// <returns>The statement with ?1, ?2, … and their values: long, string, byte[] or null.</returns>
    public static (string Template, object?[] Values) Split(string expanded)
    {
        var template = new StringBuilder(128);
        var values = new List<object?>();
        for (var at = 0; at < expanded.Length;)
        {
            var c = expanded[at];
            if (c is 'x' or 'X' && at + 1 < expanded.Length && expanded[at + 1] == '\'') Take(Convert.FromHexString(Quoted(expanded, at + 1, out at)));
            else if (c == '\'') Take(Quoted(expanded, at, out at).Replace("''", "'", StringComparison.Ordinal));
            else if (char.IsAsciiLetter(c) || c == '_') TakeWord(Word(expanded, ref at));
            else if (char.IsAsciiDigit(c) || (c == '-' && IsSign(template) && at + 1 < expanded.Length && char.IsAsciiDigit(expanded[at + 1]))) Take(Number(expanded, ref at));
            else
            {
                template.Append(c);
                at++;
            }
        }

        return (template.ToString(), [.. values]);

        void Take(object? value)
        {
            values.Add(value);
            template.Append('?').Append(values.Count.ToString(CultureInfo.InvariantCulture));
        }

        void TakeWord(string word)
        {
            if (word == "NULL") Take(null);
            else template.Append(word);
        }
    }

    /// <summary>What is between the quote at <paramref name="start"/> and the one that ends it.</summary>
    private static string Quoted(string text, int start, out int after)
    {
        var end = start + 1;
        while (text[end] != '\'' || (end + 1 < text.Length && text[end + 1] == '\'')) end += text[end] == '\'' ? 2 : 1;
        after = end + 1;
        return text[(start + 1)..end];
    }

    private static string Word(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
        return text[start..at];
    }

    private static long Number(string text, ref int at)
    {
        var start = at++;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        if (at < text.Length && text[at] is '.' or 'e' or 'E') throw new NotSupportedException("The engine writes whole numbers only; this statement holds another: " + text[..Math.Min(text.Length, 200)]);
        return long.Parse(text.AsSpan(start, at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>A minus after an operand subtracts.</summary>
    private static bool IsSign(StringBuilder before)
    {
        for (var i = before.Length - 1; i >= 0; i--)
            if (before[i] != ' ') return before[i] is '(' or ',' or '=' or '<' or '>';
        return true;
    }
}
