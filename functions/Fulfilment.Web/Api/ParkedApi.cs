using System.Text;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;
using Fulfilment.Web.Webhooks;

namespace Fulfilment.Web.Api;

/// <summary>A delivery that could not be mapped.</summary>
/// <param name="Body">As received, read as UTF-8; null in lists.</param>
public sealed record ParkedItem(
    string Id, string Source, string Store, string Topic, string DeliveryId, string Path, string Reason, DateTimeOffset ReceivedAt, DateTimeOffset ParkedAt, string? Body)
{
    public static ParkedItem Of(ParkedDelivery parked, bool withBody = false) => new(
        parked.Id, parked.Delivery.Source, parked.Delivery.Store, parked.Delivery.Topic, parked.Delivery.DeliveryId, parked.Path, parked.Reason,
        parked.Delivery.ReceivedAt, parked.ParkedAt, withBody ? Encoding.UTF8.GetString(parked.Delivery.Body) : null);
}

internal static class ParkedApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/api/parked", ListAsync).RequireRoles(RequireRolesExtensions.Office)
            .Produces<ListAnswer<ParkedItem>>().WithQuery("store", "cursor", "limit").WithSummary("Deliveries that could not be mapped.").WithTags("Webhooks");
        api.MapGet("/api/parked/{id}", GetAsync).RequireRoles(RequireRolesExtensions.Office)
            .Produces<ParkedItem>().WithSummary("One of them, with its body.").WithTags("Webhooks");
        api.MapPost("/api/parked/{id}/replay", ReplayAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Answers(202, typeof(WebhookAnswer), typeof(ParkedAnswer)).Answers(200, typeof(WebhookAnswer), typeof(IgnoredAnswer))
            .WithSummary("Maps it again, after a fix.").WithTags("Webhooks");
    }

    private static async Task<IResult> ListAsync(HttpContext http, IStoreDirectory stores, IDeliveryInbox inbox)
    {
        var store = http.Caller().ScopeStore(stores, http.Request.Query("store"));
        var page = await inbox.ListParkedAsync(store, http.Request.Query("cursor"), (int)http.Request.Number("limit", 50, 1, 200), http.RequestAborted);
        return Parameters.Json(new ListAnswer<ParkedItem>([.. page.Items.Select(p => ParkedItem.Of(p))], page.Next));
    }

    private static async Task<IResult> GetAsync(HttpContext http, string id, IDeliveryInbox inbox) =>
        Parameters.Json(ParkedItem.Of(await FindAsync(http, Parameters.UnescapeSlashes(id), inbox), withBody: true));

    private static async Task<IResult> ReplayAsync(HttpContext http, string id, IDeliveryInbox inbox, WebhookIntake intake)
    {
        var parked = await FindAsync(http, Parameters.UnescapeSlashes(id), inbox);
        return await intake.ResultAsync(http, await intake.ReplayAsync(parked, http.RequestAborted));
    }

    public static async Task<ParkedDelivery> FindAsync(HttpContext http, string id, IDeliveryInbox inbox) =>
        await inbox.GetParkedAsync(id, http.RequestAborted) is { } parked && http.Caller().Sees(parked.Delivery.Store)
            ? parked
            : throw new ProblemException(ProblemKinds.NotFound, $"No parked delivery '{id}' (any more).");
}
