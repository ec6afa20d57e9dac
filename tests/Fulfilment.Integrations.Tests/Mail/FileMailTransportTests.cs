using System.Text;
using Fulfilment.Integrations.Mail;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Testing;

namespace Fulfilment.Integrations.Tests.Mail;

public sealed class FileMailTransportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulfilment-mail").FullName;
    private readonly FileMailTransport _transport;

    public FileMailTransportTests() => _transport = new(_folder, new ManualClock(Samples.Now));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Send_NonAsciiMail_IsAReadableMimeFile()
    {
        await _transport.SendAsync(Samples.Store, Message() with { From = "Maison Exemplaire Été <orders@shop.example.com>", Subject = "Votre commande n° 1001 est arrivée à l’entrepôt de 日本 — merci beaucoup" });

        var mail = MimeReader.Read(await File.ReadAllBytesAsync(Single()));
        Assert.Equal("Votre commande n° 1001 est arrivée à l’entrepôt de 日本 — merci beaucoup", mail.Header("Subject"));
        Assert.Equal("Maison Exemplaire Été <orders@shop.example.com>", mail.Header("From"));
        Assert.Equal("<demo.own.1001/3@shop.example.com>", mail.Header("Message-ID"));
        Assert.Equal("demo.own.1001/3", mail.Header("X-Fulfilment-Key"));
        Assert.Equal("Mon, 06 Jul 2026 09:30:00 +0000", mail.Header("Date"));
        Assert.Equal(["text/plain; charset=utf-8", "text/html; charset=utf-8"], mail.Parts.Select(part => part.Type));
        Assert.Equal("Merci, Zoë = été ! \n.\nfin", mail.Parts[0].Content);
        Assert.Equal($"<p>{new string('é', 300)}</p>", mail.Parts[1].Content);
    }

    [Fact]
    public async Task Send_AnyMail_HasShortAsciiLinesWithCrLf()
    {
        await _transport.SendAsync(Samples.Store, Message());

        var raw = await File.ReadAllBytesAsync(Single());
        Assert.All(raw, b => Assert.InRange(b, 10, 126));
        var lines = Encoding.ASCII.GetString(raw).Split("\r\n");
        Assert.All(lines, line => Assert.True(line.Length <= 78 && !line.Contains('\n') && !line.Contains('\r'), line));
    }

    [Fact]
    public async Task Send_SameKeyAgain_LeavesOneFile()
    {
        await _transport.SendAsync(Samples.Store, Message());
        var second = await _transport.SendAsync(Samples.Store, Message());

        Assert.IsType<MailSendResult.Sent>(second);
        Assert.Equal(FileMailTransport.FileName("demo.own.1001/3"), Path.GetFileName(Single()));
    }

    [Fact]
    public async Task Send_LineBreakInSubject_CannotAddAHeader()
    {
        await _transport.SendAsync(Samples.Store, Message() with { Subject = "Hello\r\nBcc: someone@example.com" });

        var mail = MimeReader.Read(await File.ReadAllBytesAsync(Single()));
        Assert.Null(mail.Header("Bcc"));
        Assert.Equal("Hello  Bcc: someone@example.com", mail.Header("Subject"));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    [InlineData("a@b.example\r\nBcc: c@d.example")]
    [InlineData("two@example.com, three@example.com")]
    public async Task Send_NoAddress_IsRefused(string to)
    {
        Assert.IsType<MailSendResult.Refused>(await _transport.SendAsync(Samples.Store, Message() with { To = to }));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Send_FolderCannotBeWritten_AsksForAnotherTry()
    {
        var file = Path.Combine(_folder, "taken");
        await File.WriteAllTextAsync(file, "");

        Assert.IsType<MailSendResult.TryAgain>(await new FileMailTransport(file, TimeProvider.System).SendAsync(Samples.Store, Message()));
    }

    private string Single() => Assert.Single(Directory.GetFiles(_folder));

    private static MailMessage Message() => new(
        "demo.own.1001/3", "demo.own.1001", "received", "orders@shop.example.com", "lea@example.com", "Merci", $"<p>{new string('é', 300)}</p>", "Merci, Zoë = été ! \n.\nfin");
}
