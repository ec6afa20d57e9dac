using Fulfilment.Integrations.Storefronts;
using Fulfilment.Integrations.Storefronts.Signatures;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Storefronts;

public class StandardWebhooksTests
{
    // The example of the Standard Webhooks specification.
    private const string SpecSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string SpecBody = "{\"test\": 2432232314}";
    private static readonly DateTimeOffset SpecTime = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    private readonly OwnWebhooks _source = new();

    [Fact]
    public void Sign_SpecificationExample_GivesItsSignature()
    {
        var headers = StandardWebhooks.Sign(SpecSecret, "msg_p5jXN8AQM9LWM0D4loKWxJek", SpecTime, Samples.Utf8(SpecBody));

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", headers["webhook-signature"]);
    }

    [Fact]
    public void Verify_SignedByAnyValidSecret_IsValid()
    {
        var store = With("b2xkLXNlY3JldA==", SpecSecret);

        Assert.Equal(SignatureCheck.Valid, _source.Verify(Request(Signed(SpecSecret)), store, SpecTime));
    }

    [Fact]
    public void Verify_OneOfSeveralSignatures_IsValid()
    {
        var headers = Signed(SpecSecret);
        headers["webhook-signature"] = $"v1a,abcd v1,bm9uc2Vuc2U= {headers["webhook-signature"]} v1,not*base64";

        Assert.Equal(SignatureCheck.Valid, _source.Verify(Request(headers), With(SpecSecret), SpecTime));
    }

    [Theory]
    [InlineData(-300, SignatureCheck.Valid)]
    [InlineData(300, SignatureCheck.Valid)]
    [InlineData(-301, SignatureCheck.TooNew)]
    [InlineData(301, SignatureCheck.TooOld)]
    public void Verify_ClockApart_IsToleratedForFiveMinutes(int secondsLater, SignatureCheck expected) =>
        Assert.Equal(expected, _source.Verify(Request(Signed(SpecSecret)), With(SpecSecret), SpecTime.AddSeconds(secondsLater)));

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public void Verify_HeaderMissing_IsMissing(string header)
    {
        var headers = Signed(SpecSecret);
        headers.Remove(header);

        Assert.Equal(SignatureCheck.Missing, _source.Verify(Request(headers), With(SpecSecret), SpecTime));
    }

    [Theory]
    [InlineData("webhook-id", "msg_other")]
    [InlineData("webhook-timestamp", "1614265331")]
    [InlineData("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=")]
    [InlineData("webhook-signature", "v1,%%%")]
    public void Verify_HeaderChanged_IsInvalid(string header, string value)
    {
        var headers = Signed(SpecSecret);
        headers[header] = value;

        Assert.Equal(SignatureCheck.Invalid, _source.Verify(Request(headers), With(SpecSecret), SpecTime));
    }

    [Fact]
    public void Verify_OldTimestampWithForgedSignature_IsInvalidAndNotTooOld()
    {
        var headers = Signed(SpecSecret);

        Assert.Equal(SignatureCheck.Invalid, _source.Verify(Request(headers), With("b3RoZXI="), SpecTime.AddDays(1)));
    }

    [Theory]
    [InlineData()]
    [InlineData("")]
    [InlineData("not base64!")]
    public void Verify_NoUsableSecret_IsNoSecret(params string[] secrets) =>
        Assert.Equal(SignatureCheck.NoSecret, _source.Verify(Request(Signed(SpecSecret)), With(secrets), SpecTime));

    [Fact]
    public void Explain_EveryOutcome_SaysSomething() =>
        Assert.All(Enum.GetValues<SignatureCheck>(), check => Assert.NotEmpty(check.Explain()));

    private static Dictionary<string, string> Signed(string secret) =>
        new(StandardWebhooks.Sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", SpecTime, Samples.Utf8(SpecBody)), StringComparer.OrdinalIgnoreCase);

    private static WebhookRequest Request(Dictionary<string, string> headers) => new("demo", headers, Samples.Utf8(SpecBody), "application/json");

    private static StoreSettings With(params string[] secrets) => Samples.Store with { Secrets = new() { Own = secrets } };
}
