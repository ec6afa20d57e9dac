using System.Text;

namespace Fulfilment.Integrations.Mail;

/// <summary>RFC 2045 quoted-printable of UTF-8 text, with CRLF line ends and lines of at most 76 characters.</summary>
internal static class QuotedPrintable
{
    private const int MaxLine = 76;

    public static string Encode(string text)
    {
        var output = new StringBuilder(text.Length + text.Length / 8);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0) output.Append("\r\n");
            Line(output, Encoding.UTF8.GetBytes(lines[i]));
        }

        return output.ToString();
    }

    private static void Line(StringBuilder output, byte[] bytes)
    {
        var column = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var token = Token(bytes[i], last: i == bytes.Length - 1);
            // One column is kept for the soft line break.
            if (column + token.Length > MaxLine - 1)
            {
                output.Append("=\r\n");
                column = 0;
            }

            output.Append(token);
            column += token.Length;
        }
    }

    /// <summary>White space at the end of a line may be lost under way, and is encoded there.</summary>
    private static string Token(byte value, bool last) => value switch
    {
        (byte)' ' or (byte)'\t' when !last => ((char)value).ToString(),
        (byte)'=' => "=3D",
        > 32 and < 127 => ((char)value).ToString(),
        _ => $"={value:X2}",
    };
}
