using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Auth;

/// <summary>Who may call what: every API route with every role.</summary>
public sealed class RoleMatrixTests
{
    private static readonly string[] Roles = ["admin", "agent", "warehouse", "wms"];

    // Method, path, who is let in.
    private static readonly (string Method, string Path, string Roles)[] Routes =
    [
        ("GET", "/api/orders", "admin agent warehouse"),
        ("GET", "/api/orders/demo.own.1001", "admin agent warehouse"),
        ("POST", "/api/orders/demo.own.1001/commands", "admin agent warehouse wms"),
        ("GET", "/api/orders/demo.own.1001/receipts/c", "admin agent warehouse wms"),
        ("GET", "/api/policy", "admin"),
        ("PUT", "/api/policy", "admin"),
        ("PUT", "/api/policy/categories/book", "admin"),
        ("POST", "/api/policy/apply", "admin"),
        ("GET", "/api/policy/versions", "admin"),
        ("POST", "/api/stock/arrivals", "admin agent warehouse"),
        ("POST", "/api/stock/expected", "admin agent warehouse"),
        ("GET", "/api/stock", "admin agent warehouse"),
        ("GET", "/api/stock/BOOK-1", "admin agent warehouse"),
        ("GET", "/api/catalogue", "admin agent warehouse"),
        ("POST", "/api/catalogue", "admin"),
        ("GET", "/api/catalogue/shipping", "admin agent warehouse"),
        ("PUT", "/api/catalogue/shipping", "admin"),
        ("GET", "/api/logistics/releases", "warehouse wms"),
        ("POST", "/api/logistics/releases/demo.own.1001%2F1/ack", "warehouse wms"),
        ("POST", "/api/logistics/releases/demo.own.1001%2F1/reject", "warehouse wms"),
        ("POST", "/api/logistics/demo.own.1001/steps", "warehouse wms"),
        ("GET", "/api/payments", "admin agent"),
        ("POST", "/api/payments", "admin"),
        ("GET", "/api/parked", "admin agent"),
        ("GET", "/api/parked/1", "admin agent"),
        ("POST", "/api/parked/1/replay", "admin"),
        ("GET", "/api/quarantine", "admin"),
        ("POST", "/api/quarantine/1/retry", "admin"),
        ("GET", "/api/alerts", "admin agent warehouse"),
        ("POST", "/api/alerts/demo.own.1001%2F1/resolve", "admin agent warehouse"),
        ("GET", "/api/mails", "admin agent"),
        ("GET", "/api/mails/demo.own.1001%2F1", "admin agent"),
        ("POST", "/api/transfer/import", "admin"),
        ("POST", "/api/transfer/export", "admin"),
    ];

    [Fact]
    public async Task EveryRoute_EveryRole_IsLetInOrNotAsDocumented()
    {
        await using var site = await Site.StartAsync();
        var tokens = new Dictionary<string, string>();
        foreach (var role in Roles) tokens[role] = await site.TokenAsync(role);

        var wrong = new List<string>();
        foreach (var (method, path, allowed) in Routes)
            foreach (var role in Roles)
            {
                var answer = await site.SendAsync(new HttpMethod(method), path, tokens[role], method == "GET" ? null : "{}");
                if (allowed.Split(' ').Contains(role) == answer.Status is 401 or 403 || answer.Status >= 500) wrong.Add($"{method} {path} as {role}: {answer.Status}");
            }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task EveryRoute_WithoutAValidToken_Is401AndChangesNothing()
    {
        await using var site = await Site.StartAsync();
        var customer = await site.LinkAsync();
        var expired = await site.Tokens.IssueAsync(new("old", TokenKind.Staff, "admin", null, null, "Old", site.Clock.GetUtcNow(), site.Clock.GetUtcNow()));
        var session = await site.Tokens.IssueAsync(new("s", TokenKind.Session, "admin", null, null, "S", site.Clock.GetUtcNow(), null));
        var before = site.Ledger.Writes.Count;

        foreach (var (method, path, _) in Routes)
            foreach (var token in (string?[])[null, "unknown", customer, expired, session])
            {
                var answer = await site.SendAsync(new HttpMethod(method), path, token, method == "GET" ? null : "{}");
                Assert.True((answer.Status, answer.Problem) == (401, "not-signed-in"), $"{method} {path} with {token ?? "nothing"}: {answer.Status}");
                Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
            }

        Assert.Equal(before, site.Ledger.Writes.Count);
    }

    [Fact]
    public async Task Matrix_ComparedWithTheMappedRoutes_LeavesNoneOut()
    {
        await using var site = await Site.StartAsync();
        var document = (await site.SendAsync(HttpMethod.Get, "/openapi/v1.json")).Json;

        var described = document.GetProperty("paths").EnumerateObject().Where(p => p.Name.StartsWith("/api/", StringComparison.Ordinal))
            .Sum(p => p.Value.EnumerateObject().Count(o => o.Value.TryGetProperty("security", out _)));
        // Acknowledging and rejecting are each mapped twice, for encoded and plain slashes.
        Assert.Equal(Routes.Length + 2, described);
    }
}
