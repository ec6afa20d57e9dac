using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;

namespace Fulfilment.Web.Api;

/// <summary>Money that moved outside any provider.</summary>
/// <param name="Amount">Negative for a refund paid out.</param>
/// <param name="PaymentId">The open request it settles; null for money nobody asked for.</param>
public sealed record PaymentRecord(string OrderId, Money Amount, string Reference, string? PaymentId = null);

internal static class PaymentsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/api/payments", ListAsync).RequireRoles(RequireRolesExtensions.Office)
            .Produces<ListAnswer<PaymentEntry>>().WithQuery("store", "order", "cursor", "limit")
            .WithSummary("What waits for staff or a provider, oldest first; all of one order with ?order=.").WithTags("Payments");
        api.MapPost("/api/payments", RecordAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Takes<PaymentRecord>().Produces<Receipt>().Produces<PendingReceipt>(202).WithCommandKey().WithSummary("Records money that was received or paid back.").WithTags("Payments");
    }

    private static async Task<IResult> ListAsync(HttpContext http, IStoreDirectory stores, IPaymentLedger ledger)
    {
        if (http.Request.Query("order") is { } order)
        {
            http.Caller().MustSeeOrder(order);
            return Parameters.Json(new ListAnswer<PaymentEntry>(await ledger.ListAsync(order, http.RequestAborted), null));
        }

        var store = http.Caller().ScopeStore(stores, http.Request.Query("store"));
        var page = await ledger.ListOpenAsync(store, http.Request.Query("cursor"), (int)http.Request.Number("limit", 50, 1, 200), http.RequestAborted);
        return Parameters.Json(new ListAnswer<PaymentEntry>(page.Items, page.Next));
    }

    private static async Task<IResult> RecordAsync(HttpContext http, CommandSender sender, WebOptions options, TimeProvider clock)
    {
        var caller = http.Caller();
        var record = await WireJson.ReadAsync<PaymentRecord>(http.Request, options.MaxBodyBytes);
        caller.MustSeeOrder(record.OrderId);
        if (record.Amount.IsZero) throw WireJson.Malformed("$.amount", "Nothing moved.");
        if (string.IsNullOrWhiteSpace(record.Reference)) throw WireJson.Malformed("$.reference", "Give the reference by which it can be found again.");
        var command = new OrderCommand.RecordPayment(record.Amount, record.Reference, record.PaymentId)
        {
            CommandId = http.Request.Key() ?? Guid.NewGuid().ToString("N"),
            Actor = caller.Actor,
            At = clock.GetUtcNow(),
        };
        return await CommandsApi.AnswerAsync(http, sender, record.OrderId, new(command, CommandReader.Hash(command)));
    }
}
