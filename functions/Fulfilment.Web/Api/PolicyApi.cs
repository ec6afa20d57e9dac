using System.Globalization;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.OpenApi;
using Fulfilment.Web.Policy;

namespace Fulfilment.Web.Api;

public sealed record PolicyTold(int Version, int OpenOrders);

internal static class PolicyApi
{
    /// <summary>Response header: how many open orders were told of the saved policy.</summary>
    private const string ToldHeader = "Fulfilment-Open-Orders";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/api/policy", GetAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Produces<ReleasePolicy>().WithQuery("store").WithSummary("The release policy; its version is the ETag.").WithTags("Policy");
        api.MapPut("/api/policy", PutAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Takes<ReleasePolicy>().Answers(200, typeof(ReleasePolicy), typeof(PolicyPreviewAnswer)).WithQuery("store", "preview", "openOrders")
            .WithSummary("Saves the policy (If-Match); the header Fulfilment-Open-Orders says how many open orders were told. With preview=true only says which open orders would move; openOrders=keep leaves them.").WithTags("Policy");
        api.MapPut("/api/policy/categories/{name}", PutCategoryAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Takes<CategoryRule>().Answers(200, typeof(ReleasePolicy), typeof(PolicyPreviewAnswer)).WithQuery("store", "preview", "openOrders")
            .WithSummary("Saves one category's rule (If-Match).").WithTags("Policy");
        api.MapPost("/api/policy/apply", ApplyAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Produces<PolicyTold>().WithQuery("store").WithSummary("Tells open orders that still run on an older version of the present one.").WithTags("Policy");
        api.MapGet("/api/policy/versions", HistoryAsync).RequireRoles(RequireRolesExtensions.Admin)
            .Produces<IReadOnlyList<PolicyVersion>>().WithQuery("store").WithSummary("All versions, newest first.").WithTags("Policy");
    }

    private static async Task<IResult> GetAsync(HttpContext http, IStoreDirectory stores, IPolicyStore policies)
    {
        var policy = await policies.GetAsync(StoreOf(http, stores), http.RequestAborted);
        http.Response.Headers.ETag = Tag(policy);
        return Parameters.Json(policy);
    }

    private static async Task<IResult> PutAsync(HttpContext http, IStoreDirectory stores, PolicyDesk desk, PolicyPreview preview, WebOptions options)
    {
        var store = StoreOf(http, stores);
        return await SaveAsync(http, store, await WireJson.ReadAsync<ReleasePolicy>(http.Request, options.MaxBodyBytes), desk, preview);
    }

    private static async Task<IResult> PutCategoryAsync(HttpContext http, string name, IStoreDirectory stores, IPolicyStore policies, PolicyDesk desk, PolicyPreview preview, WebOptions options)
    {
        var store = StoreOf(http, stores);
        var rule = await WireJson.ReadAsync<CategoryRule>(http.Request, options.MaxBodyBytes);
        var policy = await policies.GetAsync(store, http.RequestAborted);
        var key = Parameters.UnescapeSlashes(name).ToLowerInvariant();
        var changed = key == "default"
            ? policy with { Default = rule }
            : policy with { Categories = new Dictionary<string, CategoryRule>(policy.Categories) { [key] = rule } };
        return await SaveAsync(http, store, changed, desk, preview);
    }

    private static async Task<IResult> SaveAsync(HttpContext http, string store, ReleasePolicy policy, PolicyDesk desk, PolicyPreview preview)
    {
        if (http.Request.Flag("preview"))
        {
            PolicyDesk.Check(policy);
            return Parameters.Json(await preview.OfAsync(store, policy, http.RequestAborted));
        }

        var (saved, told) = await desk.SaveAsync(store, policy, ExpectedVersion(http.Request), http.Caller().Name, MovesOpenOrders(http.Request), http.RequestAborted);
        http.Response.Headers.ETag = Tag(saved);
        http.Response.Headers[ToldHeader] = told.ToString(CultureInfo.InvariantCulture);
        return Parameters.Json(saved);
    }

    private static async Task<IResult> ApplyAsync(HttpContext http, IStoreDirectory stores, IPolicyStore policies, PolicyRollout rollout)
    {
        var store = StoreOf(http, stores);
        var policy = await policies.GetAsync(store, http.RequestAborted);
        return Parameters.Json(new PolicyTold(policy.Version, await rollout.TellAsync(store, policy, CancellationToken.None)));
    }

    private static async Task<IResult> HistoryAsync(HttpContext http, IStoreDirectory stores, IPolicyStore policies) =>
        Parameters.Json(await policies.HistoryAsync(StoreOf(http, stores), http.RequestAborted));

    private static bool MovesOpenOrders(HttpRequest request) => request.Query("openOrders") switch
    {
        null or "move" => true,
        "keep" => false,
        var other => throw Parameters.Wrong("openOrders", $"'{other}' is neither move nor keep."),
    };

    private static int ExpectedVersion(HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0) throw new ProblemException(ProblemKinds.PreconditionRequired, "Send If-Match with the ETag that GET /api/policy gave you.", "If-Match");
        var text = header.StartsWith("W/", StringComparison.Ordinal) ? header[2..] : header;
        return int.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : throw Parameters.Wrong("If-Match", $"'{header}' is no version of a policy.");
    }

    private static string Tag(ReleasePolicy policy) => string.Create(CultureInfo.InvariantCulture, $"\"{policy.Version}\"");

    private static string StoreOf(HttpContext http, IStoreDirectory stores) => http.Caller().PickStore(stores, http.Request.Query("store")).Profile.Id;
}
