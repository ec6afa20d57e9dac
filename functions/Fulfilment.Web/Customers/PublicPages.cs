using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;
using Fulfilment.Web.Pages;
using Fulfilment.Web.Pages.Public;

namespace Fulfilment.Web.Customers;

/// <summary>What anyone may read: the shipping policy from the live settings, and whether a product can be had.</summary>
internal static class PublicPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/policy/{store}", PolicyAsync);
        pages.MapGet("/policy/{store}/stock/{sku}", StockAsync);
    }

    private static async Task<IResult> PolicyAsync(HttpContext http, string store, IStoreDirectory stores, IPolicyStore policies, ICatalogue catalogue)
    {
        var settings = stores.Store(store);
        var model = new ShopPolicyModel(
            settings, await policies.GetAsync(store, http.RequestAborted), await catalogue.ShippingAsync(store, http.RequestAborted), Lang.Of(http.Request, settings.Profile.Locale));
        return await Page.RenderAsync<ShopPolicyPage>(http, model);
    }

    private static async Task<IResult> StockAsync(HttpContext http, string store, string sku, IStoreDirectory stores, IStockLedger stock, ICatalogue catalogue, TimeProvider clock)
    {
        var settings = stores.Store(store);
        var name = Parameters.UnescapeSlashes(sku);
        var l = Lang.Of(http.Request, settings.Profile.Locale);
        var level = await stock.GetAsync(store, name, http.RequestAborted);
        var item = (await catalogue.FindAsync(store, [name], http.RequestAborted)).FirstOrDefault();
        if (level is null && item is null) throw new ProblemException(ProblemKinds.NotFound, $"'{name}' is not sold in '{store}'.");
        var now = clock.GetUtcNow();
        var next = level?.Expected.Where(e => e.Eta > now).OrderBy(e => e.Eta).FirstOrDefault();
        return await Page.RenderAsync<StockStatePage>(http, new StockStateModel(settings, l, name, item?.Title(l.Code) ?? name, level?.Free ?? 0, next));
    }
}
