using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Staff;

/// <summary>The bootstrap secret: the first admin's way in where no terminal prints a link.</summary>
public sealed class FirstAdminTests
{
    private const string Secret = "a made-up bootstrap secret, long enough";

    private static Task<Site> StartAsync(string? secret = Secret) => Site.StartAsync(new WebOptions { BootstrapSecret = secret });

    private static async Task<Reply> TryAsync(Site site, string token)
    {
        var page = await site.SendAsync(HttpMethod.Get, "/staff/sign-in");
        return await site.PostFormAsync("/staff/sign-in", Forms.Hidden(page.Text, "name=\"token\"").With(("token", token)), StaffBrowser.CookieOf(page));
    }

    [Fact]
    public async Task Secret_NoAdminYet_OpensASessionThatCanMakeTokens()
    {
        await using var site = await StartAsync();
        var entered = await TryAsync(site, Secret);
        Assert.Equal((303, "/staff/access?done=welcome"), (entered.Status, entered.Headers["Location"]));

        var browser = new StaffBrowser(site, StaffBrowser.CookieOf(entered));
        var page = await browser.GetAsync("/staff/access");
        await browser.PostAsync("/staff/access", Forms.Hidden(page.Text, "Make token").With(("name", "Ada"), ("role", "admin"), ("store", "")));
        Assert.Equal(("Ada", "admin"), ((await site.Tokens.ListAsync(TokenKind.Staff)).Single() is var token ? (token.Name, token.Role) : default));
    }

    [Fact]
    public async Task Secret_UsedOnce_OpensNothingEvenAfterItsSessionIsOver()
    {
        await using var site = await StartAsync();
        var browser = new StaffBrowser(site, StaffBrowser.CookieOf(await TryAsync(site, Secret)));
        await browser.PostAsync("/staff/sign-out", Forms.Hidden((await browser.GetAsync("/staff/orders")).Text, "/staff/sign-out"));
        Assert.Empty(await site.Tokens.ListAsync(TokenKind.Session));
        Assert.Equal(401, (await TryAsync(site, Secret)).Status);
    }

    [Fact]
    public async Task Secret_SomeoneIsAdminAlready_OpensNothing()
    {
        await using var site = await StartAsync();
        await site.TokenAsync("admin");
        Assert.Equal(401, (await TryAsync(site, Secret)).Status);
    }

    [Fact]
    public async Task Secret_OnlyOtherRolesHaveTokens_StillOpens()
    {
        await using var site = await StartAsync();
        await site.TokenAsync("wms");
        Assert.Equal(303, (await TryAsync(site, Secret)).Status);
    }

    [Fact]
    public async Task Secret_NotSet_OpensNothing()
    {
        await using var site = await StartAsync(secret: null);
        Assert.Equal(401, (await TryAsync(site, Secret)).Status);
        Assert.Equal(401, (await TryAsync(site, "x")).Status);
    }

    [Fact]
    public async Task Secret_AfterFiveWrongTries_WaitsAQuarterOfAnHour()
    {
        await using var site = await StartAsync();
        for (var i = 0; i < 5; i++) Assert.Equal(401, (await TryAsync(site, $"guess {i}")).Status);
        Assert.Equal(429, (await TryAsync(site, Secret)).Status);
        site.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(303, (await TryAsync(site, Secret)).Status);
    }

    [Fact]
    public async Task Token_WhileTriesPause_StillSignsIn()
    {
        await using var site = await StartAsync();
        var agent = await site.TokenAsync("agent");
        for (var i = 0; i < 6; i++) await TryAsync(site, $"guess {i}");
        Assert.Equal(303, (await TryAsync(site, agent)).Status);
    }

    [Fact]
    public async Task Secret_TwoAtOnce_LetOneIn()
    {
        await using var site = await StartAsync();
        var answers = await Task.WhenAll(TryAsync(site, Secret), TryAsync(site, Secret));
        Assert.Equal([303, 401], answers.Select(answer => answer.Status).Order());
    }
}
