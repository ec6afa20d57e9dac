using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Fulfilment.Web.Webhooks;

/// <summary>Verifies and maps deliveries, and replays parked ones.</summary>
internal sealed class WebhookIntake(
    IEnumerable<IWebhookSource> sources, IEnumerable<IReportSource> reports, IStoreDirectory stores, IPolicyStore policies, IDeliveryInbox inbox, IOrderIndex index,
    WebhookMeter meter, WebOptions options, TimeProvider clock)
{
    private readonly IReadOnlyDictionary<string, IWebhookSource> _sources = sources.ToDictionary(s => s.Name);
    private readonly IReadOnlyDictionary<string, IReportSource> _reports = reports.ToDictionary(s => s.Name);

    public async Task<IResult> TakeAsync(HttpContext http, string storeId, string sourceName)
    {
        var store = stores.Store(storeId);
        var body = await RequestBody.ReadAsync(http.Request, options.MaxBodyBytes);
        var headers = http.Request.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString()));
        var request = new WebhookRequest(storeId, WebhookRequest.HeaderSet(headers), body, http.Request.ContentType);
        var now = clock.GetUtcNow();

        var report = _reports.GetValueOrDefault(sourceName);
        var check = report is not null ? report.Verify(request, store, now) : Find(sourceName).Verify(request, store, now);
        if (check == SignatureCheck.UnsignedPing) return Parameters.Json(new IgnoredAnswer(check.Explain()));
        if (check != SignatureCheck.Valid)
        {
            meter.Refused(sourceName, check.ToString());
            throw new ProblemException(ProblemKinds.BadSignature, check.Explain());
        }

        if (report is not null) return await ResultAsync(http, await AcceptAsync(await report.MapAsync(request, store, Finder(storeId, http.RequestAborted), now), http.RequestAborted));
        var mapped = Find(sourceName).Map(request, store, await policies.GetAsync(storeId, http.RequestAborted), now);
        if (mapped.Refusal is { } refusal) throw Refused(refusal);
        return await ResultAsync(http, await AcceptAsync([mapped], http.RequestAborted));
    }

    /// <summary>One request may hold several reports: all are taken, and the answer tells of the one that most needs telling.</summary>
    private async Task<IntakeAnswer> AcceptAsync(IReadOnlyList<MappedDelivery> deliveries, CancellationToken cancellationToken)
    {
        var answers = new List<IntakeAnswer>(deliveries.Count);
        foreach (var mapped in deliveries)
        {
            var answer = await inbox.AcceptAsync(mapped.Delivery, mapped.Action, cancellationToken);
            meter.Delivered(mapped.Delivery.Source, answer.Repeated ? "repeated" : answer.Outcome.ToString().ToLowerInvariant());
            answers.Add(answer);
        }

        return answers.Find(a => a.Outcome == IntakeOutcome.Parked) ?? answers.Find(a => a.Outcome != IntakeOutcome.Ignored) ?? answers[0];
    }

    private Func<string, Task<string?>> Finder(string store, CancellationToken cancellationToken) => number => index.FindByTrackingAsync(store, number, cancellationToken);

    /// <summary>Maps a parked delivery again and acts on it.</summary>
    public async Task<IntakeAnswer> ReplayAsync(ParkedDelivery parked, CancellationToken cancellationToken)
    {
        var store = stores.Store(parked.Delivery.Store);
        var action = _reports.TryGetValue(parked.Delivery.Source, out var report)
            ? await report.RemapAsync(parked.Delivery, store, Finder(store.Profile.Id, cancellationToken))
            : Find(parked.Delivery.Source).Remap(parked.Delivery, store, await policies.GetAsync(store.Profile.Id, cancellationToken));
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
