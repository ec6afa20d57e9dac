using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fulfilment.Integrations.Storefronts;

public static partial class SampleWebhooks
{
    /// <summary>A signed tracker update.</summary>
    /// <param name="status">EasyPost's ("in_transit", "out_for_delivery", "available_for_pickup", "delivered", "return_to_sender", …).</param>
    public static SignedWebhook EasyPost(string store, string trackingNumber, string status, string secret, string eventId, DateTimeOffset at)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["id"] = eventId,
            ["object"] = "Event",
            ["mode"] = "production",
            ["description"] = "tracker.updated",
            ["created_at"] = Time(at),
            ["result"] = new JsonObject
            {
                ["id"] = "trk_exemple",
                ["object"] = "Tracker",
                ["tracking_code"] = trackingNumber,
                ["status"] = status,
                ["carrier"] = "ExemplePost",
                ["updated_at"] = Time(at),
                ["tracking_details"] = new JsonArray(new JsonObject
                {
                    ["object"] = "TrackingDetail",
                    ["message"] = "Example scan",
                    ["status"] = status,
                    ["datetime"] = Time(at),
                    ["tracking_location"] = new JsonObject { ["city"] = "Lyon", ["state"] = null, ["country"] = "FR" },
                }),
            },
        }, BodyJson);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [EasyPostWebhooks.SignatureHeader] = EasyPostWebhooks.Sign(secret, body) };
        return new($"/webhooks/carriers/easypost/{store}", headers, body, "application/json");
    }

    /// <summary>A signed batch of mail events.</summary>
    /// <param name="events">Event name ("bounce", "delivered", …), mail key and order id of each.</param>
    public static SignedWebhook SendGrid(string store, IReadOnlyList<(string Event, string MailKey, string OrderId)> events, ECDsa key, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds();
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonArray([.. events.Select((e, i) => new JsonObject
        {
            ["email"] = "lea@example.com",
            ["event"] = e.Event,
            ["timestamp"] = timestamp,
            ["sg_event_id"] = string.Create(CultureInfo.InvariantCulture, $"event-{timestamp}-{i}"),
            ["reason"] = e.Event == "bounce" ? "550 5.1.1 no such mailbox" : null,
            [SendGridWebhooks.KeyArgument] = e.MailKey,
            [SendGridWebhooks.OrderArgument] = e.OrderId,
        })]), BodyJson);
        var stamp = timestamp.ToString(CultureInfo.InvariantCulture);
        var signature = key.SignData([.. Encoding.UTF8.GetBytes(stamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new($"/webhooks/sendgrid/{store}", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [SendGridWebhooks.SignatureHeader] = Convert.ToBase64String(signature),
            [SendGridWebhooks.TimestampHeader] = stamp,
        }, body, "application/json");
    }
}
