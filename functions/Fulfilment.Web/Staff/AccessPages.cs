using System.Security.Cryptography;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.Pages;
using Fulfilment.Web.Pages.Staff;

namespace Fulfilment.Web.Staff;

/// <summary>Tokens of staff and of the warehouse's system, where there is no terminal for <c>token create</c>. An admin of one store gives and takes that store's only.</summary>
internal static class AccessPages
{
    private const string Path = "/staff/access";
    private static readonly string[] Roles = ["admin", "agent", "warehouse", "wms"];

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, (HttpContext http, IStoreDirectory stores, ITokenStore tokens) => ShowAsync(http, stores, tokens, null)).ForStaff(RequireRolesExtensions.Admin);
        pages.MapPost(Path, IssueAsync).ForStaff(RequireRolesExtensions.Admin);
        pages.MapPost(Path + "/revoke", RevokeAsync).ForStaff(RequireRolesExtensions.Admin);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IStoreDirectory stores, ITokenStore tokens, IssuedToken? issued)
    {
        var grants = (await tokens.ListAsync(TokenKind.Staff, http.RequestAborted)).Where(grant => IsHis(http.Caller(), grant)).ToList();
        IReadOnlyList<string> choice = http.Caller().Store is { } store ? [store] : [.. stores.All.Select(each => each.Profile.Id).Order(StringComparer.Ordinal)];
        return await Page.RenderAsync<AccessPage>(http, new AccessModel(WorkPages.Frame(http, stores, Path), grants, Roles, choice, issued));
    }

    private static async Task<IResult> IssueAsync(HttpContext http, IStoreDirectory stores, ITokenStore tokens, WebOptions options, TimeProvider clock)
    {
        var form = await http.StaffFormAsync(options.MaxBodyBytes);
        var role = form.Needed("role");
        if (!Roles.Contains(role)) throw Parameters.Wrong("role", $"A token's role is one of {string.Join(", ", Roles)}.");
        var name = form.Needed("name");
        if (name.Length > 100) throw Parameters.Wrong("name", "A name has at most 100 characters.");
        var asked = form.Text("store");
        var store = asked is null ? http.Caller().Store : http.Caller().PickStore(stores, asked).Profile.Id;
        var grant = new TokenGrant($"{role}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}", TokenKind.Staff, role, store, OrderId: null, name, clock.GetUtcNow(), ExpiresAt: null);
        // Shown in this answer and never again, hence no redirect.
        return await ShowAsync(http, stores, tokens, new IssuedToken(name, role, store, await tokens.IssueAsync(grant, http.RequestAborted)));
    }

    private static async Task<IResult> RevokeAsync(HttpContext http, ITokenStore tokens, WebOptions options)
    {
        var id = (await http.StaffFormAsync(options.MaxBodyBytes)).Needed("id");
        var grants = await tokens.ListAsync(TokenKind.Staff, http.RequestAborted);
        if (!grants.Any(grant => grant.Id == id && IsHis(http.Caller(), grant))) throw new ProblemException(ProblemKinds.NotFound, "There is no such token (any more).");
        await tokens.RevokeAsync(id, http.RequestAborted);
        return Page.SeeOther(http, Path + "?done=token-revoked");
    }

    private static bool IsHis(Caller caller, TokenGrant grant) => caller.Store is null || grant.Store == caller.Store;
}
