using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Fulfilment.Web.Webhooks;

/// <summary>Verifies and maps deliveries, and replays parked ones.</summary>
internal sealed class WebhookIntake(
    IEnumerable<IWebhookSource> sources, IStoreDirectory stores, IPolicyStore policies, IDeliveryInbox inbox, IOrderIndex index,
    WebhookMeter meter, WebOptions options, TimeProvider clock)
{
    private readonly IReadOnlyDictionary<string, IWebhookSource> _sources = sources.ToDictionary(s => s.Name);

    public async Task<IResult> TakeAsync(HttpContext http, string storeId, string sourceName)
    {
        var store = stores.Store(storeId);
        var source = Find(sourceName);
        var body = await RequestBody.ReadAsync(http.Request, options.MaxBodyBytes);
        var headers = http.Request.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString()));
        var request = new WebhookRequest(storeId, WebhookRequest.HeaderSet(headers), body, http.Request.ContentType);
        var now = clock.GetUtcNow();

        var check = source.Verify(request, store, now);
        if (check == SignatureCheck.UnsignedPing) return Parameters.Json(new IgnoredAnswer(check.Explain()));
        if (check != SignatureCheck.Valid)
        {
            meter.Refused(sourceName, check.ToString());
            throw new ProblemException(ProblemKinds.BadSignature, check.Explain());
        }

        var mapped = source.Map(request, store, await policies.GetAsync(storeId, http.RequestAborted), now);
        if (mapped.Refusal is { } refusal) throw Refused(refusal);
        var answer = await inbox.AcceptAsync(mapped.Delivery, mapped.Action, http.RequestAborted);
        meter.Delivered(sourceName, answer.Repeated ? "repeated" : answer.Outcome.ToString().ToLowerInvariant());
        return await ResultAsync(http, answer);
    }

    /// <summary>Maps a parked delivery again and acts on it.</summary>
    public async Task<IntakeAnswer> ReplayAsync(ParkedDelivery parked, CancellationToken cancellationToken)
    {
        var store = stores.Store(parked.Delivery.Store);
        var action = Find(parked.Delivery.Source).Remap(parked.Delivery, store, await policies.GetAsync(store.Profile.Id, cancellationToken));
        return await inbox.ReplayParkedAsync(parked.Id, action, cancellationToken);
    }

    public async Task<IResult> ResultAsync(HttpContext http, IntakeAnswer answer) => answer.Outcome switch
    {
        IntakeOutcome.Started => Parameters.Json(new WebhookAnswer(answer.OrderId!, Urls.Order(http.Request, answer.OrderId!)), StatusCodes.Status202Accepted),
        IntakeOutcome.Known => Parameters.Json(await StateAsync(http, answer.OrderId!)),
        IntakeOutcome.Parked => Parameters.Json(new ParkedAnswer(answer.ParkedId!, answer.Path), StatusCodes.Status202Accepted),
        IntakeOutcome.Ignored => Parameters.Json(new IgnoredAnswer(answer.Detail ?? "Nothing to do.")),
        _ => throw new InvalidOperationException($"Unknown intake outcome {answer.Outcome}."),
    };

    private async Task<WebhookAnswer> StateAsync(HttpContext http, string orderId)
    {
        var row = await index.GetAsync(orderId, http.RequestAborted);
        return new(orderId, Urls.Order(http.Request, orderId), row?.View.Status);
    }

    private IWebhookSource Find(string name) =>
        _sources.TryGetValue(name, out var source) ? source : throw new InvalidOperationException($"No webhook source '{name}' is registered.");

    private static ProblemException Refused(FormatRefusal refusal)
    {
        var first = refusal.Faults[0];
        var kind = refusal.Status == StatusCodes.Status400BadRequest ? ProblemKinds.MalformedRequest : ProblemKinds.InvalidOrder;
        return new(kind, first.Message, first.Path) { Extra = new Dictionary<string, object?> { ["faults"] = refusal.Faults } };
    }
}
