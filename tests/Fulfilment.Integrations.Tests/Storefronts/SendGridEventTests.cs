using System.Security.Cryptography;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Storefronts;

public sealed class SendGridEventTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SendGridWebhooks _source = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Verify_SignedByOneOfTheKeys_IsValid()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal(SignatureCheck.Valid, _source.Verify(Sample().ToRequest(), With("not base64!", "AAAA", Public(other), Public(_key)), Samples.Now));
        Assert.Equal(SignatureCheck.Invalid, _source.Verify(Sample().ToRequest(), With(Public(other)), Samples.Now));
        Assert.Equal(SignatureCheck.NoSecret, _source.Verify(Sample().ToRequest(), With(), Samples.Now));
    }

    [Fact]
    public void Verify_ChangedTimestampOrBody_IsInvalid()
    {
        var request = Sample().ToRequest();
        var headers = request.Headers.ToDictionary(h => h.Key, h => h.Key == SendGridWebhooks.TimestampHeader ? "1" : h.Value);

        Assert.Equal(SignatureCheck.Invalid, _source.Verify(request with { Headers = WebhookRequest.HeaderSet(headers) }, With(Public(_key)), Samples.Now));
        Assert.Equal(SignatureCheck.Invalid, _source.Verify(request with { Body = [.. request.Body, 32] }, With(Public(_key)), Samples.Now));
        Assert.Equal(SignatureCheck.Missing, _source.Verify(request with { Headers = WebhookRequest.HeaderSet([]) }, With(Public(_key)), Samples.Now));
    }

    [Fact]
    public async Task Map_SeveralEvents_AreDeliveriesOfTheirOwn()
    {
        var mapped = await MapAsync(Sample());

        Assert.Equal(3, mapped.Select(m => m.Delivery.Key).Distinct().Count());
        var bounce = Assert.IsType<IntakeAction.Raise>(mapped[0].Action);
        var report = Assert.IsType<OrderCommand.MailReported>(bounce.Command);
        Assert.Equal(("demo.own.1001", "demo.own.1001/4", "bounced", "550 5.1.1 no such mailbox"), (bounce.OrderId, report.MailKey, report.Outcome, report.Detail));
        Assert.Equal(ActorKind.System, report.Actor.Kind);
        Assert.IsType<IntakeAction.Ignore>(mapped[1].Action);
        Assert.IsType<IntakeAction.Ignore>(mapped[2].Action);
        Assert.Equal(bounce, await _source.RemapAsync(mapped[0].Delivery, Samples.Store, _ => Task.FromResult<string?>(null)));
    }

    [Theory]
    [InlineData("nonsense", typeof(IntakeAction.Park))]
    [InlineData("{}", typeof(IntakeAction.Park))]
    [InlineData("[]", typeof(IntakeAction.Ignore))]
    public async Task Map_NoEvents_IsStoredAllTheSame(string body, Type action) =>
        Assert.IsType(action, Assert.Single(await _source.MapAsync(new("demo", WebhookRequest.HeaderSet([]), Samples.Utf8(body), null), Samples.Store, _ => Task.FromResult<string?>(null), Samples.Now)).Action);

    private SignedWebhook Sample() => SampleWebhooks.SendGrid(
        "demo", [("bounce", "demo.own.1001/4", "demo.own.1001"), ("open", "demo.own.1001/4", "demo.own.1001"), ("bounce", "other.own.7/1", "other.own.7")], _key, Samples.Now);

    private Task<IReadOnlyList<MappedDelivery>> MapAsync(SignedWebhook sample) => _source.MapAsync(sample.ToRequest(), Samples.Store, _ => Task.FromResult<string?>(null), Samples.Now);

    private static string Public(ECDsa key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    private static StoreSettings With(params string[] keys) => Samples.Store with { Secrets = new() { Sendgrid = keys } };
}
