using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.Pages;
using Fulfilment.Web.Pages.Staff;

namespace Fulfilment.Web.Staff;

/// <summary>In by token or by one-time link, out by button. Opening the link's page uses nothing up: only its button does.</summary>
internal static class SignInPages
{
    private const string Home = "/staff/orders";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", (Delegate)((HttpContext http) => Page.SeeOther(http, Home)));
        pages.MapGet("/staff", (Delegate)((HttpContext http) => Page.SeeOther(http, Home)));
        pages.MapGet("/staff/sign-in", (Delegate)((HttpContext http) => ShowAsync(http, null)));
        pages.MapPost("/staff/sign-in", SignInAsync);
        pages.MapGet("/staff/enter/{secret}", (HttpContext http, string secret) => Page.RenderAsync<EnterPage>(http, new EnterModel(http.Request.Path, FormTokens.For(secret))));
        pages.MapPost("/staff/enter/{secret}", EnterAsync);
        pages.MapPost("/staff/sign-out", SignOutAsync).ForStaff(RequireRolesExtensions.Everyone);
    }

    private static Task<IResult> ShowAsync(HttpContext http, string? problem)
    {
        var model = new SignInModel(FormTokens.For(FormTokens.SignInSecret(http)), Local(http.Request.Query["return"].ToString()), problem);
        return Page.RenderAsync<SignInPage>(http, model, problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);
    }

    private static async Task<IResult> SignInAsync(HttpContext http, ITokenStore tokens, FirstAdmin first, Sessions sessions, WebOptions options)
    {
        var form = await FormTokens.ReadAsync(http, FormTokens.SignInSecret(http), options.MaxBodyBytes);
        var secret = form.Text("token");
        if (secret is not null && await first.EnterAsync(secret, http.RequestAborted) is { } opened)
        {
            await sessions.OpenAsync(http, opened);
            return Page.SeeOther(http, "/staff/access?done=welcome");
        }

        if (secret is null || await tokens.FindAsync(secret, http.RequestAborted) is not { Kind: TokenKind.Staff } grant || Caller.Of(grant) is not { } caller)
            return await ShowAsync(http, "This token is not valid (any more).");
        if (caller.Role == StaffRole.Wms) return await ShowAsync(http, "This token is for the warehouse's system, not for people.");
        await sessions.OpenAsync(http, grant);
        return Page.SeeOther(http, Local(form["return"].ToString()));
    }

    private static async Task<IResult> EnterAsync(HttpContext http, string secret, ITokenStore tokens, Sessions sessions, WebOptions options)
    {
        await FormTokens.ReadAsync(http, secret, options.MaxBodyBytes);
        var grant = await tokens.FindAsync(secret, http.RequestAborted) is { Kind: TokenKind.SignIn } ? await tokens.ConsumeAsync(secret, http.RequestAborted) : null;
        if (grant is null || Caller.Of(grant) is null)
            throw new ProblemException(ProblemKinds.NotFound, "This link was used already, or it has expired. Sign in with a token, or ask for a new link.");
        await sessions.OpenAsync(http, grant);
        return Page.SeeOther(http, Home);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, Sessions sessions, WebOptions options)
    {
        await http.StaffFormAsync(options.MaxBodyBytes);
        await sessions.CloseAsync(http, http.Session());
        return Page.SeeOther(http, "/staff/sign-in");
    }

    /// <summary>Back to a staff page of this site, never elsewhere.</summary>
    private static string Local(string path) => path.StartsWith("/staff/", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) ? path : Home;
}
