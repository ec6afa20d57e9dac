using System.Text.Json;
using Fulfilment.Integrations.Mail;
using Fulfilment.Integrations.Tests.Loopback;
using Fulfilment.Orchestration.Compliance.Mail;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Testing;

namespace Fulfilment.Integrations.Tests.Mail;

public sealed class FileTransportCompliance : MailTransportCompliance
{
    protected override Task<MailTransportHarness> OpenAsync() => Task.FromResult<MailTransportHarness>(new FileHarness());
}

public sealed class SmtpTransportCompliance : MailTransportCompliance
{
    protected override Task<MailTransportHarness> OpenAsync() => Task.FromResult<MailTransportHarness>(new SmtpHarness());
}

public sealed class SendGridTransportCompliance : MailTransportCompliance
{
    protected override Task<MailTransportHarness> OpenAsync() => Task.FromResult<MailTransportHarness>(new SendGridHarness());
}

/// <summary>The router is a transport like any other.</summary>
public sealed class RoutedTransportCompliance : MailTransportCompliance
{
    protected override Task<MailTransportHarness> OpenAsync() => Task.FromResult<MailTransportHarness>(new FileHarness(transport => new MailTransportRouter(new Dictionary<string, IMailTransport> { ["files"] = transport })));
}

internal sealed class FileHarness : MailTransportHarness
{
    private readonly string _parent = Directory.CreateTempSubdirectory("fulfilment-mail").FullName;

    public FileHarness(Func<IMailTransport, IMailTransport>? wrap = null)
    {
        var files = new FileMailTransport(Folder, new ManualClock(Samples.Now));
        Transport = wrap is null ? files : wrap(files);
    }

    public override IMailTransport Transport { get; }

    public override StoreSettings Store => Samples.Store;

    private string Folder => Path.Combine(_parent, "mail");

    public override async Task<IReadOnlyList<ReceivedMail>> ReceivedAsync()
    {
        if (!Directory.Exists(Folder)) return [];
        var mails = new List<ReceivedMail>();
        foreach (var file in Directory.GetFiles(Folder)) mails.Add(MimeReader.Read(await File.ReadAllBytesAsync(file)).ToReceived());
        return mails;
    }

    public override async Task BreakAsync() => await File.WriteAllTextAsync(Folder, "a file stands where the folder should be");

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_parent, recursive: true);
        return ValueTask.CompletedTask;
    }
}

internal sealed class SmtpHarness : MailTransportHarness
{
    private readonly SmtpServer _server = new();

    public override IMailTransport Transport { get; } = new SmtpMailTransport(new ManualClock(Samples.Now), TimeSpan.FromSeconds(30));

    public override StoreSettings Store => Samples.Store with { Mail = new(Provider: "smtp", SmtpHost: "127.0.0.1", SmtpPort: _server.Port, SmtpTls: false) };

    public override Task<IReadOnlyList<ReceivedMail>> ReceivedAsync() => Task.FromResult<IReadOnlyList<ReceivedMail>>([.. _server.Mails.Select(mail => MimeReader.Read(mail.Body).ToReceived())]);

    public override Task BreakAsync()
    {
        _server.Replies["GREETING"] = null;
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => _server.DisposeAsync();
}

internal sealed class SendGridHarness : MailTransportHarness
{
    private readonly HttpServer _server = new() { Answer = _ => new(202, new() { ["X-Message-Id"] = "sg-1" }) };
    private readonly HttpClient _http = new();
    private string? _elsewhere;

    public override IMailTransport Transport => new SendGridMailTransport(_http, new ManualClock(Samples.Now));

    public override StoreSettings Store => Samples.Store with { Mail = new(Provider: "sendgrid", SendgridApiKey: "SG.made-up", SendgridBaseUrl: _elsewhere ?? _server.Url) };

    public override Task<IReadOnlyList<ReceivedMail>> ReceivedAsync() => Task.FromResult<IReadOnlyList<ReceivedMail>>([.. _server.Calls.Select(call => Read(call.Body))]);

    public override async Task BreakAsync()
    {
        _elsewhere = _server.Url;
        await _server.DisposeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_elsewhere is null) await _server.DisposeAsync();
    }

    private static ReceivedMail Read(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        var person = root.GetProperty("personalizations")[0];
        return new(
            person.GetProperty("custom_args").GetProperty("fulfilment_key").GetString()!,
            person.GetProperty("to")[0].GetProperty("email").GetString()!,
            root.GetProperty("subject").GetString()!.ReplaceLineEndings(" "),
            root.GetProperty("content")[0].GetProperty("value").GetString()!,
            root.GetProperty("content")[1].GetProperty("value").GetString()!);
    }
}
