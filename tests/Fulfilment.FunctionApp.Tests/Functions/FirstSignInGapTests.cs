using System.Text.RegularExpressions;
using Fulfilment.Azure.Tests.Faults;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.FunctionApp.Functions;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Host.Settings;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web;
using Microsoft.AspNetCore.Http;

namespace Fulfilment.FunctionApp.Tests.Functions;

/// <summary>The first admin's way in, with the process dying at every call to the tables: a value lets nobody in twice, and a new one always lets in.</summary>
public sealed class FirstSignInGapTests
{
    private const string First = "0123456789abcdef0123456789abcdef";
    private const string Second = "fedcba9876543210fedcba9876543210";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SignIn_DiesAnywhere_ANewValueLetsIn(bool afterEffect)
    {
        var (again, spent, waited) = (0, 0, 0);
        for (var failAt = 1; ; failAt++)
        {
            Assert.InRange(failAt, 1, 120);
            await using var test = await TestProduct.OpenAsync(Settings(First));
            test.Dying.Plan = new FaultPlan(failAt, afterEffect);
            var entered = await SignInAsync(test, First);
            var died = test.Dying.Plan.WasReached;
            test.Dying.Plan = null;
            if (!died)
            {
                Assert.Equal(303, entered);
                break;
            }

            // Nobody got the cookie. The same person tries once more, then sets a new value.
            if (await SignInAsync(test, First) == 303)
            {
                again++;
                continue;
            }

            spent++;
            await using var next = await TestProduct.OpenAsync(Settings(Second), beside: test);
            if (await SignInAsync(next, Second) == 303) continue;
            // The session was opened; nobody has its cookie, and it ends by itself.
            waited++;
            test.Clock.Advance(new WebOptions().SessionLifetime);
            Assert.Equal(303, await SignInAsync(next, Second));
            Assert.Equal(401, await SignInAsync(test, First));
        }

        // Each of the three happens: before the id's row, after it, and behind the session's.
        Assert.True(again > 0 && spent > waited && (waited > 0 || !afterEffect), $"{again} again, {spent} spent, {waited} waited");
    }

    private static FulfilSettings Settings(string secret) => new(null, [new StoreEntry(new StoreSettings { Profile = new StoreProfile("demo", "Demo", "fr", Currency.Of("EUR"), "Europe/Paris") }, null)])
    {
        BootstrapSecret = secret,
    };

    private static async Task<int> SignInAsync(TestProduct test, string secret)
    {
        var shown = await SendAsync(test, "GET", "", null);
        var field = Regex.Match(shown.Body, "name=\"_form\" value=\"([^\"]+)\"").Groups[1].Value;
        return (await SendAsync(test, "POST", shown.Response.Headers.SetCookie.ToString().Split(';')[0], $"_form={field}&token={secret}&return=")).Response.StatusCode;
    }

    private static async Task<(HttpResponse Response, string Body)> SendAsync(TestProduct test, string method, string cookie, string? form)
    {
        var http = TestProduct.Context(method, "/staff/sign-in", form);
        http.Request.Headers.Cookie = cookie;
        if (form is not null) http.Request.ContentType = "application/x-www-form-urlencoded";
        await new HttpFunctions(test.Product).Http(http.Request, test.Client.Object);
        http.Response.Body.Position = 0;
        return (http.Response, await new StreamReader(http.Response.Body).ReadToEndAsync());
    }
}
