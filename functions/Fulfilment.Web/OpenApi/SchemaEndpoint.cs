using Fulfilment.Integrations.Storefronts;

namespace Fulfilment.Web.OpenApi;

internal static class SchemaEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/schemas/order.json", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=3600";
            return Results.Content(OwnOrderSchema.Json, "application/schema+json; charset=utf-8");
        }).Produces<string>(200, "application/schema+json").WithSummary("JSON Schema of an order in the own format.").WithTags("Webhooks");
}
