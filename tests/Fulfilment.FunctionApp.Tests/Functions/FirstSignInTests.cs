using System.Text.RegularExpressions;
using Fulfilment.FunctionApp.Functions;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Orchestration.Ports;
using Microsoft.AspNetCore.Http;

namespace Fulfilment.FunctionApp.Tests.Functions;

/// <summary>From an empty installation to a token for the API, by the HTTP function and the tables alone.</summary>
public sealed class FirstSignInTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task BootstrapSecret_OnAnEmptyInstallation_LeadsToATokenAndThenOpensNothing()
    {
        await using var test = await TestProduct.OpenAsync(bootstrapSecret: Secret);
        var (entered, session) = await SignInAsync(test);
        Assert.Equal((303, "/staff/access?done=welcome"), (entered.StatusCode, entered.Headers.Location.ToString()));

        var (_, page) = await SendAsync(test, "GET", "/staff/access", session);
        var (_, made) = await SendAsync(test, "POST", "/staff/access", session, $"_form={Field(page)}&name=Ada&role=admin&store=");
        var token = Regex.Match(made, "<p class=\"mono\">([^<]+)</p>").Groups[1].Value;
        var (orders, _, _) = await test.SendAsync("GET", "/api/orders", headers: new() { ["Authorization"] = $"Bearer {token}" });
        Assert.Equal(200, orders);
        Assert.Equal(401, (await SignInAsync(test)).Response.StatusCode);
    }

    [Fact]
    public async Task BootstrapSecret_UsedBefore_OpensNothingThoughNobodyIsSignedIn()
    {
        await using var test = await TestProduct.OpenAsync(bootstrapSecret: Secret);
        await SignInAsync(test);
        var tokens = test.Product.Get<ITokenStore>();
        foreach (var grant in await tokens.ListAsync(TokenKind.Session)) await tokens.RevokeAsync(grant.Id);
        Assert.Equal(401, (await SignInAsync(test)).Response.StatusCode);
    }

    private static async Task<(HttpResponse Response, string Cookie)> SignInAsync(TestProduct test)
    {
        var (shown, page) = await SendAsync(test, "GET", "/staff/sign-in", "");
        var (answer, _) = await SendAsync(test, "POST", "/staff/sign-in", Cookie(shown), $"_form={Field(page)}&token={Secret}&return=");
        return (answer, Cookie(answer));
    }

    private static async Task<(HttpResponse Response, string Body)> SendAsync(TestProduct test, string method, string path, string cookie, string? form = null)
    {
        var http = TestProduct.Context(method, path, form);
        http.Request.Headers.Cookie = cookie;
        if (form is not null) http.Request.ContentType = "application/x-www-form-urlencoded";
        await new HttpFunctions(test.Product).Http(http.Request, test.Client.Object);
        http.Response.Body.Position = 0;
        return (http.Response, await new StreamReader(http.Response.Body).ReadToEndAsync());
    }

    private static string Cookie(HttpResponse response) => response.Headers.SetCookie.ToString().Split(';')[0];

    private static string Field(string page) => Regex.Match(page, "name=\"_form\" value=\"([^\"]+)\"").Groups[1].Value;
}
