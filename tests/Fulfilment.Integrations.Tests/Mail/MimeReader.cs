using System.Text;
using System.Text.RegularExpressions;

namespace Fulfilment.Integrations.Tests.Mail;

/// <summary>An independent, small reader of the mails that transports write: headers unfolded and decoded, quoted-printable parts.</summary>
internal sealed record MimeReader(IReadOnlyList<(string Name, string Value)> Headers, IReadOnlyList<MimePart> Parts)
{
    public static MimeReader Read(byte[] bytes)
    {
        var (head, body) = Split(Encoding.ASCII.GetString(bytes));
        var headers = ReadHeaders(head);
        var type = headers.Single(h => h.Name == "Content-Type").Value;
        var boundary = Regex.Match(type, "boundary=\"([^\"]+)\"").Groups[1].Value;
        var sections = body.Split($"--{boundary}").Skip(1).ToList();
        Assert.Equal("--", sections[^1].Trim());
        return new(headers, [.. sections.SkipLast(1).Select(ReadPart)]);
    }

    public string? Header(string name) => Headers.Where(h => h.Name == name).Select(h => h.Value).SingleOrDefault();

    public Fulfilment.Orchestration.Compliance.Mail.ReceivedMail ToReceived() => new(Header("X-Fulfilment-Key")!, Header("To")!, Header("Subject")!, Parts[0].Content, Parts[1].Content);

    private static MimePart ReadPart(string section)
    {
        var (head, body) = Split(section[2..]);
        var headers = ReadHeaders(head);
        Assert.Equal("quoted-printable", headers.Single(h => h.Name == "Content-Transfer-Encoding").Value);
        return new(headers.Single(h => h.Name == "Content-Type").Value, Unquote(body[..^2]).Replace("\r\n", "\n"));
    }

    private static (string Head, string Body) Split(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (text[..end], text[(end + 4)..]);
    }

    private static List<(string Name, string Value)> ReadHeaders(string head) =>
        [.. head.Replace("\r\n ", " ").Split("\r\n").Select(line => (line[..line.IndexOf(':')], Decode(line[(line.IndexOf(':') + 2)..])))];

    private static string Decode(string value) =>
        Regex.Replace(Regex.Replace(value, @"\?=\s+=\?utf-8\?B\?", "?==?utf-8?B?"), @"=\?utf-8\?B\?([^?]*)\?=", m => Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[1].Value)));

    private static string Unquote(string text)
    {
        var bytes = new List<byte>();
        var joined = text.Replace("=\r\n", "");
        for (var i = 0; i < joined.Length; i++)
            if (joined[i] == '=') bytes.Add(Convert.ToByte(joined.Substring((i += 2) - 1, 2), 16));
            else bytes.Add((byte)joined[i]);
        return Encoding.UTF8.GetString([.. bytes]);
    }
}

internal sealed record MimePart(string Type, string Content);
