using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;

namespace Fulfilment.Web.Api;

/// <summary>A mail without its text.</summary>
public sealed record MailListItem(string Key, string OrderId, string Template, string To, string Subject, string Status, int Intents, DateTimeOffset IntendedAt, DateTimeOffset? SentAt, string? Reason)
{
    public static MailListItem Of(MailLogEntry mail) => new(
        mail.Message.Key, mail.Message.OrderId, mail.Message.Template, mail.Message.To, mail.Message.Subject, mail.Status, mail.Intents, mail.IntendedAt, mail.SentAt, mail.Reason);
}

public sealed record Done(bool Ok);

/// <summary>What needs a person: quarantined work, alerts, and the mails that went out.</summary>
internal static class OperationsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/api/quarantine", QuarantineAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Produces<ListAnswer<QuarantinedItem>>().WithSummary("Work that failed too often.").WithTags("Operations");
        api.MapPost("/api/quarantine/{id}/retry", RetryAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Produces<Done>().WithSummary("Puts quarantined work back.").WithTags("Operations");
        api.MapGet("/api/alerts", AlertsAsync).RequireRoles(RequireRolesExtensions.Staff)
            .Produces<ListAnswer<StaffAlert>>().WithQuery("store", "cursor", "limit").WithSummary("Open alerts, oldest first.").WithTags("Operations");
        api.MapPost("/api/alerts/{key}/resolve", ResolveAsync).RequireRoles(RequireRolesExtensions.Staff)
            .Produces<Done>().WithSummary("Takes an alert off the list.").WithTags("Operations");
        api.MapGet("/api/mails", MailsAsync).RequireRoles(RequireRolesExtensions.Office)
            .Produces<ListAnswer<MailListItem>>().WithQuery("order", "cursor", "limit").WithSummary("Mails, newest first.").WithTags("Operations");
        api.MapGet("/api/mails/{key}", MailAsync).RequireRoles(RequireRolesExtensions.Office)
            .Produces<MailLogEntry>().WithSummary("One mail with its text.").WithTags("Operations");
    }

    private static async Task<IResult> QuarantineAsync(HttpContext http, IQuarantine quarantine) =>
        Parameters.Json(new ListAnswer<QuarantinedItem>(await VisibleAsync(http.Caller(), quarantine, http.RequestAborted), null));

    private static async Task<IResult> RetryAsync(HttpContext http, string id, IQuarantine quarantine)
    {
        var item = Parameters.UnescapeSlashes(id);
        await RetryItemAsync(http.Caller(), item, quarantine, http.RequestAborted);
        return Parameters.Json(new Done(true));
    }

    /// <summary>Items of the caller's stores; instance ids begin with their store.</summary>
    public static async Task<IReadOnlyList<QuarantinedItem>> VisibleAsync(Caller caller, IQuarantine quarantine, CancellationToken cancellationToken)
    {
        var items = await quarantine.ListAsync(500, cancellationToken);
        return caller.Store is null ? items : [.. items.Where(i => i.InstanceId.StartsWith(caller.Store + ".", StringComparison.Ordinal))];
    }

    /// <exception cref="ProblemException">404 when there is no such item in the caller's stores.</exception>
    public static async Task RetryItemAsync(Caller caller, string id, IQuarantine quarantine, CancellationToken cancellationToken)
    {
        var visible = await VisibleAsync(caller, quarantine, cancellationToken);
        if (visible.All(i => i.Id != id) || !await quarantine.RetryAsync(id, cancellationToken))
            throw new ProblemException(ProblemKinds.NotFound, $"Nothing is quarantined under '{id}' (any more).");
    }

    private static async Task<IResult> AlertsAsync(HttpContext http, IStoreDirectory stores, IStaffAlerts alerts)
    {
        var store = http.Caller().ScopeStore(stores, http.Request.Query("store"));
        var page = await alerts.ListOpenAsync(store, http.Request.Query("cursor"), (int)http.Request.Number("limit", 50, 1, 200), http.RequestAborted);
        return Parameters.Json(new ListAnswer<StaffAlert>(page.Items, page.Next));
    }

    private static async Task<IResult> ResolveAsync(HttpContext http, string key, IStaffAlerts alerts)
    {
        await ResolveAlertAsync(http.Caller(), Parameters.UnescapeSlashes(key), alerts, http.RequestAborted);
        return Parameters.Json(new Done(true));
    }

    /// <summary>Those of no order and no store are for those who see every store.</summary>
    public static async Task ResolveAlertAsync(Caller caller, string key, IStaffAlerts alerts, CancellationToken cancellationToken)
    {
        if (!await alerts.ResolveAsync(key, caller.Store, caller.Name, cancellationToken))
            throw new ProblemException(ProblemKinds.NotFound, $"There is no open alert '{key}'.");
    }

    private static async Task<IResult> MailsAsync(HttpContext http, IMailLog mails)
    {
        var page = await VisibleMailsAsync(http, mails);
        return Parameters.Json(new ListAnswer<MailListItem>([.. page.Items.Select(MailListItem.Of)], page.Next));
    }

    public static async Task<Page<MailLogEntry>> VisibleMailsAsync(HttpContext http, IMailLog mails)
    {
        var order = http.Request.Query("order");
        var caller = http.Caller();
        if (order is not null) caller.MustSeeOrder(order);
        var page = await mails.ListAsync(order, http.Request.Query("cursor"), (int)http.Request.Number("limit", 50, 1, 200), http.RequestAborted);
        return caller.Store is null ? page : page with { Items = [.. page.Items.Where(m => caller.Sees(Parameters.StoreOf(m.Message.OrderId)))] };
    }

    private static async Task<IResult> MailAsync(HttpContext http, string key, IMailLog mails) =>
        Parameters.Json(await FindMailAsync(http, Parameters.UnescapeSlashes(key), mails));

    public static async Task<MailLogEntry> FindMailAsync(HttpContext http, string key, IMailLog mails) =>
        await mails.GetAsync(key, http.RequestAborted) is { } mail && http.Caller().Sees(Parameters.StoreOf(mail.Message.OrderId))
            ? mail
            : throw new ProblemException(ProblemKinds.NotFound, $"There is no mail '{key}'.");
}
