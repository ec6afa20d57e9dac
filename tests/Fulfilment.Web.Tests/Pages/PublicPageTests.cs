using System.Net;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Pages;

public sealed class PublicPageTests
{
    [Theory]
    [InlineData("fr", "Comment nous expédions", "10 h", "modifier ma commande")]
    [InlineData("en", "How we ship", "10 h", "change my order")]
    public async Task Policy_InBothLanguages_ShowsTheLiveSettings(string language, params string[] parts)
    {
        await using var site = await Site.StartAsync();

        var page = await site.SendAsync(HttpMethod.Get, "/policy/demo?lang=" + language);

        foreach (var part in parts) Assert.Contains(part, WebUtility.HtmlDecode(page.Text), StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\">", page.Text, StringComparison.Ordinal);
        Assert.False(page.Headers.ContainsKey("X-Robots-Tag"));
    }

    [Fact]
    public async Task Stock_InExpectedOrOut_SaysSo()
    {
        await using var site = await Site.StartAsync();
        site.Stock.Have(Samples.Store, new("BOOK-1", 5, 2, 0, []));
        site.Stock.Have(Samples.Store, new("MUG-1", 2, 2, 1, [new ExpectedArrival(5, Samples.Placed.AddDays(7))]));

        async Task<string> TextAsync(string sku) => WebUtility.HtmlDecode((await site.SendAsync(HttpMethod.Get, $"/policy/demo/stock/{sku}?lang=en")).Text);

        Assert.Contains("In stock", await TextAsync("BOOK-1"), StringComparison.Ordinal);
        Assert.Contains("Monday 9 March", await TextAsync("MUG-1"), StringComparison.Ordinal);
        Assert.Contains("Out of stock", await TextAsync("OLD-1"), StringComparison.Ordinal);
        Assert.Equal(404, (await site.SendAsync(HttpMethod.Get, "/policy/demo/stock/NONE")).Status);
        Assert.Equal(404, (await site.SendAsync(HttpMethod.Get, "/policy/nowhere")).Status);
    }

    [Fact]
    public async Task Style_LinkedFromAPage_IsServedForGood()
    {
        await using var site = await Site.StartAsync();
        var page = await site.SendAsync(HttpMethod.Get, "/policy/demo");
        var href = page.Text.Split("rel=\"stylesheet\" href=\"")[1].Split('"')[0];

        var style = await site.SendAsync(HttpMethod.Get, href);

        Assert.Equal((200, "text/css"), (style.Status, style.ContentType));
        Assert.Contains("immutable", style.Headers["Cache-Control"], StringComparison.Ordinal);
    }
}
