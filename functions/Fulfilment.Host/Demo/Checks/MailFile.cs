using System.Globalization;
using System.Text.RegularExpressions;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>One .eml file of the mailbox, as far as the demo reads it: its key and the customer's link.</summary>
internal sealed partial record MailFile(string Key, string Path, DateTimeOffset Date)
{
    private const string KeyHeader = "X-Fulfilment-Key:";
    private const string DateHeader = "Date:";

    public static IReadOnlyList<MailFile> ReadAll(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.eml").Order(StringComparer.Ordinal).Select(Read)] : [];

    /// <summary>The secret in the mail's link to the order's page; null when it has none.</summary>
    public string? LinkSecret()
    {
        var match = OrderLink().Match(DecodeQuotedPrintable(File.ReadAllText(Path)));
        return match.Success ? match.Groups[1].Value : null;
    }

    public static MailFile Read(string path)
    {
        var headers = File.ReadLines(path).TakeWhile(line => line.Length > 0).ToList();
        var date = DateTimeOffset.TryParse(Value(headers, DateHeader), CultureInfo.InvariantCulture, out var parsed) ? parsed : DateTimeOffset.MinValue;
        // A mail that does not say whose it is stays visible under its file's name.
        return new(Value(headers, KeyHeader) ?? System.IO.Path.GetFileName(path), path, date);
    }

    private static string? Value(List<string> headers, string name) =>
        headers.FirstOrDefault(h => h.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..].Trim();

    private static string DecodeQuotedPrintable(string text)
    {
        var joined = text.Replace("=\r\n", "", StringComparison.Ordinal);
        return EscapedByte().Replace(joined, m => ((char)byte.Parse(m.Value.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
    }

    [GeneratedRegex("=[0-9A-F]{2}")]
    private static partial Regex EscapedByte();

    [GeneratedRegex("/o/([A-Za-z0-9_-]{16,})")]
    private static partial Regex OrderLink();
}
