using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;

namespace Fulfilment.Web.Api;

/// <param name="Quantity">Negative for a correction.</param>
public sealed record StockArrival(string Sku, int Quantity);

/// <param name="Quantity">0 takes the expectation back.</param>
public sealed record StockExpectation(string Sku, int Quantity, DateTimeOffset Eta);

/// <param name="Applied">False: this key was used before and nothing was done again.</param>
public sealed record StockAnswer(bool Applied, string Key, StockLevel? Level);

internal static class StockApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/api/stock/arrivals", ArriveAsync).RequireRoles(RequireRolesExtensions.Staff)
            .Takes<StockArrival>().Produces<StockAnswer>().WithBookingKey().WithQuery("store")
            .WithSummary("Goods came in; orders that wait for them are woken.").WithTags("Stock");
        api.MapPost("/api/stock/expected", ExpectAsync).RequireRoles(RequireRolesExtensions.Staff)
            .Takes<StockExpectation>().Produces<StockAnswer>().WithBookingKey().WithQuery("store")
            .WithSummary("Goods are expected; plans of orders that wait name the date.").WithTags("Stock");
        api.MapGet("/api/stock", ListAsync).RequireRoles(RequireRolesExtensions.Staff)
            .Produces<ListAnswer<StockLevel>>().WithQuery("store", "cursor", "limit").WithSummary("Stock by sku.").WithTags("Stock");
        api.MapGet("/api/stock/{sku}", GetAsync).RequireRoles(RequireRolesExtensions.Staff)
            .Produces<StockLevel>().WithQuery("store").WithSummary("On hand, allocated, waiting, expected.").WithTags("Stock");
    }

    /// <summary>A count of goods is a number that can be added up; more at once is a slip of the hand.</summary>
    public const int MostUnits = 1_000_000;

    /// <summary>"Never" is said by taking the expectation back. Dates are told in the shop's zone, and the last days of the calendar have none.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(5 * 365);

    private static async Task<IResult> ArriveAsync(HttpContext http, IStoreDirectory stores, IStockLedger stock, WebOptions options)
    {
        var store = http.Caller().PickStore(stores, http.Request.Query("store")).Profile.Id;
        var arrival = await WireJson.ReadAsync<StockArrival>(http.Request, options.MaxBodyBytes);
        CheckSku(arrival.Sku);
        if (arrival.Quantity is 0 or < -MostUnits or > MostUnits) throw WireJson.Malformed("$.quantity", $"An arrival has a quantity, from -{MostUnits} to {MostUnits}.");
        var key = http.Request.Key() ?? Guid.NewGuid().ToString("N");
        var applied = await stock.ArriveAsync(store, key, arrival.Sku, arrival.Quantity, http.RequestAborted);
        return Parameters.Json(new StockAnswer(applied, key, await stock.GetAsync(store, arrival.Sku, http.RequestAborted)));
    }

    private static async Task<IResult> ExpectAsync(HttpContext http, IStoreDirectory stores, IStockLedger stock, WebOptions options, TimeProvider clock)
    {
        var store = http.Caller().PickStore(stores, http.Request.Query("store")).Profile.Id;
        var expected = await WireJson.ReadAsync<StockExpectation>(http.Request, options.MaxBodyBytes);
        CheckSku(expected.Sku);
        if (expected.Quantity is < 0 or > MostUnits) throw WireJson.Malformed("$.quantity", $"An expected quantity is 0 to {MostUnits}.");
        if ((expected.Eta - clock.GetUtcNow()).Duration() > Furthest) throw WireJson.Malformed("$.eta", "Goods are expected within five years; take an expectation back with quantity 0.");
        var key = http.Request.Key() ?? Guid.NewGuid().ToString("N");
        var applied = await stock.ExpectAsync(store, key, expected.Sku, expected.Quantity, expected.Eta, http.RequestAborted);
        return Parameters.Json(new StockAnswer(applied, key, await stock.GetAsync(store, expected.Sku, http.RequestAborted)));
    }

    private static async Task<IResult> ListAsync(HttpContext http, IStoreDirectory stores, IStockLedger stock)
    {
        var store = http.Caller().PickStore(stores, http.Request.Query("store")).Profile.Id;
        var page = await stock.ListAsync(store, http.Request.Query("cursor"), (int)http.Request.Number("limit", 100, 1, 500), http.RequestAborted);
        return Parameters.Json(new ListAnswer<StockLevel>(page.Items, page.Next));
    }

    private static async Task<IResult> GetAsync(HttpContext http, string sku, IStoreDirectory stores, IStockLedger stock)
    {
        var store = http.Caller().PickStore(stores, http.Request.Query("store")).Profile.Id;
        var name = Parameters.UnescapeSlashes(sku);
        return Parameters.Json(await stock.GetAsync(store, name, http.RequestAborted)
            ?? throw new ProblemException(ProblemKinds.NotFound, $"No stock of '{name}' was ever recorded in '{store}'."));
    }

    private static void CheckSku(string sku)
    {
        if (sku.Length is 0 or > 100 || string.IsNullOrWhiteSpace(sku)) throw WireJson.Malformed("$.sku", "A sku has 1 to 100 characters.");
    }
}
