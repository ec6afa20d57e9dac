using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Staff;

public sealed class SignInTests
{
    [Fact]
    public async Task Token_Valid_OpensASessionInAGuardedCookie()
    {
        await using var site = await Site.StartAsync();
        var page = await site.SendAsync(HttpMethod.Get, "/staff/sign-in?return=/staff/stock");

        var answer = await site.PostFormAsync("/staff/sign-in", Forms.Hidden(page.Text, "name=\"token\"").With(("token", await site.TokenAsync("agent"))), StaffBrowser.CookieOf(page));

        Assert.Equal((303, "/staff/stock"), (answer.Status, answer.Headers["Location"]));
        Assert.Contains("httponly", answer.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", answer.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/staff", answer.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/api/orders")]
    public async Task Return_OutsideThePages_IsIgnored(string target)
    {
        await using var site = await Site.StartAsync();
        var page = await site.SendAsync(HttpMethod.Get, "/staff/sign-in?return=" + Uri.EscapeDataString(target));

        var answer = await site.PostFormAsync("/staff/sign-in", Forms.Hidden(page.Text, "name=\"token\"").With(("token", await site.TokenAsync("agent")), ("return", target)), StaffBrowser.CookieOf(page));

        Assert.Equal("/staff/orders", answer.Headers["Location"]);
    }

    [Fact]
    public async Task Token_UnknownOrOfTheWarehousesSystem_IsRefused()
    {
        await using var site = await Site.StartAsync();
        foreach (var token in (string[])["nonsense", await site.TokenAsync("wms"), await site.LinkAsync()])
        {
            var page = await site.SendAsync(HttpMethod.Get, "/staff/sign-in");
            var answer = await site.PostFormAsync("/staff/sign-in", Forms.Hidden(page.Text, "name=\"token\"").With(("token", token)), StaffBrowser.CookieOf(page));
            Assert.Equal(401, answer.Status);
        }

        Assert.DoesNotContain(site.Ledger.Writes, w => w == "token.issue Session");
    }

    [Fact]
    public async Task SignIn_WithoutTheFormsCookie_IsForged()
    {
        await using var site = await Site.StartAsync();
        var page = await site.SendAsync(HttpMethod.Get, "/staff/sign-in");

        var answer = await site.PostFormAsync("/staff/sign-in", Forms.Hidden(page.Text, "name=\"token\"").With(("token", await site.TokenAsync("admin"))));

        Assert.Equal(403, answer.Status);
    }

    [Fact]
    public async Task OneTimeLink_Opened_IsUsedUpOnlyByTheButton()
    {
        await using var site = await Site.StartAsync();
        var secret = await site.Tokens.IssueAsync(new("first", TokenKind.SignIn, "admin", null, null, "First admin", site.Clock.GetUtcNow(), null));
        var path = "/staff/enter/" + secret;
        await site.SendAsync(HttpMethod.Get, path);
        var page = await site.SendAsync(HttpMethod.Get, path);

        var entered = await site.PostFormAsync(path, Forms.Hidden(page.Text, "Sign in"));
        var again = await site.PostFormAsync(path, Forms.Hidden(page.Text, "Sign in"));
        var home = await new StaffBrowser(site, StaffBrowser.CookieOf(entered)).GetAsync("/staff/orders");

        Assert.Equal((303, 404, 200), (entered.Status, again.Status, home.Status));
    }

    [Fact]
    public async Task Session_TooOldSignedOutOrItsTokenRevoked_IsOver()
    {
        await using var site = await Site.StartAsync();
        var signedOut = await StaffBrowser.SignInAsync(site, "admin");
        var page = await signedOut.GetAsync("/staff/orders");
        await signedOut.PostAsync("/staff/sign-out", Forms.Hidden(page.Text, "Sign out"));
        var token = await site.TokenAsync("admin");
        var revoked = await StaffBrowser.SignInWithAsync(site, token);
        await site.Tokens.RevokeAsync((await site.Tokens.FindAsync(token))!.Id);
        var old = await StaffBrowser.SignInAsync(site, "admin");
        var before = (await old.GetAsync("/staff/orders")).Status;
        site.Clock.Advance(TimeSpan.FromHours(13));

        Assert.Equal(200, before);
        foreach (var browser in (StaffBrowser[])[signedOut, revoked, old])
        {
            var answer = await browser.GetAsync("/staff/orders?status=OnHold");
            Assert.Equal((303, "/staff/sign-in?return=%2Fstaff%2Forders%3Fstatus%3DOnHold"), (answer.Status, answer.Headers["Location"]));
        }
    }

    [Fact]
    public async Task ApiToken_InTheSessionCookie_OpensNothing()
    {
        await using var site = await Site.StartAsync();

        var answer = await new StaffBrowser(site, "fulfil_session=" + await site.TokenAsync("admin")).GetAsync("/staff/orders");

        Assert.Equal(303, answer.Status);
    }
}
