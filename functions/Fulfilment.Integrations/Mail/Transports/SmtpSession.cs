using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Mail;

/// <summary>
/// One SMTP conversation (RFC 5321), for one mail. Written out because the framework's own client is closed to the server's exact
/// replies, on which it depends whether a mail is tried again, and cannot speak TLS from the first byte.
/// </summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private const int ImplicitTlsPort = 465;
    private const int MaxReplyLines = 100;

    private readonly TcpClient _tcp = new();
    private Stream _stream = Stream.Null;
    private StreamReader _reader = StreamReader.Null;
    private IReadOnlyList<string> _extensions = [];

    public static async Task<SmtpSession> OpenAsync(MailSettings settings, RemoteCertificateValidationCallback? trust, CancellationToken cancellationToken)
    {
        var session = new SmtpSession();
        try
        {
            await session.ConnectAsync(settings, trust, cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands the mail over; the server's last reply.</summary>
    public async Task<string> SendAsync(string from, string to, byte[] mail, CancellationToken cancellationToken)
    {
        await CommandAsync($"MAIL FROM:<{from}>", aboutMail: false, cancellationToken);
        await CommandAsync($"RCPT TO:<{to}>", aboutMail: true, cancellationToken);
        await CommandAsync("DATA", aboutMail: true, cancellationToken);
        await _stream.WriteAsync(Stuffed(mail), cancellationToken);
        var reply = await ExpectAsync("message", aboutMail: true, cancellationToken);
        return string.Join(' ', reply.Lines);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }

    private async Task ConnectAsync(MailSettings settings, RemoteCertificateValidationCallback? trust, CancellationToken cancellationToken)
    {
        var host = settings.SmtpHost ?? throw new InvalidOperationException("No SMTP host.");
        await _tcp.ConnectAsync(host, settings.SmtpPort, cancellationToken);
        Use(_tcp.GetStream());
        if (settings.SmtpTls && settings.SmtpPort == ImplicitTlsPort) await EncryptAsync(host, trust, cancellationToken);
        await ExpectAsync("greeting", aboutMail: false, cancellationToken);
        await HelloAsync(cancellationToken);
        if (settings.SmtpTls && settings.SmtpPort != ImplicitTlsPort)
        {
            // Never falls back to plain text: settings that ask for TLS get it or an error.
            await CommandAsync("STARTTLS", aboutMail: false, cancellationToken);
            await EncryptAsync(host, trust, cancellationToken);
            await HelloAsync(cancellationToken);
        }

        if (settings.SmtpUser is { Length: > 0 } user) await SignInAsync(user, settings.SmtpPassword ?? "", cancellationToken);
    }

    private async Task HelloAsync(CancellationToken cancellationToken) => _extensions = (await CommandAsync("EHLO [127.0.0.1]", aboutMail: false, cancellationToken)).Lines;

    private async Task EncryptAsync(string host, RemoteCertificateValidationCallback? trust, CancellationToken cancellationToken)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = trust }, cancellationToken);
        Use(tls);
    }

    private async Task SignInAsync(string user, string password, CancellationToken cancellationToken)
    {
        var offered = _extensions.FirstOrDefault(line => line.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase)) ?? "";
        if (offered.Contains("PLAIN", StringComparison.OrdinalIgnoreCase))
        {
            await CommandAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", aboutMail: false, cancellationToken, shown: "AUTH PLAIN");
            return;
        }

        await CommandAsync("AUTH LOGIN", aboutMail: false, cancellationToken);
        await CommandAsync(Base64(user), aboutMail: false, cancellationToken, shown: "AUTH LOGIN user");
        await CommandAsync(Base64(password), aboutMail: false, cancellationToken, shown: "AUTH LOGIN password");
    }

    /// <param name="shown">What errors call the command: secrets are never shown.</param>
    private async Task<SmtpReply> CommandAsync(string command, bool aboutMail, CancellationToken cancellationToken, string? shown = null)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken);
        return await ExpectAsync(shown ?? command, aboutMail, cancellationToken);
    }

    private async Task<SmtpReply> ExpectAsync(string command, bool aboutMail, CancellationToken cancellationToken)
    {
        var reply = await ReplyAsync(cancellationToken);
        return reply.IsPositive ? reply : throw new SmtpRefusalException(command, reply, aboutMail);
    }

    private async Task<SmtpReply> ReplyAsync(CancellationToken cancellationToken)
    {
        List<string> lines = [];
        while (lines.Count < MaxReplyLines)
        {
            var line = await _reader.ReadLineAsync(cancellationToken) ?? throw new IOException("The server closed the connection.");
            if (line.Length < 3 || !int.TryParse(line[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var code)) throw new IOException($"The server does not speak SMTP: '{line}'.");
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-') return new(code, lines);
        }

        throw new IOException("The server's reply has no end.");
    }

    /// <summary>A line that begins with a dot gets another, and a lone dot ends the mail.</summary>
    private static byte[] Stuffed(byte[] mail)
    {
        var text = Encoding.Latin1.GetString(mail);
        var stuffed = (text.StartsWith('.') ? "." + text : text).Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(stuffed.EndsWith("\r\n", StringComparison.Ordinal) ? $"{stuffed}.\r\n" : $"{stuffed}\r\n.\r\n");
    }

    private void Use(Stream stream)
    {
        _stream = stream;
        // What the server sent ahead of the encryption is dropped with the old reader: it is not to be trusted.
        _reader.Dispose();
        _reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
