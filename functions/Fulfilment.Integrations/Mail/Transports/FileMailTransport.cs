using System.Security.Cryptography;
using System.Text;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Mail;

/// <summary>
/// Writes each mail as one .eml file, complete or not at all. The file is named after the mail's key: a repeat replaces it, so a
/// mailbox folder never holds a mail twice.
/// </summary>
public sealed class FileMailTransport(string folder, TimeProvider clock) : IMailTransport
{
    private const int MaxName = 180;

    public async Task<MailSendResult> SendAsync(StoreSettings store, MailMessage message, CancellationToken cancellationToken = default)
    {
        if (Mailbox.Parse(message.From) is not { } from) return new MailSendResult.TryAgain($"The store's sender '{message.From}' is no mail address; correct its mail settings.");
        if (Mailbox.Parse(message.To) is not { } to) return new MailSendResult.Refused($"'{message.To}' is no mail address.");
        try
        {
            await WriteAsync(FileName(message.Key), MimeMessage.Write(message, from, to, clock.GetUtcNow()), cancellationToken);
            return new MailSendResult.Sent(MimeMessage.MessageId(message.Key, from.Domain));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new MailSendResult.TryAgain($"Cannot write to the mail folder: {e.Message}");
        }
    }

    /// <summary>The name of a mail's file in the folder.</summary>
    public static string FileName(string key)
    {
        var plain = new string([.. key.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '~')]);
        return plain.Length <= MaxName ? $"{plain}.eml" : $"{plain[..MaxName]}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16]}.eml";
    }

    private async Task WriteAsync(string name, byte[] bytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, name);
        var partial = target + ".partial";
        await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(bytes, cancellationToken);
            // "Sent" is recorded next: the file has to survive what the record survives.
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, target, overwrite: true);
    }
}
