using System.Text.Json.Serialization;
using Fulfilment.Domain;
using System.Globalization;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;

namespace Fulfilment.Web.Api;

/// <summary>One row of the list.</summary>
/// <param name="MovedAt">Since when the order lives on another host: what is shown is how it left. Left out while it is here.</param>
public sealed record OrderListItem(
    string Id, string Store, string Number, string ExternalId, OrderStatus Status, DateTimeOffset PlacedAt, Money Total, Customer Customer, ReleasePlan Plan,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? MovedAt = null)
{
    public static OrderListItem Of(OrderRow row) => Of(row.View) with { MovedAt = row.MovedAt };

    private static OrderListItem Of(OrderView view) =>
        new(view.Id, view.Store, view.Number, view.ExternalId, view.Status, view.PlacedAt, view.Totals.Total, view.Customer, view.Plan);
}

public sealed record ListAnswer<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>One order with all that staff see of it.</summary>
/// <param name="MovedAt">Since when the order lives on another host: what is shown is how it left. Left out while it is here.</param>
public sealed record OrderDetail(OrderView View, ReleasePlan Plan, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<Receipt> Receipts, DateTimeOffset UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? MovedAt = null);

internal static class OrdersApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/api/orders", ListAsync).RequireRoles(RequireRolesExtensions.Staff)
            .Produces<ListAnswer<OrderListItem>>().WithSummary("Orders, newest first.").WithTags("Orders")
            .WithQuery("store", "status", "q", "category", "from", "open", "cursor", "limit");
        api.MapGet("/api/orders/{id}", GetAsync).RequireRoles(RequireRolesExtensions.Staff)
            .Produces<OrderDetail>().WithSummary("One order: view, plan, timeline, receipts.").WithTags("Orders");
    }

    private static async Task<IResult> ListAsync(HttpContext http, IOrderIndex index, IStoreDirectory stores)
    {
        var page = await index.ListAsync(Query(http.Request, http.Caller(), stores), http.RequestAborted);
        return Parameters.Json(new ListAnswer<OrderListItem>([.. page.Items.Select(row => OrderListItem.Of(row))], page.Next));
    }

    /// <summary>The list's filters, for API and pages.</summary>
    public static OrderQuery Query(HttpRequest request, Caller caller, IStoreDirectory stores)
    {
        var store = caller.ScopeStore(stores, request.Query("store"));
        return new(
            store, request.Choice<OrderStatus>("status"), request.Query("q"), request.Query("category")?.ToLowerInvariant(),
            From(request, store, stores), request.Flag("open"), request.Query("cursor"), (int)request.Number("limit", 50, 1, 200));
    }

    /// <summary>A date alone is its midnight where the store is, as its times are shown; over several stores, in UTC.</summary>
    private static DateTimeOffset? From(HttpRequest request, string? store, IStoreDirectory stores)
    {
        if (!DateOnly.TryParseExact(request.Query("from"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return request.Instant("from");
        var settings = store is not null ? stores.Find(store) : stores.All.Count == 1 ? stores.All.First() : null;
        return CalendarMath.At(settings?.Profile.TimeZone ?? "Etc/UTC", date, TimeOnly.MinValue);
    }

    private static async Task<IResult> GetAsync(HttpContext http, string id, IOrderIndex index, ITimelineStore timeline, IReceiptStore receipts)
    {
        http.Caller().MustSeeOrder(id);
        var row = await index.GetAsync(id, http.RequestAborted) ?? throw Parameters.UnknownOrder(id);
        return Parameters.Json(new OrderDetail(
            row.View, row.View.Plan, await timeline.ListAsync(id, http.RequestAborted), await receipts.ListAsync(id, http.RequestAborted), row.UpdatedAt, row.MovedAt));
    }
}
