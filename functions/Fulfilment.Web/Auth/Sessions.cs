using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Auth;

/// <summary>A staff member's signed-in browser. The cookie holds the session's secret, the store its hash.</summary>
internal sealed class Sessions(ITokenStore tokens, WebOptions options, TimeProvider clock)
{
    private const string CookieName = "fulfil_session";

    /// <summary>Null when nobody is signed in, the session is over, or the token it came from was revoked.</summary>
    public async Task<Session?> FindAsync(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(CookieName, out var secret) || secret.Length == 0) return null;
        if (await tokens.FindAsync(secret, http.RequestAborted) is not { Kind: TokenKind.Session } grant || Caller.Of(grant) is not { } caller) return null;
        return await ParentStandsAsync(grant.Id, http.RequestAborted) ? new(caller, secret) : null;
    }

    /// <summary>Opens a session with the rights of a staff token or a one-time link.</summary>
    public async Task OpenAsync(HttpContext http, TokenGrant from)
    {
        var now = clock.GetUtcNow();
        var ends = now + options.SessionLifetime;
        if (from.ExpiresAt < ends && from.Kind == TokenKind.Staff) ends = from.ExpiresAt.Value;
        var parent = from.Kind == TokenKind.Staff ? from.Id : "";
        var grant = new TokenGrant($"session|{parent}|{Guid.NewGuid():N}", TokenKind.Session, from.Role, from.Store, null, from.Name, now, ends);
        var secret = await tokens.IssueAsync(grant, http.RequestAborted);
        http.Response.Cookies.Append(CookieName, secret, Cookie(http));
    }

    public async Task CloseAsync(HttpContext http, Session session)
    {
        await tokens.RevokeAsync(session.Caller.GrantId, http.RequestAborted);
        http.Response.Cookies.Delete(CookieName, Cookie(http));
    }

    // Whoever revokes a token means its open sessions too.
    private async Task<bool> ParentStandsAsync(string sessionId, CancellationToken cancellationToken)
    {
        var parent = sessionId.Split('|') is [_, var id, _] ? id : "";
        if (parent.Length == 0) return true;
        var now = clock.GetUtcNow();
        return (await tokens.ListAsync(TokenKind.Staff, cancellationToken)).Any(g => g.Id == parent && !(g.ExpiresAt <= now));
    }

    // The browser drops it when it is closed; the store ends it after its lifetime.
    private static CookieOptions Cookie(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        Path = "/staff",
    };
}

internal sealed record Session(Caller Caller, string Secret)
{
    public string FormToken => FormTokens.For(Secret);
}
