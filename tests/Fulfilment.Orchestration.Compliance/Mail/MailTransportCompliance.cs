using System.Globalization;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Mail;

/// <summary>What every mail transport promises. An implementation overrides <see cref="OpenAsync"/>; nothing else.</summary>
public abstract class MailTransportCompliance : IAsyncLifetime
{
    private MailTransportHarness? _harness;

    private MailTransportHarness Harness => _harness ?? throw new InvalidOperationException("The harness is not open.");

    /// <summary>A transport whose far end holds no mail yet.</summary>
    protected abstract Task<MailTransportHarness> OpenAsync();

    public async Task InitializeAsync() => _harness = await OpenAsync();

    public async Task DisposeAsync()
    {
        if (_harness is not null) await _harness.DisposeAsync();
    }

    [Fact]
    public async Task Send_AMail_ArrivesWhole()
    {
        var message = Message("demo.own.1/1") with
        {
            Subject = "Votre commande n° 1001 est arrivée à l’entrepôt : 日本, 👩‍👩‍👧, ελληνικά et encore un peu plus loin",
            Text = ".\n..\nPremière ligne\n\nÉté = été ; fin\n.",
            Html = $"<p>é &amp; ü</p>\n{string.Concat(Enumerable.Repeat("<b>très</b> long ", 500))}\n.\n<i>日本</i>",
        };

        Assert.IsType<MailSendResult.Sent>(await SendAsync(message));

        var received = Assert.Single(await Harness.ReceivedAsync());
        Assert.Equal(new ReceivedMail(message.Key, message.To, message.Subject, message.Text, message.Html), received);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("a@b.example\r\nBcc: c@d.example")]
    public async Task Send_NoAddress_IsRefusedAndNothingArrives(string to)
    {
        Assert.IsType<MailSendResult.Refused>(await SendAsync(Message("demo.own.1/1") with { To = to }));
        Assert.Empty(await Harness.ReceivedAsync());
    }

    [Fact]
    public async Task Send_LineBreaksInTheSubject_AddNoHeader()
    {
        await SendAsync(Message("demo.own.1/1") with { Subject = "Hello\r\nX-Evil: 1" });

        Assert.DoesNotContain('\n', Assert.Single(await Harness.ReceivedAsync()).Subject);
    }

    [Fact]
    public async Task Send_FarEndUnreachable_AsksForAnotherTry()
    {
        await Harness.BreakAsync();

        Assert.NotEmpty(Assert.IsType<MailSendResult.TryAgain>(await SendAsync(Message("demo.own.1/1"))).Reason);
    }

    [Fact]
    public async Task Send_SenderIsNoAddress_WaitsForBetterSettings() =>
        Assert.IsType<MailSendResult.TryAgain>(await SendAsync(Message("demo.own.1/1") with { From = "the shop" }));

    [Fact]
    public async Task Send_ManyAtOnce_AllArrive()
    {
        var keys = Enumerable.Range(1, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $"demo.own.{i}/1")).ToList();

        var results = await Task.WhenAll(keys.Select(key => SendAsync(Message(key))));

        Assert.All(results, result => Assert.IsType<MailSendResult.Sent>(result));
        Assert.Equal(keys.Order(), (await Harness.ReceivedAsync()).Select(mail => mail.Key).Order());
    }

    [Fact]
    public async Task Send_CallerCancels_IsCancelledAndNotAnAnswer() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Harness.Transport.SendAsync(Harness.Store, Message("demo.own.1/1"), new CancellationToken(canceled: true)));

    private Task<MailSendResult> SendAsync(MailMessage message) => Harness.Transport.SendAsync(Harness.Store, message);

    private static MailMessage Message(string key) => new(key, key[..key.IndexOf('/', StringComparison.Ordinal)], "received", "orders@shop.example.com", "lea@example.com", "Hello", "<p>Hello</p>", "Hello");
}
