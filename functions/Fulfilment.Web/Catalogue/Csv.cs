using System.Text;

namespace Fulfilment.Web.Catalogue;

/// <summary>A record of a CSV file.</summary>
/// <param name="Line">Line in the file on which it begins, from 1.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Fields);

/// <summary>Reads CSV as spreadsheets write it: quoted fields with doubled quotes and line breaks, comma or semicolon, a byte order mark or none.</summary>
internal static class Csv
{
    /// <exception cref="FormatException">A quote is never closed.</exception>
    public static IReadOnlyList<CsvRow> Read(string text)
    {
        var rest = text.TrimStart('\uFEFF');
        var head = rest.AsSpan(0, Math.Max(rest.IndexOf('\n', StringComparison.Ordinal), 0));
        var reader = new Reader(rest, head.Count(';') > head.Count(',') ? ';' : ',');
        var rows = new List<CsvRow>();
        while (reader.Next() is { } row)
            if (row.Fields.Any(f => f.Length > 0)) rows.Add(row);
        return rows;
    }

    private sealed class Reader(string text, char separator)
    {
        private int _at;
        private int _line = 1;

        public CsvRow? Next()
        {
            if (_at >= text.Length) return null;
            var (start, fields) = (_line, new List<string>());
            do fields.Add(Field());
            while (Take(separator));
            EndOfLine();
            return new(start, fields);
        }

        private string Field() => _at < text.Length && text[_at] == '"' ? Quoted() : Plain();

        private string Plain()
        {
            var start = _at;
            while (_at < text.Length && text[_at] != separator && text[_at] is not ('\r' or '\n')) _at++;
            return text[start.._at].Trim();
        }

        private string Quoted()
        {
            var (opened, field) = (_line, new StringBuilder());
            for (_at++; _at < text.Length; _at++)
            {
                if (text[_at] == '\n') _line++;
                if (text[_at] != '"') field.Append(text[_at]);
                else if (_at + 1 < text.Length && text[_at + 1] == '"') field.Append(text[_at++]);
                else
                {
                    _at++;
                    _ = Plain();
                    return field.ToString();
                }
            }

            throw new FormatException($"Line {opened}: a quoted field is never closed.");
        }

        private bool Take(char expected)
        {
            if (_at >= text.Length || text[_at] != expected) return false;
            _at++;
            return true;
        }

        private void EndOfLine()
        {
            Take('\r');
            if (Take('\n')) _line++;
        }
    }
}
