using System.Globalization;
using System.Text;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Api;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Catalogue;
using Fulfilment.Web.Editing;
using Fulfilment.Web.Http;
using Fulfilment.Web.Pages;
using Fulfilment.Web.Pages.Staff;

namespace Fulfilment.Web.Staff;

/// <summary>The shop's goods and mails: stock, catalogue, mailbox.</summary>
internal static class ShopPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/staff/stock", StockAsync).ForStaff(RequireRolesExtensions.Staff);
        pages.MapPost("/staff/stock/arrivals", ArriveAsync).ForStaff(RequireRolesExtensions.Staff);
        pages.MapPost("/staff/stock/expected", ExpectAsync).ForStaff(RequireRolesExtensions.Staff);
        pages.MapGet("/staff/catalogue", (HttpContext http, IStoreDirectory stores, ICatalogue catalogue) => CatalogueAsync(http, stores, catalogue, http.Request.Query("store"), [])).ForStaff(RequireRolesExtensions.Admin);
        pages.MapPost("/staff/catalogue", ImportAsync).ForStaff(RequireRolesExtensions.Admin);
        pages.MapGet("/staff/mails", MailsAsync).ForStaff(RequireRolesExtensions.Office);
        pages.MapGet("/staff/mails/{key}", MailAsync).ForStaff(RequireRolesExtensions.Office);
        pages.MapGet("/staff/mails/{key}/html", MailHtmlAsync).ForStaff(RequireRolesExtensions.Office);
    }

    private static async Task<IResult> StockAsync(HttpContext http, IStoreDirectory stores, IStockLedger stock, TimeProvider clock)
    {
        var store = First(http, stores, http.Request.Query("store"));
        var page = await stock.ListAsync(store.Profile.Id, http.Request.Query("cursor"), cancellationToken: http.RequestAborted);
        var next = page.Next is null ? null : $"/staff/stock?store={store.Profile.Id}&cursor={Uri.EscapeDataString(page.Next)}";
        var today = DateOnly.FromDateTime(CalendarMath.Local(store.Profile.TimeZone, clock.GetUtcNow()));
        return await Page.RenderAsync<StockPage>(http, new StockModel(WorkPages.Frame(http, stores, "/staff/stock"), store.Profile.Id, page.Items, next, today));
    }

    private static async Task<IResult> ArriveAsync(HttpContext http, IStoreDirectory stores, IStockLedger stock, WebOptions options)
    {
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        var store = http.Caller().PickStore(stores, form.Text("store")).Profile.Id;
        var applied = await stock.ArriveAsync(store, PageCommands.Id(form), form.Needed("sku"), form.Whole("quantity", -StockApi.MostUnits, StockApi.MostUnits), http.RequestAborted);
        return StockDone(http, store, applied);
    }

    private static async Task<IResult> ExpectAsync(HttpContext http, IStoreDirectory stores, IStockLedger stock, WebOptions options)
    {
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        var store = http.Caller().PickStore(stores, form.Text("store")).Profile;
        if (!DateOnly.TryParse(form.Needed("date"), CultureInfo.InvariantCulture, out var date)) throw Parameters.Wrong("date", "This is no date.");
        if (!TimeOnly.TryParse(form.Needed("time"), CultureInfo.InvariantCulture, out var time)) throw Parameters.Wrong("time", "This is no time.");
        if (date.Year is < 2000 or > 2100) throw Parameters.Wrong("date", "This is no date on which goods come.");
        var eta = CalendarMath.At(store.TimeZone, date, time);
        var applied = await stock.ExpectAsync(store.Id, PageCommands.Id(form), form.Needed("sku"), form.Whole("quantity", 0, StockApi.MostUnits), eta, http.RequestAborted);
        return StockDone(http, store.Id, applied);
    }

    private static IResult StockDone(HttpContext http, string store, bool applied) =>
        Page.SeeOther(http, $"/staff/stock?store={store}&done={(applied ? "stock" : "stock-repeated")}");

    private static async Task<IResult> CatalogueAsync(HttpContext http, IStoreDirectory stores, ICatalogue catalogue, string? asked, IReadOnlyList<ImportFault> faults)
    {
        var store = First(http, stores, asked).Profile.Id;
        var search = http.Request.Query("q");
        var page = await catalogue.ListAsync(store, search, http.Request.Query("cursor"), cancellationToken: http.RequestAborted);
        var next = page.Next is null ? null : $"/staff/catalogue?store={store}&q={Uri.EscapeDataString(search ?? "")}&cursor={Uri.EscapeDataString(page.Next)}";
        var model = new CatalogueModel(
            WorkPages.Frame(http, stores, "/staff/catalogue"), store, search, page.Items, await catalogue.ShippingAsync(store, http.RequestAborted), next, faults);
        return await Page.RenderAsync<CataloguePage>(http, model, faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ImportAsync(HttpContext http, IStoreDirectory stores, ICatalogue catalogue, WebOptions options)
    {
        var form = await http.StaffFormAsync(options.MaxImportBytes);
        var store = http.Caller().PickStore(stores, form.Text("store")).Profile;
        var file = form.Files.GetFile("file") ?? throw Parameters.Wrong("file", "Choose a file.");
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        var (items, faults) = CatalogueCsv.Read(await reader.ReadToEndAsync(http.RequestAborted), store.Currency);
        if (faults.Count > 0) return await CatalogueAsync(http, stores, catalogue, store.Id, faults);
        await CatalogueImport.RunAsync(catalogue, store.Id, items, http.RequestAborted);
        return Page.SeeOther(http, $"/staff/catalogue?store={store.Id}&done=imported");
    }

    private static async Task<IResult> MailsAsync(HttpContext http, IStoreDirectory stores, IMailLog mails)
    {
        var page = await OperationsApi.VisibleMailsAsync(http, mails);
        var order = http.Request.Query("order") is { } id ? $"order={Uri.EscapeDataString(id)}&" : "";
        var next = page.Next is null ? null : $"/staff/mails?{order}cursor={Uri.EscapeDataString(page.Next)}";
        return await Page.RenderAsync<MailsPage>(http, new ListModel<MailLogEntry>(WorkPages.Frame(http, stores, "/staff/mails"), page.Items, next));
    }

    private static async Task<IResult> MailAsync(HttpContext http, string key, IStoreDirectory stores, IMailLog mails)
    {
        var mail = await OperationsApi.FindMailAsync(http, Parameters.UnescapeSlashes(key), mails);
        return await Page.RenderAsync<MailPage>(http, new MailPageModel(WorkPages.Frame(http, stores, "/staff/mails"), mail));
    }

    private static async Task<IResult> MailHtmlAsync(HttpContext http, string key, IMailLog mails)
    {
        var mail = await OperationsApi.FindMailAsync(http, Parameters.UnescapeSlashes(key), mails);
        SecurityHeaders.ForMailPreview(http.Response);
        return Results.Content(mail.Message.Html, "text/html; charset=utf-8");
    }

    /// <summary>The store asked for, else the caller's, else the first there is: a page has a picker for the rest.</summary>
    public static StoreSettings First(HttpContext http, IStoreDirectory stores, string? asked) =>
        http.Caller().PickStore(stores, asked ?? http.Caller().Store ?? stores.All.Select(s => s.Profile.Id).Order(StringComparer.Ordinal).FirstOrDefault());
}
