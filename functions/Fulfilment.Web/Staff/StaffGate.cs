using Fulfilment.Web.Auth;
using Fulfilment.Web.Http;
using Fulfilment.Web.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Web.Staff;

/// <summary>Lets signed-in staff with one of the roles see a page, and sends everybody else to the sign-in.</summary>
internal static class StaffGate
{
    public static RouteHandlerBuilder ForStaff(this RouteHandlerBuilder route, params StaffRole[] roles) =>
        route.WithMetadata(new RequiredRoles(roles)).AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var session = await http.RequestServices.GetRequiredService<Sessions>().FindAsync(http);
            if (session is null) return Page.SeeOther(http, SignInPath(http));
            if (!roles.Contains(session.Caller.Role))
                throw new ProblemException(ProblemKinds.Forbidden, $"This page is for {string.Join(", ", roles).ToLowerInvariant()}; you are signed in as {session.Caller.Role.ToString().ToLowerInvariant()}.");
            http.SetCaller(session.Caller);
            http.Items[typeof(Session)] = session;
            return await next(context);
        });

    public static Session Session(this HttpContext http) => http.Items[typeof(Session)] as Session ?? throw new InvalidOperationException("This page asks for a session but does not require one.");

    /// <summary>A form of the signed-in sender.</summary>
    public static Task<IFormCollection> StaffFormAsync(this HttpContext http, int limit) => FormTokens.ReadAsync(http, http.Session().Secret, limit);

    private static string SignInPath(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) ? "/staff/sign-in?return=" + Uri.EscapeDataString(http.Request.Path + http.Request.QueryString) : "/staff/sign-in";
}
