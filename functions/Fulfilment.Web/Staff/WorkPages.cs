using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Api;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.Pages;
using Fulfilment.Web.Pages.Staff;
using Fulfilment.Web.Webhooks;

namespace Fulfilment.Web.Staff;

/// <summary>What needs a person: parked deliveries, quarantined work, alerts, payments.</summary>
internal static class WorkPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/staff/parked", ParkedListAsync).ForStaff(RequireRolesExtensions.Office);
        pages.MapGet("/staff/parked/{id}", ParkedAsync).ForStaff(RequireRolesExtensions.Office);
        pages.MapPost("/staff/parked/{id}/replay", ReplayAsync).ForStaff(RequireRolesExtensions.Admin);
        pages.MapGet("/staff/quarantine", QuarantineAsync).ForStaff(RequireRolesExtensions.Admin);
        pages.MapPost("/staff/quarantine/retry", RetryAsync).ForStaff(RequireRolesExtensions.Admin);
        pages.MapGet("/staff/alerts", AlertsAsync).ForStaff(RequireRolesExtensions.Staff);
        pages.MapPost("/staff/alerts/resolve", ResolveAsync).ForStaff(RequireRolesExtensions.Staff);
        pages.MapGet("/staff/payments", PaymentsAsync).ForStaff(RequireRolesExtensions.Office);
        pages.MapPost("/staff/payments", RecordAsync).ForStaff(RequireRolesExtensions.Admin);
    }

    private static async Task<IResult> ParkedListAsync(HttpContext http, IStoreDirectory stores, IDeliveryInbox inbox)
    {
        var page = await inbox.ListParkedAsync(http.Caller().Store, http.Request.Query("cursor"), cancellationToken: http.RequestAborted);
        return await Page.RenderAsync<ParkedListPage>(http, new ListModel<ParkedDelivery>(Frame(http, stores, "/staff/parked"), page.Items, Next("/staff/parked", page.Next)));
    }

    private static async Task<IResult> ParkedAsync(HttpContext http, string id, IStoreDirectory stores, IDeliveryInbox inbox)
    {
        var parked = await ParkedApi.FindAsync(http, Parameters.UnescapeSlashes(id), inbox);
        return await Page.RenderAsync<ParkedPage>(http, new ParkedModel(Frame(http, stores, "/staff/parked"), parked));
    }

    private static async Task<IResult> ReplayAsync(HttpContext http, string id, IDeliveryInbox inbox, WebhookIntake intake, WebOptions options)
    {
        await http.StaffFormAsync(options.MaxBodyBytes);
        var parked = await ParkedApi.FindAsync(http, Parameters.UnescapeSlashes(id), inbox);
        var answer = await intake.ReplayAsync(parked, http.RequestAborted);
        return answer.Outcome == IntakeOutcome.Parked
            ? Page.SeeOther(http, $"/staff/parked/{Uri.EscapeDataString(parked.Id)}?done=still-parked")
            : Page.SeeOther(http, "/staff/parked?done=replayed");
    }

    private static async Task<IResult> QuarantineAsync(HttpContext http, IStoreDirectory stores, IQuarantine quarantine)
    {
        var items = await OperationsApi.VisibleAsync(http.Caller(), quarantine, http.RequestAborted);
        return await Page.RenderAsync<QuarantinePage>(http, new ListModel<QuarantinedItem>(Frame(http, stores, "/staff/quarantine"), items));
    }

    private static async Task<IResult> RetryAsync(HttpContext http, IQuarantine quarantine, WebOptions options)
    {
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        await OperationsApi.RetryItemAsync(http.Caller(), form.Needed("id"), quarantine, http.RequestAborted);
        return Page.SeeOther(http, "/staff/quarantine?done=retried");
    }

    private static async Task<IResult> AlertsAsync(HttpContext http, IStoreDirectory stores, IStaffAlerts alerts)
    {
        var page = await alerts.ListOpenAsync(http.Caller().Store, http.Request.Query("cursor"), cancellationToken: http.RequestAborted);
        return await Page.RenderAsync<AlertsPage>(http, new ListModel<StaffAlert>(Frame(http, stores, "/staff/alerts"), page.Items, Next("/staff/alerts", page.Next)));
    }

    private static async Task<IResult> ResolveAsync(HttpContext http, IStaffAlerts alerts, WebOptions options)
    {
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        await OperationsApi.ResolveAlertAsync(http.Caller(), form.Needed("key"), alerts, http.RequestAborted);
        return Page.SeeOther(http, "/staff/alerts?done=resolved");
    }

    private static async Task<IResult> PaymentsAsync(HttpContext http, IStoreDirectory stores, IPaymentLedger ledger)
    {
        var page = await ledger.ListOpenAsync(http.Caller().Store, http.Request.Query("cursor"), cancellationToken: http.RequestAborted);
        return await Page.RenderAsync<PaymentsPage>(http, new ListModel<PaymentEntry>(Frame(http, stores, "/staff/payments"), page.Items, Next("/staff/payments", page.Next)));
    }

    private static async Task<IResult> RecordAsync(HttpContext http, CommandSender sender, WebOptions options, TimeProvider clock)
    {
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        var order = form.Needed("order");
        http.Caller().MustSeeOrder(order);
        return await OrderPages.AnswerAsync(http, sender, order, StaffCommandForm.Payment(form, http.Caller().Actor, clock.GetUtcNow()));
    }

    public static StaffFrame Frame(HttpContext http, IStoreDirectory stores, string section) => StaffFrame.Of(http, http.Session(), stores, section);

    public static string? Next(string path, string? cursor) => cursor is null ? null : $"{path}?cursor={Uri.EscapeDataString(cursor)}";
}
