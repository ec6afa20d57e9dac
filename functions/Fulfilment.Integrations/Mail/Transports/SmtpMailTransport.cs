using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Mail;

/// <summary>
/// Sends by SMTP, one connection a mail. A permanent no to the recipient or the mail refuses it; everything else (no connection,
/// wrong password, no TLS, a 4xx) is tried again. SMTP has no idempotency: a connection lost after the mail was taken and before
/// the reply was read sends it again, under the same Message-ID.
/// </summary>
/// <param name="timeout">For the whole conversation, by the real clock.</param>
/// <param name="trust">Judges the server's certificate; null: the machine's trust.</param>
public sealed class SmtpMailTransport(TimeProvider clock, TimeSpan timeout, RemoteCertificateValidationCallback? trust = null) : IMailTransport
{
    public async Task<MailSendResult> SendAsync(StoreSettings store, MailMessage message, CancellationToken cancellationToken = default)
    {
        if (store.Mail.SmtpHost is not { Length: > 0 }) return new MailSendResult.TryAgain("The store's mail settings have no SMTP host.");
        if (Mailbox.Parse(message.From) is not { IsAscii: true } from) return new MailSendResult.TryAgain($"The store's sender '{message.From}' is no mail address; correct its mail settings.");
        if (Mailbox.Parse(message.To) is not { IsAscii: true } to) return new MailSendResult.Refused($"'{message.To}' is no mail address that SMTP without extensions can carry.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await using var session = await SmtpSession.OpenAsync(store.Mail, trust, limit.Token);
            var reply = await session.SendAsync(from.Address, to.Address, MimeMessage.Write(message, from, to, clock.GetUtcNow()), limit.Token);
            return new MailSendResult.Sent(reply);
        }
        catch (SmtpRefusalException refusal)
        {
            return refusal.IsFinal ? new MailSendResult.Refused(refusal.Message) : new MailSendResult.TryAgain(refusal.Message);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException)
        {
            return new MailSendResult.TryAgain($"{store.Mail.SmtpHost}:{store.Mail.SmtpPort}: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new MailSendResult.TryAgain($"{store.Mail.SmtpHost}:{store.Mail.SmtpPort} did not answer in time.");
        }
    }
}
