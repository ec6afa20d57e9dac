using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Host.Serving;

/// <summary>A way in for the first admin: a link that works once, offered as long as nobody has any other way in.</summary>
internal static class FirstSignIn
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static string Path(string secret) => $"/staff/enter/{Uri.EscapeDataString(secret)}";

    /// <returns>The secret for the sign-in page; null when staff can sign in already.</returns>
    public static async Task<string?> IssueAsync(ITokenStore tokens, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var kind in (TokenKind[])[TokenKind.Staff, TokenKind.Session])
            if ((await tokens.ListAsync(kind, cancellationToken)).Count > 0) return null;
        var now = clock.GetUtcNow();
        return await tokens.IssueAsync(new TokenGrant(TokenIssuer.NewId("first"), TokenKind.SignIn, "admin", null, null, "admin", now, now + Lifetime), cancellationToken);
    }
}
