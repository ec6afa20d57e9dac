using Fulfilment.Integrations.Storefronts;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;

namespace Fulfilment.Web.Webhooks;

/// <summary>Verifies and maps deliveries, and replays parked ones.</summary>
internal sealed class WebhookIntake(
    IEnumerable<IWebhookSource> storefronts, IEnumerable<IReportSource> reports, IStoreDirectory stores, IPolicyStore policies, IDeliveryInbox inbox, IOrderIndex index,
    WebhookMeter meter, WebOptions options, TimeProvider clock)
{
    private readonly IReadOnlyDictionary<string, IntakeSource> _sources =
        storefronts.Select(s => (IntakeSource)new IntakeSource.Storefront(s, policies)).Concat(reports.Select(r => new IntakeSource.Reports(r, index))).ToDictionary(s => s.Name);

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

        var mapped = await source.MapAsync(request, store, now, http.RequestAborted);
        if (mapped is [{ Refusal: { } refusal }]) throw Refused(refusal);
        return await AcceptAsync(http, sourceName, mapped);
    }

    // A request with several reports is taken one by one: after a failure half way the sender repeats it, and what was taken is known.
    private async Task<IResult> AcceptAsync(HttpContext http, string sourceName, IReadOnlyList<MappedDelivery> mapped)
    {
        var answers = new List<IntakeAnswer>(mapped.Count);
        foreach (var one in mapped)
        {
            var answer = await inbox.AcceptAsync(one.Delivery, one.Action, http.RequestAborted);
            meter.Delivered(sourceName, answer.Repeated ? "repeated" : answer.Outcome.ToString().ToLowerInvariant());
            answers.Add(answer);
        }

        return answers is [var only]
            ? await ResultAsync(http, only)
            : Parameters.Json(new BatchAnswer(answers.Count, [.. answers.Where(a => a.ParkedId is not null).Select(a => a.ParkedId!)]));
    }

    /// <summary>Maps a parked delivery again and acts on it.</summary>
    public async Task<IntakeAnswer> ReplayAsync(ParkedDelivery parked, CancellationToken cancellationToken)
    {
        var action = await Find(parked.Delivery.Source).RemapAsync(parked.Delivery, stores.Store(parked.Delivery.Store), cancellationToken);
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

    private IntakeSource Find(string name) =>
        _sources.TryGetValue(name, out var source) ? source : throw new InvalidOperationException($"No webhook source '{name}' is registered.");

    private static ProblemException Refused(FormatRefusal refusal)
    {
        var first = refusal.Faults[0];
        var kind = refusal.Status == StatusCodes.Status400BadRequest ? ProblemKinds.MalformedRequest : ProblemKinds.InvalidOrder;
        return new(kind, first.Message, first.Path) { Extra = new Dictionary<string, object?> { ["faults"] = refusal.Faults } };
    }
}
