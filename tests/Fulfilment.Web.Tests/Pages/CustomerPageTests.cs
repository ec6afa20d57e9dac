using System.Net;
using Fulfilment.Domain.Orders;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Pages;

public sealed class CustomerPageTests
{
    private static async Task<(Site Site, string Path)> OpenAsync()
    {
        var site = await Site.StartAsync();
        return (site, "/o/" + await site.LinkAsync());
    }

    [Fact]
    public async Task Get_InFrench_ShowsStatusPlanAndReasonsInTheShopsZone()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;

        var page = await site.SendAsync(HttpMethod.Get, path);
        var text = WebUtility.HtmlDecode(page.Text);

        Assert.Equal((200, "text/html"), (page.Status, page.ContentType));
        Assert.Contains("<html lang=\"fr\">", page.Text, StringComparison.Ordinal);
        Assert.Contains("Non géré", text, StringComparison.Ordinal);
        Assert.Contains("En attente jusqu’au <strong>mardi 3 mars à 10:00</strong>, car :", text, StringComparison.Ordinal);
        Assert.Contains("l’entrepôt est fermé jusqu’au mardi 3 mars à 10:00", text, StringComparison.Ordinal);
        Assert.Contains("Vous pouvez modifier la commande jusqu’au <strong>lundi 2 mars à 19:00</strong>", text, StringComparison.Ordinal);
        Assert.Contains("Bague gravée", text, StringComparison.Ordinal);
        Assert.Contains("104,90\u00A0€", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_InEnglish_SaysTheSameInEnglish()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;

        var text = WebUtility.HtmlDecode((await site.SendAsync(HttpMethod.Get, path + "?lang=en")).Text);

        Assert.Contains("<html lang=\"en\">", text, StringComparison.Ordinal);
        Assert.Contains("Held until <strong>Tuesday 3 March at 10:00</strong>, because:", text, StringComparison.Ordinal);
        Assert.Contains("You can change the order until <strong>Monday 2 March at 19:00</strong>", text, StringComparison.Ordinal);
        Assert.Contains("€104.90", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_LinkUnknownExpiredOrOfAnotherKind_IsNotFoundAndNotIndexed()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        var expiring = await site.LinkAsync(expires: site.Clock.GetUtcNow().AddMinutes(5));
        site.Clock.Advance(TimeSpan.FromMinutes(6));
        var staff = await site.TokenAsync("admin");

        foreach (var bad in (string[])["/o/unknown", "/o/" + expiring, "/o/" + staff])
        {
            var page = await site.SendAsync(HttpMethod.Get, bad);
            Assert.Equal((404, "text/html"), (page.Status, page.ContentType));
            Assert.Equal("noindex, nofollow", page.Headers["X-Robots-Tag"]);
            Assert.Equal(404, (await site.SendAsync(HttpMethod.Get, bad + "/order")).Status);
            Assert.Equal(404, (await site.SendAsync(HttpMethod.Post, bad + "/commands", null, """{"type":"Cancel"}""")).Status);
            Assert.Equal(404, (await site.PostFormAsync(bad + "/send", new Dictionary<string, string> { ["type"] = "Cancel" })).Status);
        }

        Assert.Equal(200, (await site.SendAsync(HttpMethod.Get, path)).Status);
        Assert.Empty(site.Orders.Sent);
    }

    [Fact]
    public async Task Get_EveryPage_ForbidsScriptsFramesAndReferrers()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;

        var headers = (await site.SendAsync(HttpMethod.Get, path)).Headers;

        Assert.Contains("default-src 'none'", headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("no-referrer", headers["Referrer-Policy"]);
        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Equal("no-store", headers["Cache-Control"]);
        Assert.Equal("noindex, nofollow", headers["X-Robots-Tag"]);
    }

    [Fact]
    public async Task Cancelled_ForAReasonOfOurs_SaysItInFrench()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        site.Orders.Have(Samples.View() with { Status = OrderStatus.Cancelled, CancelReason = "payment expired" });

        var text = WebUtility.HtmlDecode((await site.SendAsync(HttpMethod.Get, path)).Text);

        Assert.Contains("paiement non arrivé à temps", text, StringComparison.Ordinal);
        Assert.DoesNotContain("payment expired", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_WithMarkup_AreShownAsText()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        site.Orders.Have(Samples.View() with { GiftMessage = "<script>alert(1)</script>" });

        var page = await site.SendAsync(HttpMethod.Get, path);

        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Json_Command_IsTheCustomersOwn()
    {
        var (site, path) = await OpenAsync();
        await using var _ = site;
        site.Orders.Have(Samples.OrderId, FakeOrders.Applied(Samples.View(), new OrderCommand.Hold("x") { CommandId = "staff-1", Actor = new(ActorKind.Agent, "A"), At = Samples.Placed }));

        var answer = await site.SendAsync(HttpMethod.Post, path + "/commands", null, """{"type":"Cancel","reason":"mistake"}""", ("Idempotency-Key", "mine"));
        var order = await site.SendAsync(HttpMethod.Get, path + "/order");
        var foreign = await site.SendAsync(HttpMethod.Get, path + "/receipts/staff-1");

        Assert.Equal(200, answer.Status);
        Assert.Equal(Actor.Customer, Assert.Single(site.Orders.Sent).Command.Actor);
        Assert.Equal("mine", Assert.Single(order.Json.GetProperty("receipts").EnumerateArray()).GetProperty("commandId").GetString());
        Assert.NotEqual(200, foreign.Status);
    }
}
