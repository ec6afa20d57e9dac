using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;
using Fulfilment.Integrations.Storefronts.Signatures;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>EasyPost's tracker updates: hex HMAC-SHA256 over the raw body, with the secret in Unicode form KD.</summary>
public sealed class EasyPostWebhooks : IReportSource
{
    public const string SourceName = "easypost";
    public const string SignatureHeader = "X-Hmac-Signature";

    private const string Prefix = "hmac-sha256-hex=";

    public string Name => SourceName;

    /// <summary>The value of <see cref="SignatureHeader"/>.</summary>
    public static string Sign(string secret, ReadOnlySpan<byte> body) => Prefix + Convert.ToHexStringLower(Hmac.Sign(secret.Normalize(NormalizationForm.FormKD), body));

    public SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now)
    {
        var keys = Hmac.TextKeys([.. store.Secrets.Easypost.Select(secret => secret.Normalize(NormalizationForm.FormKD))]);
        return request.Header(SignatureHeader) is { } header && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? Hmac.Check(keys, request.Body, [FromHex(header[Prefix.Length..])])
            : Hmac.Check(keys, request.Body, []);
    }

    public async Task<IReadOnlyList<MappedDelivery>> MapAsync(WebhookRequest request, StoreSettings store, Func<string, Task<string?>> findOrder, DateTimeOffset now)
    {
        var (topic, id) = Read(request.Body);
        var delivery = new Delivery(SourceName, request.Store, topic, id, request.Body, now);
        return [new(delivery, await RemapAsync(delivery, store, findOrder))];
    }

    public async Task<IntakeAction> RemapAsync(Delivery delivery, StoreSettings store, Func<string, Task<string?>> findOrder)
    {
        try
        {
            var report = EasyPostReport.Read(delivery);
            if (report is null) return new IntakeAction.Ignore("No tracker update that says where a parcel is.");
            return await findOrder(report.TrackingNumber) is { } order
                ? new IntakeAction.Raise(order, report.Command)
                : new IntakeAction.Park("$.result.tracking_code", $"No parcel bears the number {report.TrackingNumber}.");
        }
        catch (MappingFault fault)
        {
            return new IntakeAction.Park(fault.Path, fault.Reason);
        }
    }

    /// <summary>A body that is no event has neither; it is parked when it is mapped.</summary>
    private static (string Topic, string Id) Read(byte[] body)
    {
        try
        {
            var json = JsonAt.Parse(body);
            return (json["description"].Text() ?? "", json["id"].Text() ?? "");
        }
        catch (MappingFault)
        {
            return ("", "");
        }
    }

    private static byte[] FromHex(string hex) => hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : [];
}
