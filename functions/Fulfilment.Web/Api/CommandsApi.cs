using System.Text.Json;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;

namespace Fulfilment.Web.Api;

/// <summary>What a request gets whose receipt is not there yet.</summary>
public sealed record PendingReceipt(string CommandId, string Status, string Receipt);

internal static class CommandsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/api/orders/{id}/commands", SendAsync).RequireRoles(RequireRolesExtensions.Everyone)
            .Takes<OrderCommand>().Produces<Receipt>().Produces<PendingReceipt>(202).WithCommandKey()
            .WithSummary("Sends a command to an order; a refusal is 200 with outcome rejected.").WithTags("Orders");
        api.MapGet("/api/orders/{id}/receipts/{commandId}", ReceiptAsync).RequireRoles(RequireRolesExtensions.Everyone)
            .Produces<Receipt>().Produces<PendingReceipt>(202)
            .WithSummary("A command's receipt: 404 never sent, 202 undecided, 200 decided.").WithTags("Orders");
    }

    private static async Task<IResult> SendAsync(HttpContext http, string id, CommandSender sender, WebOptions options, TimeProvider clock)
    {
        var caller = http.Caller();
        caller.MustSeeOrder(id);
        WireJson.MustBeJson(http.Request);
        var body = WireJson.Parse(await RequestBody.ReadAsync(http.Request, options.MaxBodyBytes));
        var read = CommandReader.Read(body, caller.Actor, http.Request.Key(), clock.GetUtcNow());
        return await AnswerAsync(http, sender, id, read);
    }

    /// <summary>Shared by every route that ends in a command to an order.</summary>
    public static async Task<IResult> AnswerAsync(HttpContext http, CommandSender sender, string orderId, ReadCommand read)
    {
        var receipt = await sender.SendAsync(orderId, read, http.RequestAborted);
        return receipt is null ? Pending(http, $"/api/orders/{orderId}", read.Command.CommandId) : Parameters.Json(receipt);
    }

    private static async Task<IResult> ReceiptAsync(HttpContext http, string id, string commandId, IReceiptStore receipts)
    {
        http.Caller().MustSeeOrder(id);
        commandId = Parameters.UnescapeSlashes(commandId);
        if (await receipts.GetAsync(id, commandId, http.RequestAborted) is { } receipt) return Parameters.Json(receipt);
        return await receipts.IsKnownAsync(id, commandId, http.RequestAborted)
            ? Pending(http, $"/api/orders/{id}", commandId)
            : throw new ProblemException(ProblemKinds.NotFound, $"Order '{id}' never got a command '{commandId}'.");
    }

    /// <param name="order">Path under which the order's receipts are.</param>
    public static IResult Pending(HttpContext http, string order, string commandId)
    {
        var url = Urls.Absolute(http.Request, $"{order}/receipts/{Uri.EscapeDataString(commandId)}");
        http.Response.Headers.Location = url;
        http.Response.Headers.RetryAfter = "1";
        return Parameters.Json(new PendingReceipt(commandId, "pending", url), StatusCodes.Status202Accepted);
    }
}
