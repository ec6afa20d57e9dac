using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Fulfilment.Integrations.Tests.Loopback;

/// <summary>
/// A small SMTP server on a loopback port. Replies can be scripted by the beginning of a command ("RCPT TO" → "550 no");
/// null closes the connection instead of replying.
/// </summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    /// <summary>A scripted reply that never comes.</summary>
    public const string Silence = "(silence)";

    private readonly SemaphoreSlim _never = new(0);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly bool _implicitTls;
    private readonly List<Task> _sessions = [];
    private readonly List<SmtpMail> _mails = [];
    private readonly Task _accepting;

    public SmtpServer(X509Certificate2? certificate = null, bool implicitTls = false)
    {
        (_certificate, _implicitTls) = (certificate, implicitTls);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Dictionary<string, string?> Replies { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Offered after EHLO ("AUTH PLAIN LOGIN").</summary>
    public List<string> Extensions { get; } = [];

    public IReadOnlyList<SmtpMail> Mails { get { lock (_mails) return [.. _mails]; } }

    public List<string> Commands { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_sessions);
        _stop.Dispose();
        _never.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                Stream stream = client.GetStream();
                if (_implicitTls) stream = await EncryptAsync(stream);
                await ConverseAsync(stream);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or does not trust the certificate: its side of the test says which.
        }
    }

    private async Task ConverseAsync(Stream stream)
    {
        var encrypted = stream is SslStream;
        var reader = new StreamReader(stream, Encoding.Latin1);
        var (from, to) = ("", "");
        if (!await ReplyAsync(stream, "GREETING", "220 ready")) return;
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            lock (Commands) Commands.Add(line);
            if (line.StartsWith("EHLO", StringComparison.Ordinal))
            {
                var extensions = _certificate is not null && !encrypted ? [.. Extensions, "STARTTLS"] : Extensions;
                if (!await ReplyAsync(stream, line, string.Join("\r\n", extensions.Select(e => $"250-{e}").Append("250 OK")))) return;
            }
            else if (line == "STARTTLS" && _certificate is not null)
            {
                if (!await ReplyAsync(stream, line, "220 go ahead")) return;
                (stream, encrypted) = (await EncryptAsync(stream), true);
                reader = new StreamReader(stream, Encoding.Latin1);
            }
            else if (line == "DATA")
            {
                if (!await ReplyAsync(stream, line, "354 send it")) return;
                if (Replies.TryGetValue("DATA", out var scripted) && scripted?.StartsWith("354", StringComparison.Ordinal) != true) continue;
                var body = await ReadMailAsync(reader);
                lock (_mails) _mails.Add(new(from, to, body, encrypted));
                if (!await ReplyAsync(stream, "MESSAGE", "250 queued as 42")) return;
            }
            else
            {
                if (line.StartsWith("MAIL FROM:", StringComparison.Ordinal)) from = line[10..];
                if (line.StartsWith("RCPT TO:", StringComparison.Ordinal)) to = line[8..];
                if (!await ReplyAsync(stream, line, line.StartsWith("AUTH LOGIN", StringComparison.Ordinal) ? "334 VXNlcm5hbWU6" : "250 OK")) return;
            }
        }
    }

    private static async Task<byte[]> ReadMailAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".") text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private async Task<bool> ReplyAsync(Stream stream, string command, string usual)
    {
        var scripted = Replies.Keys.FirstOrDefault(key => command.StartsWith(key, StringComparison.OrdinalIgnoreCase));
        var reply = scripted is null ? usual : Replies[scripted];
        if (reply is null) return false;
        if (reply == Silence) await _never.WaitAsync(_stop.Token);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(reply + "\r\n"), _stop.Token);
        return true;
    }

    private async Task<SslStream> EncryptAsync(Stream stream)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(_certificate!);
        return tls;
    }
}

internal sealed record SmtpMail(string From, string To, byte[] Body, bool Encrypted);
