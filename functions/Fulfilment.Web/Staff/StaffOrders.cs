using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Editing;
using Fulfilment.Web.Http;
using Fulfilment.Web.Pages;
using Fulfilment.Web.Pages.Shared;
using Fulfilment.Web.Pages.Staff;

namespace Fulfilment.Web.Staff;

/// <summary>Gathers one order's page from all the stores that know something of it.</summary>
internal sealed class StaffOrders(
    IOrderIndex index, ITimelineStore timeline, IReceiptStore receipts, IMailLog mails, IPaymentLedger payments, IStoreDirectory stores, Edits edits)
{
    public async Task<OrderView> FindAsync(HttpContext http, string id) => (await RowAsync(http, id)).View;

    private async Task<OrderRow> RowAsync(HttpContext http, string id)
    {
        http.Caller().MustSeeOrder(id);
        return await index.GetAsync(id, http.RequestAborted) ?? throw Parameters.UnknownOrder(id);
    }

    /// <param name="newLink">A customer link that was just made.</param>
    public async Task<IResult> ShowAsync(HttpContext http, string id, string? newLink)
    {
        var row = await RowAsync(http, id);
        var (order, stop, office) = (row.View, http.RequestAborted, http.Caller().Role is StaffRole.Admin or StaffRole.Agent);
        var model = new OrderModel(
            StaffFrame.Of(http, http.Session(), stores, "/staff/orders"), order,
            [.. (await timeline.ListAsync(id, stop)).Reverse()], [.. (await receipts.ListAsync(id, stop)).Reverse()],
            office ? (await mails.ListAsync(id, cancellationToken: stop)).Items : [], office ? await payments.ListAsync(id, stop) : [],
            await ReceiptNoticeModel.OfAsync(http, receipts, id), office && row.MovedAt is null ? await FormsAsync(http, order) : null, newLink)
        {
            MovedAt = row.MovedAt,
        };
        return await Page.RenderAsync<OrderPage>(http, model);
    }

    private async Task<EditFormsModel?> FormsAsync(HttpContext http, OrderView order)
    {
        if (order.ReleasedAt is not null || order.IsTerminal) return null;
        var (products, services) = await edits.OfferAsync(order, http.RequestAborted);
        return new(order, Lang.English, $"/staff/orders/{order.Id}/preview", http.Session().FormToken, Enum.GetValues<ChangeKind>(), products, services);
    }
}
