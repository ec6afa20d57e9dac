using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fulfilment.Domain.Orders;
using Fulfilment.Integrations.Storefronts.Json;
using Fulfilment.Integrations.Storefronts.Signatures;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>
/// SendGrid's signed event webhook: ECDSA P-256 over the timestamp and the raw body. The signature covers all events of a
/// request together; each becomes a delivery of its own. Events of mails that were not sent from here are passed over.
/// </summary>
public sealed class SendGridWebhooks : IReportSource
{
    public const string SourceName = "sendgrid";
    public const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
    public const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    /// <summary>Custom argument of every mail sent through SendGrid: the mail's key.</summary>
    public const string KeyArgument = "fulfilment_key";
    /// <summary>Custom argument of every mail sent through SendGrid: the order's id.</summary>
    public const string OrderArgument = "fulfilment_order";

    public string Name => SourceName;

    public SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now)
    {
        var (signature, timestamp) = (request.Header(SignatureHeader), request.Header(TimestampHeader));
        if (store.Secrets.Sendgrid.Count == 0) return SignatureCheck.NoSecret;
        if (signature is null || timestamp is null) return SignatureCheck.Missing;
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. request.Body];
        var bytes = Hmac.FromBase64(signature) ?? [];
        // No tolerance on the time: SendGrid repeats an unanswered delivery for a day under its first timestamp.
        return store.Secrets.Sendgrid.Any(key => IsSignedBy(key, signed, bytes)) ? SignatureCheck.Valid : SignatureCheck.Invalid;
    }

    public Task<IReadOnlyList<MappedDelivery>> MapAsync(WebhookRequest request, StoreSettings store, Func<string, Task<string?>> findOrder, DateTimeOffset now)
    {
        Delivery Whole(string topic) => new(SourceName, request.Store, topic, "", request.Body, now);
        try
        {
            List<MappedDelivery> events = [.. JsonAt.Parse(request.Body).Items().Select(item => One(item, request.Store, store, now))];
            return Task.FromResult<IReadOnlyList<MappedDelivery>>(events.Count > 0 ? events : [new(Whole("empty"), new IntakeAction.Ignore("No event."))]);
        }
        catch (MappingFault fault)
        {
            return Task.FromResult<IReadOnlyList<MappedDelivery>>([new(Whole(""), new IntakeAction.Park(fault.Path, fault.Reason))]);
        }
    }

    public Task<IntakeAction> RemapAsync(Delivery delivery, StoreSettings store, Func<string, Task<string?>> findOrder)
    {
        try
        {
            return Task.FromResult(Action(JsonAt.Parse(delivery.Body), delivery, store));
        }
        catch (MappingFault fault)
        {
            return Task.FromResult<IntakeAction>(new IntakeAction.Park(fault.Path, fault.Reason));
        }
    }

    private static MappedDelivery One(JsonAt item, string storeId, StoreSettings store, DateTimeOffset now)
    {
        var delivery = new Delivery(SourceName, storeId, item["event"].Text() ?? "", item["sg_event_id"].Text() ?? "", Encoding.UTF8.GetBytes(item.Raw), now);
        return new(delivery, Action(item, delivery, store));
    }

    private static IntakeAction Action(JsonAt item, Delivery delivery, StoreSettings store)
    {
        var (key, order) = (item[KeyArgument].Text(), item[OrderArgument].Text());
        if (key is null || order is null || !order.StartsWith($"{store.Profile.Id}.", StringComparison.Ordinal)) return new IntakeAction.Ignore("A mail that was not sent from here.");
        if (Outcome(item) is not { } outcome) return new IntakeAction.Ignore($"Event '{delivery.Topic}' is not for the timeline.");
        var detail = item["reason"].Text() ?? item["response"].Text();
        var at = item["timestamp"].Decimal() is { } seconds and >= 0 and < 100_000_000_000m ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : delivery.ReceivedAt;
        return new IntakeAction.Raise(order, new OrderCommand.MailReported(key, outcome, detail) { CommandId = delivery.CommandId, Actor = new Actor(ActorKind.System, SourceName), At = at });
    }

    private static string? Outcome(JsonAt item) => item["event"].Text() switch
    {
        "delivered" => "delivered",
        // A block is the server's doing and may pass; a bounce is the address's.
        "bounce" => item["type"].Text() == "blocked" ? "blocked" : "bounced",
        "dropped" => "dropped",
        "spamreport" => "reported as spam",
        _ => null,
    };

    private static bool IsSignedBy(string publicKey, byte[] signed, byte[] signature)
    {
        if (Hmac.FromBase64(publicKey) is not { } key) return false;
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(key, out _);
            return ecdsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // Not a key, or not a signature: neither proves anything.
            return false;
        }
    }
}
