using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Mail;

/// <summary>A mail as RFC 5322 bytes: multipart/alternative, text before HTML. The same message and time give the same bytes.</summary>
internal static class MimeMessage
{
    /// <summary>Lets staff, checkers and receiving systems see a duplicate without parsing the Message-ID.</summary>
    public const string KeyHeader = "X-Fulfilment-Key";

    public static byte[] Write(MailMessage message, Mailbox from, Mailbox to, DateTimeOffset at)
    {
        var boundary = $"=_{Hash(message.Key)[..32]}";
        var text = new StringBuilder();
        Header(text, "Date", at.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000");
        Header(text, "From", from.Header);
        Header(text, "To", to.Header);
        Header(text, "Subject", HeaderText.Encode(message.Subject));
        Header(text, "Message-ID", MessageId(message.Key, from.Domain));
        Header(text, KeyHeader, HeaderText.Encode(message.Key));
        Header(text, "Auto-Submitted", "auto-generated");
        Header(text, "MIME-Version", "1.0");
        Header(text, "Content-Type", $"multipart/alternative;\r\n boundary=\"{boundary}\"");
        text.Append("\r\n");
        Part(text, boundary, "text/plain", message.Text);
        Part(text, boundary, "text/html", message.Html);
        text.Append("--").Append(boundary).Append("--\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The same for every try of one mail, so that a repeat can be seen and dropped by those who receive it.</summary>
    public static string MessageId(string key, string domain) => $"<{(IsDotAtom(key) ? key : Hash(key))}@{domain}>";

    private static void Header(StringBuilder text, string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");

    private static void Part(StringBuilder text, string boundary, string type, string content)
    {
        text.Append("--").Append(boundary).Append("\r\n");
        Header(text, "Content-Type", $"{type}; charset=utf-8");
        Header(text, "Content-Transfer-Encoding", "quoted-printable");
        text.Append("\r\n").Append(QuotedPrintable.Encode(content)).Append("\r\n");
    }

    private static bool IsDotAtom(string key) =>
        key.Length is > 0 and <= 150 && key.Split('.').All(atom => atom.Length > 0 && atom.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/'));

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
