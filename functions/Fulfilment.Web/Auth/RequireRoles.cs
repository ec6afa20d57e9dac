using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Web.Auth;

/// <summary>On an endpoint: which roles it is for. Read by the OpenAPI document as well.</summary>
public sealed record RequiredRoles(IReadOnlyList<StaffRole> Roles);

internal static class RequireRolesExtensions
{
    public static readonly StaffRole[] Staff = [StaffRole.Admin, StaffRole.Agent, StaffRole.Warehouse];
    public static readonly StaffRole[] Office = [StaffRole.Admin, StaffRole.Agent];
    public static readonly StaffRole[] Admin = [StaffRole.Admin];
    public static readonly StaffRole[] Logistics = [StaffRole.Wms, StaffRole.Warehouse];
    public static readonly StaffRole[] Everyone = [StaffRole.Admin, StaffRole.Agent, StaffRole.Warehouse, StaffRole.Wms];

    /// <summary>Lets in bearers of a staff token with one of the roles: 401 without a valid token, 403 with another role.</summary>
    public static RouteHandlerBuilder RequireRoles(this RouteHandlerBuilder route, params StaffRole[] roles) =>
        route.WithMetadata(new RequiredRoles(roles)).AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var caller = await BearerAsync(http) ?? throw new ProblemException(ProblemKinds.NotSignedIn, "Send 'Authorization: Bearer TOKEN' with a valid staff token.");
            if (!roles.Contains(caller.Role))
                throw new ProblemException(ProblemKinds.Forbidden, $"This is for {string.Join(", ", roles).ToLowerInvariant()}; the token's role is {caller.Role.ToString().ToLowerInvariant()}.");
            http.SetCaller(caller);
            return await next(context);
        });

    public static async Task<Caller?> BearerAsync(HttpContext http)
    {
        const string scheme = "Bearer ";
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var tokens = http.RequestServices.GetRequiredService<ITokenStore>();
        return await tokens.FindAsync(header[scheme.Length..].Trim(), http.RequestAborted) is { Kind: TokenKind.Staff } grant ? Web.Auth.Caller.Of(grant) : null;
    }
}
