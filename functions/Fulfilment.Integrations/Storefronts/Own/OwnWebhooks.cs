using Fulfilment.Domain;
using System.Text;
using System.Text.Json;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Integrations.Storefronts.Own;
using Fulfilment.Integrations.Storefronts.Signatures;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Storefronts;

/// <summary>Orders in the own format (<see cref="OwnOrderSchema"/>), signed by the Standard Webhooks scheme.</summary>
public sealed class OwnWebhooks : IWebhookSource
{
    public const string SourceName = "own";
    private const string Topic = "order";

    public string Name => SourceName;

    /// <summary>The headers of a signed delivery.</summary>
    public static IReadOnlyDictionary<string, string> Sign(string secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body) => StandardWebhooks.Sign(secret, id, at, body);

    public SignatureCheck Verify(WebhookRequest request, StoreSettings store, DateTimeOffset now) => StandardWebhooks.Verify(request, store.Secrets.Own, now);

    public MappedDelivery Map(WebhookRequest request, StoreSettings store, ReleasePolicy policy, DateTimeOffset now)
    {
        var delivery = new Delivery(SourceName, request.Store, Topic, request.Header(StandardWebhooks.IdHeader) ?? "", request.Body, now);
        var (snapshot, refusal) = Read(request.Body, store, policy);
        return snapshot is not null
            ? new(delivery, Placing.Upsert(delivery, snapshot, store, policy))
            : new(delivery, Park(refusal!)) { Refusal = refusal };
    }

    public IntakeAction Remap(Delivery delivery, StoreSettings store, ReleasePolicy policy)
    {
        var (snapshot, refusal) = Read(delivery.Body, store, policy);
        return snapshot is not null ? Placing.Upsert(delivery, snapshot, store, policy) : Park(refusal!);
    }

    /// <summary>One of the two is set.</summary>
    private static (OrderSnapshot? Snapshot, FormatRefusal? Refusal) Read(byte[] body, StoreSettings store, ReleasePolicy policy)
    {
        JsonElement json;
        try
        {
            json = JsonElement.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            return (null, new(400, [new("$", $"Not JSON: {e.Message}")]));
        }

        if (JsonTexts.FindBroken(json) is { } broken) return (null, new(422, [new(broken, JsonTexts.Broken)]));
        if (SchemaCheck.Run(OwnOrderSchema.Root, json) is { Count: > 0 } faults) return (null, new(422, faults));
        return Deserialise(json) switch
        {
            (null, var fault) => (null, new(422, [fault!])),
            var (order, _) => Judge(order, store, policy),
        };
    }

    private static (OwnOrder? Order, FormatFault? Fault) Deserialise(JsonElement json)
    {
        try
        {
            return (OwnOrder.Read(json), null);
        }
        catch (JsonException e)
        {
            return (null, new(e.Path ?? "$", (e.InnerException ?? e).Message));
        }
    }

    private static (OrderSnapshot? Snapshot, FormatRefusal? Refusal) Judge(OwnOrder order, StoreSettings store, ReleasePolicy policy)
    {
        if (OwnOrderRules.Check(order) is { Count: > 0 } faults) return (null, new(422, faults));
        var snapshot = OwnOrderMapper.Map(order, store, policy);
        return OwnOrderRules.CheckSums(order, snapshot) is { Count: > 0 } sums ? (null, new(422, sums)) : (snapshot, null);
    }

    private static IntakeAction.Park Park(FormatRefusal refusal) => new(refusal.Faults[0].Path, Reason(refusal));

    private static string Reason(FormatRefusal refusal)
    {
        var text = new StringBuilder(refusal.Faults[0].Message);
        foreach (var fault in refusal.Faults.Skip(1).Take(4)) text.Append(' ').Append(fault.Path).Append(": ").Append(fault.Message);
        return text.ToString();
    }
}
