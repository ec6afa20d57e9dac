using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Catalogue;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;

namespace Fulfilment.Web.Api;

public sealed record ImportAnswer(int Imported);

internal static class CatalogueApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/api/catalogue", ListAsync).RequireRoles(RequireRolesExtensions.Staff)
            .Produces<ListAnswer<CatalogueItem>>().WithQuery("store", "q", "cursor", "limit").WithSummary("Products by sku.").WithTags("Catalogue");
        api.MapPost("/api/catalogue", ImportAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Takes<IReadOnlyList<CatalogueItem>>("text/csv").Produces<ImportAnswer>().WithQuery("store")
            .WithSummary("Adds or replaces products by sku, all or none; JSON or CSV.").WithTags("Catalogue");
        api.MapGet("/api/catalogue/shipping", ShippingAsync).RequireRoles(RequireRolesExtensions.Staff)
            .Produces<IReadOnlyList<ShippingQuote>>().WithQuery("store").WithSummary("Shipping services and their prices.").WithTags("Catalogue");
        api.MapPut("/api/catalogue/shipping", PutShippingAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Takes<IReadOnlyList<ShippingQuote>>().Produces<IReadOnlyList<ShippingQuote>>().WithQuery("store")
            .WithSummary("Replaces the shipping services.").WithTags("Catalogue");
    }

    private static async Task<IResult> ListAsync(HttpContext http, IStoreDirectory stores, ICatalogue catalogue)
    {
        var store = http.Caller().PickStore(stores, http.Request.Query("store")).Profile.Id;
        var page = await catalogue.ListAsync(store, http.Request.Query("q"), http.Request.Query("cursor"), (int)http.Request.Number("limit", 100, 1, 500), http.RequestAborted);
        return Parameters.Json(new ListAnswer<CatalogueItem>(page.Items, page.Next));
    }

    private static async Task<IResult> ImportAsync(HttpContext http, IStoreDirectory stores, ICatalogue catalogue, WebOptions options)
    {
        var profile = http.Caller().PickStore(stores, http.Request.Query("store")).Profile;
        var items = http.Request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) == true
            ? ReadCsv(await RequestBody.ReadAsync(http.Request, options.MaxImportBytes), profile)
            : await WireJson.ReadAsync<IReadOnlyList<CatalogueItem>>(http.Request, options.MaxImportBytes);
        for (var i = 0; i < items.Count; i++)
            if (items[i].UnitPrice.Currency != profile.Currency) throw WireJson.Malformed($"$[{i}].unitPrice.currency", $"This store sells in {profile.Currency}.");
        await CatalogueImport.RunAsync(catalogue, profile.Id, items, http.RequestAborted);
        return Parameters.Json(new ImportAnswer(items.Count));
    }

    private static IReadOnlyList<CatalogueItem> ReadCsv(byte[] body, StoreProfile profile)
    {
        var (items, faults) = CatalogueCsv.Read(Encoding.UTF8.GetString(body), profile.Currency);
        if (faults.Count == 0) return items;
        throw new ProblemException(ProblemKinds.InvalidContent, $"Nothing was imported: {faults.Count} fault(s), the first on line {faults[0].Line}, {faults[0].Column}: {faults[0].Detail}", $"line {faults[0].Line}, column {faults[0].Column}")
        {
            Extra = new Dictionary<string, object?> { ["faults"] = faults.Take(50).ToList() },
        };
    }

    private static async Task<IResult> ShippingAsync(HttpContext http, IStoreDirectory stores, ICatalogue catalogue) =>
        Parameters.Json(await catalogue.ShippingAsync(http.Caller().PickStore(stores, http.Request.Query("store")).Profile.Id, http.RequestAborted));

    private static async Task<IResult> PutShippingAsync(HttpContext http, IStoreDirectory stores, ICatalogue catalogue, WebOptions options)
    {
        var profile = http.Caller().PickStore(stores, http.Request.Query("store")).Profile;
        var services = await WireJson.ReadAsync<IReadOnlyList<ShippingQuote>>(http.Request, options.MaxBodyBytes);
        for (var i = 0; i < services.Count; i++)
            if (services[i].Price.Currency != profile.Currency) throw WireJson.Malformed($"$[{i}].price.currency", $"This store sells in {profile.Currency}.");
        await catalogue.PutShippingAsync(profile.Id, services, http.RequestAborted);
        return Parameters.Json(await catalogue.ShippingAsync(profile.Id, http.RequestAborted));
    }
}
