using System.Text.Json;
using Fulfilment.Integrations.Mail;
using Fulfilment.Integrations.Tests.Loopback;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Testing;

namespace Fulfilment.Integrations.Tests.Mail;

public sealed class SendGridMailTransportTests : IAsyncLifetime
{
    private static readonly MailMessage Message = new("demo.own.1001/3", "demo.own.1001", "edit-applied", "Maison Exemple <orders@shop.example.com>", "lea@example.com", "Merci", "<p>Merci</p>", "Merci");
    private readonly HttpServer _server = new();
    private readonly HttpClient _http = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Send_Accepted_IsOneCallWithKeyOrderAndCategory()
    {
        _server.Answer = _ => new(202, new() { ["X-Message-Id"] = "sg-77" });

        Assert.Equal(new MailSendResult.Sent("sg-77"), await SendAsync());

        var call = Assert.Single(_server.Calls);
        Assert.Equal(("POST", "/v3/mail/send", "Bearer SG.made-up", "application/json"), (call.Method, call.Path, call.Headers["Authorization"], call.Headers["Content-Type"]));
        using var body = JsonDocument.Parse(call.Body);
        Assert.Equal("""{"fulfilment_key":"demo.own.1001/3","fulfilment_order":"demo.own.1001"}""", body.RootElement.GetProperty("personalizations")[0].GetProperty("custom_args").GetRawText());
        Assert.Equal("edit-applied", body.RootElement.GetProperty("categories")[0].GetString());
        Assert.Equal("Maison Exemple", body.RootElement.GetProperty("from").GetProperty("name").GetString());
        Assert.Equal(["text/plain", "text/html"], body.RootElement.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("type").GetString()!));
    }

    [Fact]
    public async Task Send_TooManyRequests_WaitsAsLongAsToldInSeconds()
    {
        _server.Answer = _ => new(429, new() { ["Retry-After"] = "42" });

        Assert.Equal(TimeSpan.FromSeconds(42), Assert.IsType<MailSendResult.TryAgain>(await SendAsync()).After);
    }

    [Fact]
    public async Task Send_TooManyRequests_WaitsUntilTheDateToldOrTheReset()
    {
        _server.Answer = _ => new(503, new() { ["Retry-After"] = Samples.Now.AddMinutes(2).ToString("R") });
        Assert.Equal(TimeSpan.FromMinutes(2), Assert.IsType<MailSendResult.TryAgain>(await SendAsync()).After);

        _server.Answer = _ => new(429, new() { ["X-RateLimit-Reset"] = Samples.Now.AddSeconds(9).ToUnixTimeSeconds().ToString(null as IFormatProvider) });
        Assert.Equal(TimeSpan.FromSeconds(9), Assert.IsType<MailSendResult.TryAgain>(await SendAsync()).After);
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(413, true)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(500, false)]
    [InlineData(502, false)]
    public async Task Send_Error_IsFinalOnlyForTheMailItself(int status, bool final)
    {
        _server.Answer = _ => new(status, Body: """{"errors":[{"message":"Does not contain a valid address."}]}""");

        var result = await SendAsync();

        if (final) Assert.Contains("valid address", Assert.IsType<MailSendResult.Refused>(result).Reason, StringComparison.Ordinal);
        else Assert.Null(Assert.IsType<MailSendResult.TryAgain>(result).After);
    }

    [Fact]
    public async Task Send_AcceptedAndAnswerLost_IsTriedAgainAndSaysThatItMayHaveBeenTaken()
    {
        _server.Answer = _ => null;
        _http.Timeout = TimeSpan.FromMilliseconds(300);

        Assert.Contains("may have taken", Assert.IsType<MailSendResult.TryAgain>(await SendAsync()).Reason, StringComparison.Ordinal);
        Assert.Single(_server.Calls);
    }

    [Fact]
    public async Task Send_NoApiKey_WaitsForBetterSettings() =>
        Assert.IsType<MailSendResult.TryAgain>(await new SendGridMailTransport(_http, new ManualClock()).SendAsync(Samples.Store with { Mail = new(Provider: "sendgrid") }, Message));

    private Task<MailSendResult> SendAsync() =>
        new SendGridMailTransport(_http, new ManualClock(Samples.Now)).SendAsync(Samples.Store with { Mail = new(Provider: "sendgrid", SendgridApiKey: "SG.made-up", SendgridBaseUrl: _server.Url) }, Message);
}
