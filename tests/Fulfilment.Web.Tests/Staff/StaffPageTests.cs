using System.Net;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Staff;

public sealed class StaffPageTests
{
    private static async Task<(Site Site, StaffBrowser Browser)> OpenAsync(string role)
    {
        var site = await Site.StartAsync();
        return (site, await StaffBrowser.SignInAsync(site, role));
    }

    [Fact]
    public async Task Orders_Filtered_ShowWhatMatches()
    {
        var (site, browser) = await OpenAsync("agent");
        await using var _ = site;
        site.Orders.Have(Samples.View("demo.own.2") with { Number = "#2", Status = OrderStatus.OnHold, HoldReason = "fraud" });

        var all = WebUtility.HtmlDecode((await browser.GetAsync("/staff/orders")).Text);
        var held = WebUtility.HtmlDecode((await browser.GetAsync("/staff/orders?status=OnHold")).Text);

        Assert.Contains("#1001", all, StringComparison.Ordinal);
        Assert.Contains("Tue 3 Mar 10:00", all, StringComparison.Ordinal);
        Assert.Contains("#2", held, StringComparison.Ordinal);
        Assert.DoesNotContain("#1001", held, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_Detail_ShowsPlanTimelineReceiptsAndMails()
    {
        var (site, browser) = await OpenAsync("agent");
        await using var _ = site;
        site.Orders.Have(Samples.OrderId, new TimelineEntry(2, Samples.Placed, Actor.System, "ReleaseAcknowledged", new Dictionary<string, string> { ["reference"] = "W-7" }));
        site.Orders.Have(Samples.OrderId, FakeOrders.Applied(Samples.View(), new OrderCommand.Hold("x") { CommandId = "c1", Actor = new(ActorKind.Agent, "Ana"), At = Samples.Placed }));
        site.Mails.Entries.Add(new(new("demo.own.1001/1", Samples.OrderId, "received", "a@example.com", "b@example.com", "Merci", "<p>Merci</p>", "Merci"), "sent", 1, Samples.Placed, null, null, null));

        var text = WebUtility.HtmlDecode((await browser.GetAsync("/staff/orders/" + Samples.OrderId)).Text);

        foreach (var part in (string[])["Held until <strong>Tuesday 3 March at 10:00", "Release acknowledged", "reference: W-7", "Ana", "/staff/mails/demo.own.1001%2F1", "RING-1"])
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AddNote", "agent", typeof(OrderCommand.AddNote))]
    [InlineData("Hold", "agent", typeof(OrderCommand.Hold))]
    [InlineData("RecordContact", "agent", typeof(OrderCommand.RecordContact))]
    [InlineData("ConfirmContact", "agent", typeof(OrderCommand.ConfirmContact))]
    [InlineData("DeclineContact", "agent", typeof(OrderCommand.DeclineContact))]
    [InlineData("BackorderChoice", "agent", typeof(OrderCommand.BackorderChoice))]
    [InlineData("ReleaseNow", "admin", typeof(OrderCommand.ReleaseNow))]
    [InlineData("Cancel", "admin", typeof(OrderCommand.Cancel))]
    [InlineData("Unhold", "admin", typeof(OrderCommand.Unhold))]
    [InlineData("Intercept", "admin", typeof(OrderCommand.Intercept))]
    [InlineData("StepReported", "warehouse", typeof(OrderCommand.StepReported))]
    [InlineData("StepProblem", "warehouse", typeof(OrderCommand.StepProblem))]
    [InlineData("StepResolved", "warehouse", typeof(OrderCommand.StepResolved))]
    [InlineData("ReleaseAcknowledged", "warehouse", typeof(OrderCommand.ReleaseAcknowledged))]
    [InlineData("ReleaseRejected", "warehouse", typeof(OrderCommand.ReleaseRejected))]
    [InlineData("InterceptSucceeded", "warehouse", typeof(OrderCommand.InterceptSucceeded))]
    [InlineData("InterceptFailed", "warehouse", typeof(OrderCommand.InterceptFailed))]
    public async Task Command_Posted_GoesToTheOrderOnceInTheRolesName(string type, string role, Type command)
    {
        var (site, browser) = await OpenAsync(role);
        await using var _ = site;
        var page = await browser.GetAsync("/staff/orders/" + Samples.OrderId);
        var fields = Forms.Hidden(page.Text, "value=\"AddNote\"").With(("type", type), ("text", "t"), ("reason", "r"), ("channel", "phone"), ("choice", "Wait"), ("shipment", "1"), ("step", "Packing"));

        var answer = await browser.PostAsync($"/staff/orders/{Samples.OrderId}/commands", fields);
        await browser.PostAsync($"/staff/orders/{Samples.OrderId}/commands", fields);

        Assert.Equal(303, answer.Status);
        var sent = Assert.Single(site.Orders.Sent).Command;
        Assert.IsType(command, sent);
        Assert.Equal(role, sent.Actor.Kind.ToString(), ignoreCase: true);
    }

    [Fact]
    public async Task Order_ByRole_OffersOnlyWhatTheRoleMaySend()
    {
        var (site, warehouse) = await OpenAsync("warehouse");
        await using var _ = site;
        site.Orders.Have(Samples.View() with { ReleasedAt = Samples.Placed, Shipments = [new(1, OrderStatus.Released, Samples.Release().Lines, null, null, null, null, null)] });
        var agent = await StaffBrowser.SignInAsync(site, "agent");

        var forWarehouse = (await warehouse.GetAsync("/staff/orders/" + Samples.OrderId)).Text;
        var forAgent = (await agent.GetAsync("/staff/orders/" + Samples.OrderId)).Text;

        Assert.Contains("value=\"StepReported\"", forWarehouse, StringComparison.Ordinal);
        Assert.DoesNotContain("Record money", forWarehouse, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"StepReported\"", forAgent, StringComparison.Ordinal);
        Assert.Contains("value=\"Intercept\"", forAgent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_ByAnAgent_IsPreviewedThenSent()
    {
        var (site, browser) = await OpenAsync("agent");
        await using var _ = site;
        var page = await browser.GetAsync("/staff/orders/" + Samples.OrderId);

        var preview = await browser.PostAsync($"/staff/orders/{Samples.OrderId}/preview", Forms.Hidden(page.Text, "value=\"lines\"").With(("quantity.l1", "1"), ("quantity.l2", "5")));
        var confirmed = await browser.PostAsync($"/staff/orders/{Samples.OrderId}/confirm", Forms.Hidden(preview.Text, "name=\"changes\""));

        Assert.Equal(303, confirmed.Status);
        Assert.Equal(ActorKind.Agent, Assert.Single(site.Orders.Sent).Command.Actor.Kind);
    }

    [Fact]
    public async Task CustomerLink_MadeThenRevoked_OpensThenNoLonger()
    {
        var (site, browser) = await OpenAsync("agent");
        await using var _ = site;
        var page = await browser.GetAsync("/staff/orders/" + Samples.OrderId);
        var fields = Forms.Hidden(page.Text, "value=\"make\"");

        var made = await browser.PostAsync($"/staff/orders/{Samples.OrderId}/link", fields.With(("do", "make")));
        var link = made.Text.Split("href=\"http://127.0.0.1/o/")[1].Split('"')[0];
        var before = await site.SendAsync(HttpMethod.Get, "/o/" + link);
        await browser.PostAsync($"/staff/orders/{Samples.OrderId}/link", fields.With(("do", "revoke")));

        Assert.Equal((200, 404), (before.Status, (await site.SendAsync(HttpMethod.Get, "/o/" + link)).Status));
    }

    [Fact]
    public async Task Parked_ShownWithItsBody_IsReplayedByTheButton()
    {
        var (site, browser) = await OpenAsync("admin");
        await using var _ = site;
        site.Inbox.Have(new("p1", new Delivery("shopify", Samples.Store, "orders/create", "d", """{"a":[1,2]}"""u8.ToArray(), Samples.Placed), "$.a", "It is a list.", Samples.Placed));
        site.Inbox.Have(new("p2", new Delivery("shopify", Samples.Store, "orders/create", "d", "order 77"u8.ToArray(), Samples.Placed), "$", "It was unknown.", Samples.Placed));

        var list = await browser.GetAsync("/staff/parked");
        var shown = await browser.GetAsync("/staff/parked/p1");
        var replayed = await browser.PostAsync("/staff/parked/p2/replay", Forms.Hidden((await browser.GetAsync("/staff/parked/p2")).Text, "Replay"));

        Assert.Contains("It is a list.", list.Text, StringComparison.Ordinal);
        Assert.Contains("&quot;a&quot;: [", shown.Text, StringComparison.Ordinal);
        Assert.Equal("/staff/parked?done=replayed", replayed.Headers["Location"]);
        Assert.Null(await site.Inbox.GetParkedAsync("p2"));
    }

    /// <summary>Of a message that belongs to no order: there is nothing to lead to, and it can be taken off the list all the same.</summary>
    [Fact]
    public async Task Alert_OfNoOrder_HasNoLinkAndIsResolved()
    {
        var (site, browser) = await OpenAsync("admin");
        await using var _ = site;
        site.Alerts.Open.Add(new("poison/outbox/ab12/m1", "", "", "PoisonMessage", "A message cannot be read", Samples.Placed));

        var page = await browser.GetAsync("/staff/alerts");
        await browser.PostAsync("/staff/alerts/resolve", Forms.Hidden(page.Text, "Done"));

        Assert.Contains("A message cannot be read", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/staff/orders/\"", page.Text, StringComparison.Ordinal);
        Assert.Empty(site.Alerts.Open);
    }

    [Fact]
    public async Task Work_Buttons_DoTheirWork()
    {
        var (site, browser) = await OpenAsync("admin");
        await using var _ = site;
        site.Quarantine.Items.Add(new("q/1", "orchestration", Samples.OrderId, "Step 4 differs", Samples.Placed, 5));
        site.Alerts.Open.Add(new("demo.own.1001/7", Samples.OrderId, Samples.Store, "SlaMissed", "Too slow", Samples.Placed));
        site.Payments.Entries.Add(new("demo.own.1001/4", Samples.OrderId, Samples.Store, "p1", "refund", Samples.Eur(5), "forStaff", null, null, Samples.Placed));

        await browser.PostAsync("/staff/quarantine/retry", Forms.Hidden((await browser.GetAsync("/staff/quarantine")).Text, "Try again"));
        await browser.PostAsync("/staff/alerts/resolve", Forms.Hidden((await browser.GetAsync("/staff/alerts")).Text, "Done"));
        var paid = await browser.PostAsync("/staff/payments", Forms.Hidden((await browser.GetAsync("/staff/payments")).Text, "name=\"paymentId\"").With(("amount", "-5,00"), ("reference", "T-1")));

        Assert.Empty(site.Quarantine.Items);
        Assert.Empty(site.Alerts.Open);
        Assert.Equal(303, paid.Status);
        var record = Assert.IsType<OrderCommand.RecordPayment>(Assert.Single(site.Orders.Sent).Command);
        Assert.Equal((Samples.Eur(-5), "T-1", "p1"), (record.Amount, record.Reference, record.PaymentId));
    }

    [Fact]
    public async Task Stock_Forms_RecordOnceInTheShopsZone()
    {
        var (site, browser) = await OpenAsync("warehouse");
        await using var _ = site;
        var page = await browser.GetAsync("/staff/stock");
        var arrival = Forms.Hidden(page.Text, "id=\"in-sku\"").With(("sku", "BOOK-1"), ("quantity", "5"));

        await browser.PostAsync("/staff/stock/arrivals", arrival);
        var again = await browser.PostAsync("/staff/stock/arrivals", arrival);
        await browser.PostAsync("/staff/stock/expected", Forms.Hidden(page.Text, "id=\"ex-sku\"").With(("sku", "BOOK-1"), ("quantity", "9"), ("date", "2026-03-29"), ("time", "09:00")));
        var level = await site.Stock.GetAsync(Samples.Store, "BOOK-1");

        Assert.EndsWith("done=stock-repeated", again.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(5, level!.OnHand);
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 7, 0, 0, TimeSpan.Zero), Assert.Single(level.Expected).Eta);
    }

    [Fact]
    public async Task Mail_Preview_IsSandboxedAndItsScriptsAreForbidden()
    {
        var (site, browser) = await OpenAsync("agent");
        await using var _ = site;
        site.Mails.Entries.Add(new(new("demo.own.1001/1", Samples.OrderId, "received", "a@example.com", "b@example.com", "Merci", "<p style='color:red'>Merci</p>", "Merci"), "sent", 2, Samples.Placed, null, null, null));

        var page = await browser.GetAsync("/staff/mails/demo.own.1001%2F1");
        var html = await browser.GetAsync("/staff/mails/demo.own.1001%2F1/html");

        Assert.Contains("sandbox src=\"/staff/mails/demo.own.1001%2F1/html\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("2 tries", page.Text, StringComparison.Ordinal);
        Assert.StartsWith("sandbox; default-src 'none'", html.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.False(html.Headers.ContainsKey("X-Frame-Options"));
    }

    [Fact]
    public async Task Catalogue_Upload_ImportsOrSaysWhatIsWrong()
    {
        var (site, browser) = await OpenAsync("admin");
        await using var _ = site;
        var token = Forms.Hidden((await browser.GetAsync("/staff/catalogue")).Text, "name=\"file\"")["_form"];
        MultipartFormDataContent Upload(string csv) => new() { { new StringContent(token), "_form" }, { new StringContent("demo"), "store" }, { new StringContent(csv), "file", "c.csv" } };

        var bad = await site.SendAsync(HttpMethod.Post, "/staff/catalogue", null, Upload("sku,price\nA,1\n"), ("Cookie", browser.Cookie));
        var good = await site.SendAsync(HttpMethod.Post, "/staff/catalogue", null, Upload("sku;category;price;title_en\nA;x;1.50;Pen\n"), ("Cookie", browser.Cookie));

        Assert.Equal((422, 303), (bad.Status, good.Status));
        Assert.Contains("This column is missing.", bad.Text, StringComparison.Ordinal);
        Assert.Equal("Pen", Assert.Single(await site.Catalogue.FindAsync(Samples.Store, ["A"])).Title("en"));
    }

    [Theory]
    [InlineData("warehouse", "/staff/payments /staff/mails /staff/parked /staff/quarantine /staff/policy /staff/catalogue /staff/access")]
    [InlineData("agent", "/staff/quarantine /staff/policy /staff/catalogue /staff/access")]
    public async Task Page_OfAnotherRole_Is403AndNotInTheMenu(string role, string paths)
    {
        var (site, browser) = await OpenAsync(role);
        await using var _ = site;
        var home = (await browser.GetAsync("/staff/orders")).Text;

        foreach (var path in paths.Split(' '))
        {
            Assert.Equal(403, (await browser.GetAsync(path)).Status);
            Assert.DoesNotContain($"href=\"{path}\"", home, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Form_WithoutItsToken_ChangesNothing()
    {
        var (site, browser) = await OpenAsync("admin");
        await using var _ = site;
        var before = site.Ledger.Writes.Count;

        foreach (var path in (string[])
        [
            $"/staff/orders/{Samples.OrderId}/commands", $"/staff/orders/{Samples.OrderId}/confirm", $"/staff/orders/{Samples.OrderId}/link", "/staff/payments", "/staff/alerts/resolve",
            "/staff/quarantine/retry", "/staff/parked/p/replay", "/staff/stock/arrivals", "/staff/stock/expected", "/staff/policy", "/staff/policy/apply", "/staff/catalogue", "/staff/access", "/staff/access/revoke", "/staff/sign-out",
        ]) Assert.Equal(403, (await browser.PostAsync(path, new Dictionary<string, string> { ["type"] = "Cancel", ["do"] = "revoke" })).Status);

        Assert.Equal(before, site.Ledger.Writes.Count);
    }
}
