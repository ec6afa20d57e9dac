using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Api;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Editing;
using Fulfilment.Web.Http;
using Fulfilment.Web.Pages;
using Fulfilment.Web.Pages.Shared;
using Fulfilment.Web.Pages.Staff;

namespace Fulfilment.Web.Staff;

/// <summary>The list of orders, one order, and what staff do with it.</summary>
internal static class OrderPages
{
    private const string Section = "/staff/orders";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/staff/orders", ListAsync).ForStaff(RequireRolesExtensions.Staff);
        pages.MapGet("/staff/orders/{id}", (HttpContext http, string id, StaffOrders orders) => orders.ShowAsync(http, id, null)).ForStaff(RequireRolesExtensions.Staff);
        pages.MapPost("/staff/orders/{id}/commands", SendAsync).ForStaff(RequireRolesExtensions.Staff);
        pages.MapPost("/staff/orders/{id}/preview", PreviewAsync).ForStaff(RequireRolesExtensions.Office);
        pages.MapPost("/staff/orders/{id}/confirm", ConfirmAsync).ForStaff(RequireRolesExtensions.Office);
        pages.MapPost("/staff/orders/{id}/link", LinkAsync).ForStaff(RequireRolesExtensions.Office);
    }

    private static async Task<IResult> ListAsync(HttpContext http, IOrderIndex index, IStoreDirectory stores)
    {
        var query = OrdersApi.Query(http.Request, http.Caller(), stores);
        var model = new OrdersModel(
            StaffFrame.Of(http, http.Session(), stores, Section), query, await index.ListAsync(query, http.RequestAborted), await index.CountAsync(query.Store, http.RequestAborted), http.Request.Query("from"));
        return await Page.RenderAsync<OrdersPage>(http, model);
    }

    private static async Task<IResult> SendAsync(HttpContext http, string id, CommandSender sender, WebOptions options, TimeProvider clock)
    {
        http.Caller().MustSeeOrder(id);
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        return await AnswerAsync(http, sender, id, StaffCommandForm.Read(form, http.Caller().Actor, clock.GetUtcNow()));
    }

    private static async Task<IResult> PreviewAsync(HttpContext http, string id, StaffOrders orders, Edits edits, IStoreDirectory stores, WebOptions options)
    {
        var order = await orders.FindAsync(http, id);
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        var (preview, changes) = await edits.PreviewAsync(form, order, "en", http.RequestAborted);
        var model = new PreviewModel(order, stores.Store(order.Store), Lang.English, preview, changes, $"{Section}/{id}/confirm", $"{Section}/{id}", http.Session().FormToken, Staff: true);
        return await Page.RenderAsync<StaffPreviewPage>(http, new StaffPreviewModel(StaffFrame.Of(http, http.Session(), stores, Section), model));
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, string id, CommandSender sender, WebOptions options, TimeProvider clock)
    {
        http.Caller().MustSeeOrder(id);
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        var command = new OrderCommand.Edit(Edits.Confirmed(form)) { CommandId = PageCommands.Id(form), Actor = http.Caller().Actor, At = clock.GetUtcNow() };
        return await AnswerAsync(http, sender, id, command);
    }

    public static async Task<IResult> AnswerAsync(HttpContext http, CommandSender sender, string orderId, OrderCommand command)
    {
        await sender.SendAsync(orderId, new(command, CommandReader.Hash(command)), http.RequestAborted);
        return Page.SeeOther(http, $"{Section}/{orderId}?receipt={Uri.EscapeDataString(command.CommandId)}");
    }

    private static async Task<IResult> LinkAsync(HttpContext http, string id, StaffOrders orders, ITokenStore tokens, IStoreDirectory stores, WebOptions options, TimeProvider clock)
    {
        var order = await orders.FindAsync(http, id);
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        switch (form.Needed("do"))
        {
            case "make":
                var now = clock.GetUtcNow();
                var grant = new TokenGrant($"{id}#staff-{Guid.NewGuid():N}", TokenKind.CustomerOrder, null, order.Store, id, Actor.Customer.Name, now, now.AddDays(1));
                var secret = await tokens.IssueAsync(grant, http.RequestAborted);
                return await orders.ShowAsync(http, id, $"{stores.Store(order.Store).PublicUrl}/o/{secret}");
            case "revoke":
                var links = await tokens.ListAsync(TokenKind.CustomerOrder, http.RequestAborted);
                foreach (var link in links.Where(l => l.OrderId == id)) await tokens.RevokeAsync(link.Id, http.RequestAborted);
                return Page.SeeOther(http, $"{Section}/{id}?done=links-revoked");
            case var other:
                throw Parameters.Wrong("do", $"'{other}' is no button of this page.");
        }
    }
}
