using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Fulfilment.FunctionApp.Functions;

/// <summary>Every page and API call of the product. Who may do what its own endpoints decide, hence no function keys.</summary>
public sealed class HttpFunctions(Product product)
{
    [Function("Http")]
    public async Task<IResult> Http(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "{*path}")] HttpRequest request,
        [DurableClient] DurableTaskClient client)
    {
        using var invocation = product.Use(client);
        await product.PrepareAsync(request.HttpContext.RequestAborted);
        await product.Http.InvokeAsync(request.HttpContext);
        // The response is written already.
        return Results.Empty;
    }
}
