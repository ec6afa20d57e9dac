using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Api;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;

namespace Fulfilment.Web.Customers;

/// <summary>What a customer's link shows.</summary>
public sealed record CustomerOrderAnswer(OrderView View, IReadOnlyList<Receipt> Receipts);

/// <summary>The customer's link for programs (a storefront's account page): the same order and the same commands as the pages.</summary>
internal static class CustomerApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/o/{token}/order", GetAsync).Produces<CustomerOrderAnswer>().WithSummary("The order behind a customer's link.").WithTags("Customer");
        api.MapPost("/o/{token}/commands", SendAsync).Takes<OrderCommand>().Produces<Receipt>().Produces<PendingReceipt>(202).WithCommandKey()
            .WithSummary("Sends a command as the customer.").WithTags("Customer");
        api.MapGet("/o/{token}/receipts/{commandId}", ReceiptAsync).Produces<Receipt>().Produces<PendingReceipt>(202)
            .WithSummary("A command's receipt.").WithTags("Customer");
    }

    private static async Task<IResult> GetAsync(HttpContext http, string token, CustomerLinks links, IReceiptStore receipts)
    {
        SecurityHeaders.NotIndexed(http.Response);
        var order = await links.OpenAsync(token, http.RequestAborted);
        return Parameters.Json(new CustomerOrderAnswer(order.View, await OwnReceiptsAsync(receipts, order.View.Id, http.RequestAborted)));
    }

    private static async Task<IResult> SendAsync(HttpContext http, string token, CustomerLinks links, CommandSender sender, WebOptions options, TimeProvider clock)
    {
        SecurityHeaders.NotIndexed(http.Response);
        var order = await links.OpenAsync(token, http.RequestAborted);
        WireJson.MustBeJson(http.Request);
        var body = WireJson.Parse(await RequestBody.ReadAsync(http.Request, options.MaxBodyBytes));
        var read = CommandReader.Read(body, Actor.Customer, http.Request.Key(), clock.GetUtcNow());
        var receipt = await sender.SendAsync(order.View.Id, read, http.RequestAborted);
        return receipt is null ? CommandsApi.Pending(http, $"/o/{token}", read.Command.CommandId) : Parameters.Json(receipt);
    }

    private static async Task<IResult> ReceiptAsync(HttpContext http, string token, string commandId, CustomerLinks links, IReceiptStore receipts)
    {
        SecurityHeaders.NotIndexed(http.Response);
        var order = await links.OpenAsync(token, http.RequestAborted);
        var own = await OwnReceiptsAsync(receipts, order.View.Id, http.RequestAborted);
        commandId = Parameters.UnescapeSlashes(commandId);
        if (own.FirstOrDefault(r => r.CommandId == commandId) is { } receipt) return Parameters.Json(receipt);
        return await receipts.IsKnownAsync(order.View.Id, commandId, http.RequestAborted)
            ? CommandsApi.Pending(http, $"/o/{token}", commandId)
            : throw new ProblemException(ProblemKinds.NotFound, $"This order never got a command '{commandId}'.");
    }

    /// <summary>A customer sees what became of his own requests, not staff's or the warehouse's.</summary>
    public static async Task<IReadOnlyList<Receipt>> OwnReceiptsAsync(IReceiptStore receipts, string orderId, CancellationToken cancellationToken) =>
        [.. (await receipts.ListAsync(orderId, cancellationToken)).Where(r => r.Actor.Kind == ActorKind.Customer)];
}
