using System.Globalization;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;

namespace Fulfilment.Web.Api;

/// <summary>The warehouse system's feed. Follow it with <c>after = next</c>; an entry comes again when it changes (an intercept).</summary>
/// <param name="Next">Position to go on from; the one asked for when there is nothing new.</param>
public sealed record ReleaseFeedAnswer(IReadOnlyList<ReleaseEntry> Items, long Next);

/// <param name="Reference">The warehouse's own number.</param>
public sealed record ReleaseAck(string? Reference = null);

public sealed record ReleaseReject(string Reason);

/// <param name="At">When the step was done; evidence.</param>
public sealed record StepReport(WarehouseStep Step, int Shipment = 1, string? Operator = null, DateTimeOffset? At = null, string? Note = null);

internal static class LogisticsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/api/logistics/releases", ReadAsync).RequireRoles(RequireRolesExtensions.Logistics)
            .Produces<ReleaseFeedAnswer>().WithQuery("after", "limit", "store").WithSummary("Releases after a position, in order.").WithTags("Logistics");
        foreach (var key in (string[])["{key}", "{orderId}/{shipment:int}"])
        {
            api.MapPost($"/api/logistics/releases/{key}/ack", AcknowledgeAsync).RequireRoles(RequireRolesExtensions.Logistics)
                .Takes<ReleaseAck>().Produces<Receipt>().Produces<PendingReceipt>(202).WithSummary("Takes a release.").WithTags("Logistics");
            api.MapPost($"/api/logistics/releases/{key}/reject", RejectAsync).RequireRoles(RequireRolesExtensions.Logistics)
                .Takes<ReleaseReject>().Produces<Receipt>().Produces<PendingReceipt>(202).WithSummary("Refuses a release; staff are alerted.").WithTags("Logistics");
        }

        api.MapPost("/api/logistics/{id}/steps", StepAsync).RequireRoles(RequireRolesExtensions.Logistics)
            .Takes<StepReport>().WithCommandKey().Produces<Receipt>().Produces<PendingReceipt>(202).WithSummary("Reports a warehouse step of a shipment.").WithTags("Logistics");
    }

    private static async Task<IResult> ReadAsync(HttpContext http, IStoreDirectory stores, IReleaseFeed feed)
    {
        var store = http.Caller().ScopeStore(stores, http.Request.Query("store"));
        var after = http.Request.Number("after", 0, 0, long.MaxValue);
        var items = await feed.ReadAsync(store, after, (int)http.Request.Number("limit", 100, 1, 500), http.RequestAborted);
        return Parameters.Json(new ReleaseFeedAnswer(items, items.Count == 0 ? after : items[^1].Position));
    }

    private static async Task<IResult> AcknowledgeAsync(HttpContext http, IReleaseFeed feed, CommandSender sender, WebOptions options, TimeProvider clock)
    {
        var entry = await EntryAsync(http, feed);
        var ack = http.Request.HasJsonContentType() ? await WireJson.ReadAsync<ReleaseAck>(http.Request, options.MaxBodyBytes) : new ReleaseAck();
        var command = new OrderCommand.ReleaseAcknowledged(entry.Release.Shipment, ack.Reference)
        {
            CommandId = CommandId("ack", entry),
            Actor = http.Caller().Actor,
            At = clock.GetUtcNow(),
        };
        return await AnswerEntryAsync(http, feed, sender, entry, ReleaseFeedState.Acknowledged, ack.Reference, command);
    }

    private static async Task<IResult> RejectAsync(HttpContext http, IReleaseFeed feed, CommandSender sender, WebOptions options, TimeProvider clock)
    {
        var entry = await EntryAsync(http, feed);
        var reject = await WireJson.ReadAsync<ReleaseReject>(http.Request, options.MaxBodyBytes);
        if (string.IsNullOrWhiteSpace(reject.Reason)) throw WireJson.Malformed("$.reason", "Say why.");
        var command = new OrderCommand.ReleaseRejected(entry.Release.Shipment, reject.Reason)
        {
            CommandId = CommandId("reject", entry),
            Actor = http.Caller().Actor,
            At = clock.GetUtcNow(),
        };
        return await AnswerEntryAsync(http, feed, sender, entry, ReleaseFeedState.Rejected, reject.Reason, command);
    }

    // The feed's row decides between ack and reject; the command's id is the row's, so that a repeat after a lost answer
    // tells the order once more what it may have missed, and nothing twice.
    private static async Task<IResult> AnswerEntryAsync(
        HttpContext http, IReleaseFeed feed, CommandSender sender, ReleaseEntry entry, ReleaseFeedState state, string? detail, OrderCommand command)
    {
        if (!await feed.AnswerAsync(entry.Release.Key, state, detail, http.RequestAborted))
            throw new ProblemException(ProblemKinds.AlreadyAnswered, $"Release '{entry.Release.Key}' was answered otherwise before.");
        return await CommandsApi.AnswerAsync(http, sender, entry.Release.OrderId, new(command, CommandReader.Hash(command)));
    }

    private static async Task<ReleaseEntry> EntryAsync(HttpContext http, IReleaseFeed feed)
    {
        var route = http.Request.RouteValues;
        var key = route["key"] is string one ? Parameters.UnescapeSlashes(one) : $"{route["orderId"]}/{route["shipment"]}";
        return await feed.GetAsync(key, http.RequestAborted) is { } entry && http.Caller().Sees(entry.Release.Store)
            ? entry
            : throw new ProblemException(ProblemKinds.NotFound, $"There is no release '{key}'.");
    }

    private static string CommandId(string answer, ReleaseEntry entry) => CommandIds.Internal(string.Create(CultureInfo.InvariantCulture, $"release-{answer}-{entry.Release.Shipment}"));

    private static async Task<IResult> StepAsync(HttpContext http, string id, CommandSender sender, WebOptions options, TimeProvider clock)
    {
        var caller = http.Caller();
        caller.MustSeeOrder(id);
        var report = await WireJson.ReadAsync<StepReport>(http.Request, options.MaxBodyBytes);
        if (report.Shipment < 1) throw WireJson.Malformed("$.shipment", "Shipments count from 1.");
        var command = new OrderCommand.StepReported(report.Shipment, report.Step, report.Operator, report.Note)
        {
            CommandId = http.Request.Key() ?? Guid.NewGuid().ToString("N"),
            Actor = caller.Actor,
            At = report.At ?? clock.GetUtcNow(),
        };
        return await CommandsApi.AnswerAsync(http, sender, id, new(command, CommandReader.Hash(command)));
    }
}
