using System.Globalization;
using System.Net.Mail;

namespace Fulfilment.Integrations.Mail;

/// <summary>An address as mail servers take it: an ASCII domain, and a display name of any script.</summary>
internal sealed record Mailbox(string Name, string Address)
{
    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];

    /// <summary>False when the local part needs SMTPUTF8.</summary>
    public bool IsAscii => Address.All(char.IsAscii);

    /// <summary>As in From and To.</summary>
    public string Header => Name.Length == 0 ? Address : $"{HeaderText.Phrase(Name)} <{Address}>";

    /// <summary>Null when it is no address. "Name &lt;a@b&gt;" and "a@b" are.</summary>
    public static Mailbox? Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Any(char.IsControl) || !MailAddress.TryCreate(trimmed, out var parsed)) return null;
        // The parser takes "a@b, c@d" for an address with a strange name.
        if (!trimmed.EndsWith('>') && trimmed != parsed.Address) return null;
        return AsciiDomain(parsed.Host) is { } domain && !parsed.User.Any(char.IsWhiteSpace) ? new(parsed.DisplayName, $"{parsed.User}@{domain}") : null;
    }

    private static string? AsciiDomain(string host)
    {
        try
        {
            return new IdnMapping().GetAscii(host);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
