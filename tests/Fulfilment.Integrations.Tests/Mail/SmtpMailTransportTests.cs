using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Fulfilment.Integrations.Mail;
using Fulfilment.Integrations.Tests.Loopback;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Testing;

namespace Fulfilment.Integrations.Tests.Mail;

public class SmtpMailTransportTests
{
    private static readonly MailMessage Message = new("demo.own.1001/3", "demo.own.1001", "received", "Maison Exemple <orders@shop.example.com>", "lea@bücher.example", "Merci", "<p>Merci</p>", "Merci");

    [Theory]
    [InlineData("RCPT TO", "550 5.1.1 no such mailbox", true)]
    [InlineData("RCPT TO", "450 4.2.0 greylisted, come back", false)]
    [InlineData("DATA", "554 5.7.1 not wanted", true)]
    [InlineData("MESSAGE", "552 5.3.4 too big", true)]
    [InlineData("MESSAGE", "451 4.3.0 try later", false)]
    [InlineData("MAIL FROM", "550 sender not allowed", false)]
    [InlineData("EHLO", "502 no", false)]
    [InlineData("GREETING", "554 no service", false)]
    [InlineData("GREETING", "HTTP/1.1 400 Bad Request", false)]
    [InlineData("MESSAGE", null, false)]
    public async Task Send_ServerSaysNo_IsFinalOnlyForTheMailItself(string command, string? reply, bool final)
    {
        await using var server = new SmtpServer { Replies = { [command] = reply } };

        var result = await SendAsync(server);

        if (final) Assert.Contains(reply!, Assert.IsType<MailSendResult.Refused>(result).Reason, StringComparison.Ordinal);
        else Assert.IsType<MailSendResult.TryAgain>(result);
    }

    [Fact]
    public async Task Send_AcceptedMail_TellsTheServersReplyAndEnvelope()
    {
        await using var server = new SmtpServer();

        var sent = Assert.IsType<MailSendResult.Sent>(await SendAsync(server));

        Assert.Equal("queued as 42", sent.ProviderId);
        var mail = Assert.Single(server.Mails);
        Assert.Equal(("<orders@shop.example.com>", "<lea@xn--bcher-kva.example>", false), (mail.From, mail.To, mail.Encrypted));
    }

    [Fact]
    public async Task Send_StartTls_EncryptsBeforeTheMailAndSignsIn()
    {
        using var certificate = Certificate();
        await using var server = new SmtpServer(certificate) { Extensions = { "AUTH PLAIN LOGIN" }, Replies = { ["AUTH PLAIN"] = "235 welcome" } };

        Assert.IsType<MailSendResult.Sent>(await SendAsync(server, tls: true, user: "shop", trusted: certificate));

        Assert.True(Assert.Single(server.Mails).Encrypted);
        Assert.Contains($"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes("\0shop\0geheim"))}", server.Commands);
    }

    [Fact]
    public async Task Send_UntrustedCertificate_SendsNothing()
    {
        using var certificate = Certificate();
        await using var server = new SmtpServer(certificate);

        Assert.IsType<MailSendResult.TryAgain>(await SendAsync(server, tls: true));
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Send_TlsWantedAndNotOffered_NeverFallsBackToPlainText()
    {
        await using var server = new SmtpServer { Replies = { ["STARTTLS"] = "502 not here" } };

        Assert.IsType<MailSendResult.TryAgain>(await SendAsync(server, tls: true));
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Send_LoginWithWrongPassword_WaitsAndShowsNoSecret()
    {
        await using var server = new SmtpServer { Extensions = { "AUTH LOGIN" }, Replies = { [Convert.ToBase64String("shop"u8)] = "334 UGFzc3dvcmQ6", [Convert.ToBase64String("geheim"u8)] = "535 5.7.8 wrong" } };

        var reason = Assert.IsType<MailSendResult.TryAgain>(await SendAsync(server, user: "shop")).Reason;

        Assert.Contains("535", reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("geheim"u8), reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_SilentServer_GivesUpByItself()
    {
        await using var server = new SmtpServer { Replies = { ["EHLO"] = SmtpServer.Silence } };

        Assert.IsType<MailSendResult.TryAgain>(await SendAsync(server, timeout: TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task Send_NobodyListens_AsksForAnotherTry()
    {
        int port;
        await using (var server = new SmtpServer()) port = server.Port;
        var store = Samples.Store with { Mail = new(SmtpHost: "127.0.0.1", SmtpPort: port, SmtpTls: false) };

        Assert.IsType<MailSendResult.TryAgain>(await new SmtpMailTransport(new ManualClock(), TimeSpan.FromSeconds(30)).SendAsync(store, Message));
    }

    [Fact]
    public async Task Send_NonAsciiLocalPart_IsRefused()
    {
        await using var server = new SmtpServer();

        Assert.IsType<MailSendResult.Refused>(await SendAsync(server, message: Message with { To = "léa@example.com" }));
    }

    private static Task<MailSendResult> SendAsync(SmtpServer server, bool tls = false, string? user = null, X509Certificate2? trusted = null, TimeSpan? timeout = null, MailMessage? message = null)
    {
        var store = Samples.Store with { Mail = new(SmtpHost: "127.0.0.1", SmtpPort: server.Port, SmtpTls: tls, SmtpUser: user, SmtpPassword: "geheim") };
        var transport = new SmtpMailTransport(
            new ManualClock(Samples.Now), timeout ?? TimeSpan.FromSeconds(30), trusted is null ? null : (_, certificate, _, _) => certificate?.GetCertHashString() == trusted.GetCertHashString());
        return transport.SendAsync(store, message ?? Message);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
