using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Tests.World;
using Microsoft.AspNetCore.Routing;

namespace Fulfilment.Web.Tests.Pages;

public sealed class GetChangesNothingTests
{
    [Fact]
    public async Task EveryGetRoute_Called_WritesNothing()
    {
        await using var site = await Site.StartAsync();
        site.Feed.Have(Samples.Release());
        site.Stock.Have(Samples.Store, new("BOOK-1", 5, 0, 0, []));
        site.Inbox.Have(new("p1", new Delivery("own", Samples.Store, "t", "d", "order 7"u8.ToArray(), Samples.Placed), "$", "Unknown.", Samples.Placed));
        site.Mails.Entries.Add(new(new("demo.own.1001/1", Samples.OrderId, "received", "a@example.com", "b@example.com", "S", "<p>S</p>", "S"), "sent", 1, Samples.Placed, null, null, null));
        var (admin, wms, link) = (await site.TokenAsync("admin"), await site.TokenAsync("wms"), await site.LinkAsync());
        var entry = await site.Tokens.IssueAsync(new("e", TokenKind.SignIn, "admin", null, null, "E", site.Clock.GetUtcNow(), null));
        var browser = await StaffBrowser.SignInAsync(site, "admin");
        var before = site.Ledger.Writes.Count;

        var failures = new List<string>();
        var paths = Patterns(site).Select(p => Fill(p, link, entry)).ToList();
        foreach (var path in paths)
        {
            var token = path.StartsWith("/api/logistics", StringComparison.Ordinal) ? wms : admin;
            var answer = await site.SendAsync(HttpMethod.Get, path, token, null, ("Cookie", browser.Cookie));
            if (answer.Status >= 400 && !path.Contains("/receipts/", StringComparison.Ordinal)) failures.Add($"{path}: {answer.Status}");
        }

        Assert.Empty(failures);
        Assert.True(paths.Count > 45, $"Only {paths.Count} routes were found.");
        Assert.Equal(before, site.Ledger.Writes.Count);
    }

    private static IEnumerable<string> Patterns(Site site) => site.Of<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'));

    private static string Fill(string pattern, string link, string entry) => pattern
        .Replace("/api/parked/{id}", "/api/parked/p1", StringComparison.Ordinal).Replace("/staff/parked/{id}", "/staff/parked/p1", StringComparison.Ordinal)
        .Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{token}", link, StringComparison.Ordinal).Replace("{secret}", entry, StringComparison.Ordinal)
        .Replace("{store}", "demo", StringComparison.Ordinal).Replace("{sku}", "BOOK-1", StringComparison.Ordinal).Replace("{key}", "demo.own.1001%2F1", StringComparison.Ordinal)
        .Replace("{commandId}", "c1", StringComparison.Ordinal).Replace("{id}", Samples.OrderId, StringComparison.Ordinal);
}
