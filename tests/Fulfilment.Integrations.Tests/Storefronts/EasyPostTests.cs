using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Tests.Storefronts;

public class EasyPostTests
{
    private const string Secret = "sécret-№1";
    private readonly EasyPostWebhooks _source = new();

    [Fact]
    public void Verify_SecretInAnyUnicodeForm_IsValid()
    {
        var sample = Sample("in_transit").ToRequest();

        Assert.Equal(SignatureCheck.Valid, _source.Verify(sample, With(Secret.Normalize(NormalizationForm.FormC)), Samples.Now));
        Assert.Equal(SignatureCheck.Valid, _source.Verify(sample, With("old", Secret.Normalize(NormalizationForm.FormKD)), Samples.Now));
    }

    [Theory]
    [InlineData("hmac-sha256-hex=00ff", SignatureCheck.Invalid)]
    [InlineData("hmac-sha256-hex=zz", SignatureCheck.Invalid)]
    [InlineData("sha1=00", SignatureCheck.Missing)]
    [InlineData("", SignatureCheck.Missing)]
    public void Verify_OtherSignature_IsNotValid(string header, SignatureCheck expected)
    {
        var request = Sample("in_transit").ToRequest() with { Headers = WebhookRequest.HeaderSet([new(EasyPostWebhooks.SignatureHeader, header)]) };

        Assert.Equal(expected, _source.Verify(request, With(Secret), Samples.Now));
    }

    [Theory]
    [InlineData("pre_transit", TrackingStatus.LabelCreated)]
    [InlineData("in_transit", TrackingStatus.InTransit)]
    [InlineData("out_for_delivery", TrackingStatus.OutForDelivery)]
    [InlineData("available_for_pickup", TrackingStatus.AtRelayPoint)]
    public async Task Map_Scan_IsATrackingCommandToTheParcelsOrder(string status, TrackingStatus expected)
    {
        var tracking = Assert.IsType<OrderCommand.Tracking>(await CommandAsync(status));

        Assert.Equal(("RR000000018FR", expected, "Example scan", "Lyon, FR"), (tracking.TrackingNumber, tracking.Status, tracking.Description, tracking.Location));
        Assert.Equal(new Actor(ActorKind.Carrier, "ExemplePost"), tracking.Actor);
        Assert.Equal(Samples.Now, tracking.At);
    }

    /// <summary>As carriers print it; the parcel bears it as its label does.</summary>
    [Fact]
    public async Task Map_NumberInGroupsAndLowerCase_IsTheParcelsOwn()
    {
        var sample = Sample("delivered");
        var body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(sample.Body).Replace("RR000000018FR", "rr 000 000 018 fr", StringComparison.Ordinal));
        string? asked = null;

        var mapped = await _source.MapAsync(sample.ToRequest() with { Body = body }, With(Secret), number => Task.FromResult<string?>((asked = number) is null ? null : "demo.own.1001"), Samples.Now);

        var raised = Assert.IsType<IntakeAction.Raise>(Assert.Single(mapped).Action);
        Assert.Equal(("RR000000018FR", "RR000000018FR"), (asked, Assert.IsType<OrderCommand.Delivered>(raised.Command).TrackingNumber));
    }

    [Fact]
    public async Task Map_Delivered_IsDelivered() => Assert.Equal("RR000000018FR", Assert.IsType<OrderCommand.Delivered>(await CommandAsync("delivered")).TrackingNumber);

    [Theory]
    [InlineData("return_to_sender")]
    [InlineData("failure")]
    [InlineData("error")]
    public async Task Map_Failure_SaysWhatTheCarrierSaid(string status) =>
        Assert.EndsWith("Example scan", Assert.IsType<OrderCommand.DeliveryFailed>(await CommandAsync(status)).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("unknown")]
    [InlineData("cancelled")]
    public async Task Map_StatusThatSaysNothing_IsIgnored(string status) => Assert.IsType<IntakeAction.Ignore>(await MapAsync(Sample(status).ToRequest()));

    [Fact]
    public async Task Map_NewStatus_IsParkedWithItsPath() => Assert.Equal("$.result.status", Assert.IsType<IntakeAction.Park>(await MapAsync(Sample("teleported").ToRequest())).Path);

    [Fact]
    public async Task Map_UnknownNumber_IsParkedAndReplayedOnceKnown()
    {
        var mapped = Assert.Single(await _source.MapAsync(Sample("delivered").ToRequest(), Samples.Store, _ => Task.FromResult<string?>(null), Samples.Now));
        Assert.Equal("$.result.tracking_code", Assert.IsType<IntakeAction.Park>(mapped.Action).Path);

        var again = Assert.IsType<IntakeAction.Raise>(await _source.RemapAsync(mapped.Delivery, Samples.Store, FindAsync));
        Assert.Equal(("demo.own.1001", mapped.Delivery.CommandId), (again.OrderId, again.Command.CommandId));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("nonsense")]
    public async Task Map_NoEvent_IsParked(string body) => Assert.IsType<IntakeAction.Park>(await MapAsync(new("demo", WebhookRequest.HeaderSet([]), Samples.Utf8(body), "application/json")));

    private static SignedWebhook Sample(string status) => SampleWebhooks.EasyPost("demo", "RR000000018FR", status, Secret, "evt_1", Samples.Now);

    private static Task<string?> FindAsync(string number) => Task.FromResult(number == "RR000000018FR" ? "demo.own.1001" : null);

    private static StoreSettings With(params string[] secrets) => Samples.Store with { Secrets = new() { Easypost = secrets } };

    private async Task<IntakeAction> MapAsync(WebhookRequest request) => Assert.Single(await _source.MapAsync(request, Samples.Store, FindAsync, Samples.Now)).Action;

    private async Task<OrderCommand> CommandAsync(string status) => Assert.IsType<IntakeAction.Raise>(await MapAsync(Sample(status).ToRequest())).Command;
}
