using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Pages.Shared;

/// <summary>What became of the command that the page was redirected from (?receipt=).</summary>
public sealed record ReceiptNoticeModel(Receipt? Receipt, bool Pending)
{
    public static readonly ReceiptNoticeModel None = new(null, false);

    public static async Task<ReceiptNoticeModel> OfAsync(HttpContext http, IReceiptStore receipts, string orderId)
    {
        if (http.Request.Query["receipt"].ToString() is not { Length: > 0 and <= 100 } id) return None;
        if (await receipts.GetAsync(orderId, id, http.RequestAborted) is { } receipt) return new(receipt, false);
        return new(null, await receipts.IsKnownAsync(orderId, id, http.RequestAborted));
    }
}
