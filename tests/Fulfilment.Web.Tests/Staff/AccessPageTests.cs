using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Staff;

public sealed class AccessPageTests
{
    private static async Task<Reply> MakeAsync(StaffBrowser browser, string role, string store = "") =>
        await browser.PostAsync("/staff/access", Forms.Hidden((await browser.GetAsync("/staff/access")).Text, "Make token").With(("name", "Depot"), ("role", role), ("store", store)));

    [Fact]
    public async Task Token_Made_IsShownOnceAndOpensTheApi()
    {
        await using var site = await Site.StartAsync();
        var browser = await StaffBrowser.SignInAsync(site, "admin");
        var answer = await MakeAsync(browser, "agent");
        var secret = System.Text.RegularExpressions.Regex.Match(answer.Text, "<p class=\"mono\">([^<]+)</p>").Groups[1].Value;
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal(200, (await site.SendAsync(HttpMethod.Get, "/api/orders", secret)).Status);
        Assert.DoesNotContain(secret, (await browser.GetAsync("/staff/access")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_Revoked_OpensNothing()
    {
        await using var site = await Site.StartAsync();
        var browser = await StaffBrowser.SignInAsync(site, "admin");
        await MakeAsync(browser, "wms");
        var id = (await site.Tokens.ListAsync(TokenKind.Staff)).Single(grant => grant.Role == "wms").Id;
        var answer = await browser.PostAsync("/staff/access/revoke", Forms.Hidden((await browser.GetAsync("/staff/access")).Text, id));
        Assert.Equal((303, "/staff/access?done=token-revoked"), (answer.Status, answer.Headers["Location"]));
        Assert.DoesNotContain(await site.Tokens.ListAsync(TokenKind.Staff), grant => grant.Id == id);
    }

    [Fact]
    public async Task AdminOfOneStore_GivesAndTakesThatStoresOnly()
    {
        await using var site = await Site.StartAsync();
        await site.TokenAsync("agent");
        var everywhere = (await site.Tokens.ListAsync(TokenKind.Staff)).Single().Id;
        var browser = await StaffBrowser.SignInAsync(site, "admin", Samples.Store);
        await MakeAsync(browser, "admin");
        Assert.Equal(404, (await MakeAsync(browser, "agent", "other")).Status);
        var form = Forms.Hidden((await browser.GetAsync("/staff/access")).Text, "Make token").With(("id", everywhere));
        Assert.Equal(404, (await browser.PostAsync("/staff/access/revoke", form)).Status);
        Assert.All((await site.Tokens.ListAsync(TokenKind.Staff)).Where(grant => grant.Id != everywhere), grant => Assert.Equal(Samples.Store, grant.Store));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("")]
    public async Task Token_OfAnUnknownRole_IsRefused(string role)
    {
        await using var site = await Site.StartAsync();
        var browser = await StaffBrowser.SignInAsync(site, "admin");
        Assert.Equal(400, (await MakeAsync(browser, role)).Status);
        Assert.Single(await site.Tokens.ListAsync(TokenKind.Staff));
    }
}
