using System.Text;
using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.Pages;
using Fulfilment.Web.Pages.Staff;
using Fulfilment.Web.Policy;

namespace Fulfilment.Web.Staff;

/// <summary>The release policy: form, preview of what would move, save. A policy that is not saved yet travels in the form.</summary>
internal static class PolicyPages
{
    private const string Section = "/staff/policy";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/staff/policy", ShowAsync).ForStaff(RequireRolesExtensions.Admin);
        pages.MapPost("/staff/policy/preview", PreviewAsync).ForStaff(RequireRolesExtensions.Admin);
        pages.MapPost("/staff/policy/edit", EditAsync).ForStaff(RequireRolesExtensions.Admin);
        pages.MapPost("/staff/policy", SaveAsync).ForStaff(RequireRolesExtensions.Admin);
        pages.MapPost("/staff/policy/apply", ApplyAsync).ForStaff(RequireRolesExtensions.Admin);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IStoreDirectory stores, IPolicyStore policies)
    {
        var store = ShopPages.First(http, stores, http.Request.Query("store")).Profile.Id;
        return await FormAsync(http, stores, policies, store, await policies.GetAsync(store, http.RequestAborted), []);
    }

    private static async Task<IResult> PreviewAsync(HttpContext http, IStoreDirectory stores, IPolicyStore policies, PolicyPreview preview, WebOptions options)
    {
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        var (store, version) = (Store(http, stores, form), form.Whole("version", 1, int.MaxValue));
        var policy = PolicyForm.Read(form, version);
        if (PolicyValidation.Validate(policy) is { Count: > 0 } problems) return await FormAsync(http, stores, policies, store, policy, problems);
        var model = new PolicyPreviewModel(
            WorkPages.Frame(http, stores, Section), store, version, JsonSerializer.Serialize(policy, DomainJson.Options), await preview.OfAsync(store, policy, http.RequestAborted));
        return await Page.RenderAsync<PolicyPreviewPage>(http, model);
    }

    private static async Task<IResult> EditAsync(HttpContext http, IStoreDirectory stores, IPolicyStore policies, WebOptions options)
    {
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        return await FormAsync(http, stores, policies, Store(http, stores, form), Carried(form), []);
    }

    private static async Task<IResult> SaveAsync(HttpContext http, IStoreDirectory stores, PolicyDesk desk, WebOptions options)
    {
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        var store = Store(http, stores, form);
        await desk.SaveAsync(store, Carried(form), form.Whole("version", 1, int.MaxValue), http.Caller().Name, form.Needed("openOrders") == "move", http.RequestAborted);
        return Page.SeeOther(http, $"{Section}?store={store}&done=policy");
    }

    private static async Task<IResult> ApplyAsync(HttpContext http, IStoreDirectory stores, IPolicyStore policies, PolicyRollout rollout, WebOptions options)
    {
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        var store = Store(http, stores, form);
        await rollout.TellAsync(store, await policies.GetAsync(store, http.RequestAborted), CancellationToken.None);
        return Page.SeeOther(http, $"{Section}?store={store}&done=policy-told");
    }

    private static async Task<IResult> FormAsync(HttpContext http, IStoreDirectory stores, IPolicyStore policies, string store, ReleasePolicy policy, IReadOnlyList<PolicyProblem> problems)
    {
        var history = await policies.HistoryAsync(store, http.RequestAborted);
        var model = new PolicyModel(WorkPages.Frame(http, stores, Section), store, policy, [.. history.Take(10)], problems);
        return await Page.RenderAsync<PolicyPage>(http, model, problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static string Store(HttpContext http, IStoreDirectory stores, IFormCollection form) => http.Caller().PickStore(stores, form.Needed("store")).Profile.Id;

    private static ReleasePolicy Carried(IFormCollection form) => WireJson.Read<ReleasePolicy>(WireJson.Parse(Encoding.UTF8.GetBytes(form.Needed("policy"))));
}
