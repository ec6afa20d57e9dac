using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Microsoft.AspNetCore.WebUtilities;

namespace Fulfilment.Web.Pages.Staff;

/// <param name="From">As it was asked for.</param>
public sealed record OrdersModel(StaffFrame Frame, OrderQuery Query, Page<OrderRow> Page, IReadOnlyDictionary<OrderStatus, int> Counts, string? From)
{
    /// <summary>The same list with another status or further on.</summary>
    public string Link(OrderStatus? status, string? cursor)
    {
        var values = new Dictionary<string, string?>
        {
            ["store"] = Query.Store is not null && Frame.Caller.Store is null ? Query.Store : null,
            ["status"] = status?.ToString(),
            ["q"] = Query.Text,
            ["category"] = Query.Category,
            ["from"] = From,
            ["open"] = Query.OpenOnly ? "true" : null,
            ["cursor"] = cursor,
        };
        return QueryHelpers.AddQueryString("/staff/orders", values.Where(v => v.Value is not null));
    }
}
