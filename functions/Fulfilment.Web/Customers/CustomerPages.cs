using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Api;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Editing;
using Fulfilment.Web.Http;
using Fulfilment.Web.Pages;
using Fulfilment.Web.Pages.Customers;
using Fulfilment.Web.Pages.Shared;

namespace Fulfilment.Web.Customers;

/// <summary>The customer's order behind his link. Looking changes nothing; every form carries the id of the command it sends.</summary>
internal static class CustomerPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/o/{token}", ShowAsync);
        pages.MapPost("/o/{token}/preview", PreviewAsync);
        pages.MapPost("/o/{token}/confirm", ConfirmAsync);
        pages.MapPost("/o/{token}/send", SendAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, string token, CustomerLinks links, IReceiptStore receipts, Edits edits, TimeProvider clock)
    {
        var order = await links.OpenAsync(token, http.RequestAborted);
        var l = Lang.Of(http.Request, order.View.Language);
        var own = await CustomerApi.OwnReceiptsAsync(receipts, order.View.Id, http.RequestAborted);
        var (products, services) = await edits.OfferAsync(order.View, http.RequestAborted);
        var form = FormTokens.For(token);
        var model = new CustomerModel(
            order.View, order.Store, l, "/o/" + token, form, [.. own.Reverse()], await ReceiptNoticeModel.OfAsync(http, receipts, order.View.Id),
            new EditFormsModel(order.View, l, $"/o/{token}/preview?lang={l.Code}", form, order.View.AllowedChanges, products, services), clock.GetUtcNow())
        {
            MovedAt = order.MovedAt,
        };
        return await Page.RenderAsync<OrderPage>(http, model);
    }

    private static async Task<IResult> PreviewAsync(HttpContext http, string token, CustomerLinks links, Edits edits, WebOptions options)
    {
        var order = await links.OpenAsync(token, http.RequestAborted);
        var l = Lang.Of(http.Request, order.View.Language);
        var form = await FormTokens.ReadAsync(http, token, options.MaxBodyBytes);
        var (preview, changes) = await edits.PreviewAsync(form, order.View, l.Code, http.RequestAborted);
        return await Page.RenderAsync<PreviewPage>(http, new PreviewModel(
            order.View, order.Store, l, preview, changes, $"/o/{token}/confirm?lang={l.Code}", $"/o/{token}?lang={l.Code}", FormTokens.For(token), Staff: false));
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, string token, CustomerLinks links, CommandSender sender, WebOptions options, TimeProvider clock)
    {
        var order = await links.OpenAsync(token, http.RequestAborted);
        var form = await FormTokens.ReadAsync(http, token, options.MaxBodyBytes);
        var command = new OrderCommand.Edit(Edits.Confirmed(form)) { CommandId = PageCommands.Id(form), Actor = Actor.Customer, At = clock.GetUtcNow() };
        return await AnswerAsync(http, token, order, sender, command);
    }

    private static async Task<IResult> SendAsync(HttpContext http, string token, CustomerLinks links, CommandSender sender, WebOptions options, TimeProvider clock)
    {
        var order = await links.OpenAsync(token, http.RequestAborted);
        var form = await FormTokens.ReadAsync(http, token, options.MaxBodyBytes);
        var (id, at) = (PageCommands.Id(form), clock.GetUtcNow());
        OrderCommand command = form.Needed("type") switch
        {
            "Cancel" => new OrderCommand.Cancel(form.Text("reason")) { CommandId = id, Actor = Actor.Customer, At = at },
            "ReleaseNow" => new OrderCommand.ReleaseNow { CommandId = id, Actor = Actor.Customer, At = at },
            "ConfirmContact" => new OrderCommand.ConfirmContact(form.Text("note")) { CommandId = id, Actor = Actor.Customer, At = at },
            "DeclineContact" => new OrderCommand.DeclineContact(form.Text("note")) { CommandId = id, Actor = Actor.Customer, At = at },
            "Intercept" => new OrderCommand.Intercept(form.Text("reason")) { CommandId = id, Actor = Actor.Customer, At = at },
            "BackorderChoice" => new OrderCommand.BackorderChoice(form.Choice<BackorderOption>("choice")) { CommandId = id, Actor = Actor.Customer, At = at },
            var other => throw Parameters.Wrong("type", $"'{other}' is no button of this page."),
        };
        return await AnswerAsync(http, token, order, sender, command);
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, string token, CustomerOrder order, CommandSender sender, OrderCommand command)
    {
        await sender.SendAsync(order.View.Id, new(command, CommandReader.Hash(command)), http.RequestAborted);
        var l = Lang.Of(http.Request, order.View.Language);
        return Page.SeeOther(http, $"/o/{token}?lang={l.Code}&receipt={Uri.EscapeDataString(command.CommandId)}#receipt");
    }
}
