using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Api;

/// <summary>Stock, catalogue, logistics, payments, parked deliveries, quarantine, alerts, mails.</summary>
public sealed class WorkApiTests
{
    [Fact]
    public async Task Arrival_SameKeyTwice_CountsOnce()
    {
        await using var site = await Site.StartAsync();
        var token = await site.TokenAsync("warehouse");
        const string body = """{"sku":"BOOK-1","quantity":5}""";

        var first = await site.SendAsync(HttpMethod.Post, "/api/stock/arrivals", token, body, ("Idempotency-Key", "a1"));
        var again = await site.SendAsync(HttpMethod.Post, "/api/stock/arrivals", token, body, ("Idempotency-Key", "a1"));
        var level = await site.SendAsync(HttpMethod.Get, "/api/stock/BOOK-1", token);

        Assert.True(first.Json.GetProperty("applied").GetBoolean());
        Assert.False(again.Json.GetProperty("applied").GetBoolean());
        Assert.Equal(5, level.Json.GetProperty("onHand").GetInt32());
    }

    [Theory]
    [InlineData("/api/stock/arrivals", """{"sku":"","quantity":5}""", "$.sku")]
    [InlineData("/api/stock/arrivals", """{"sku":"A","quantity":0}""", "$.quantity")]
    [InlineData("/api/stock/arrivals", """{"sku":"A","quantity":1,"eta":"x"}""", "$.eta")]
    [InlineData("/api/stock/expected", """{"sku":"A","quantity":-1,"eta":"2026-03-09T09:00:00Z"}""", "$.quantity")]
    [InlineData("/api/stock/expected", """{"sku":"A","quantity":1}""", "$.eta")]
    [InlineData("/api/stock/arrivals", """{"sku":"A","quantity":2000000000}""", "$.quantity")]
    [InlineData("/api/stock/arrivals", """{"sku":"A","quantity":-1000001}""", "$.quantity")]
    [InlineData("/api/stock/expected", """{"sku":"A","quantity":1000001,"eta":"2026-03-09T09:00:00Z"}""", "$.quantity")]
    [InlineData("/api/stock/expected", """{"sku":"A","quantity":99,"eta":"9999-12-31T23:59:59Z"}""", "$.eta")]
    [InlineData("/api/stock/expected", """{"sku":"A","quantity":99,"eta":"0001-01-01T00:00:00Z"}""", "$.eta")]
    public async Task Stock_Malformed_Is400WithItsPath(string path, string body, string fault)
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Post, path, await site.TokenAsync("admin"), body);

        Assert.Equal((400, fault), (answer.Status, answer.Path));
    }

    [Fact]
    public async Task Expected_Recorded_IsInTheLevel()
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Post, "/api/stock/expected", await site.TokenAsync("admin"), """{"sku":"BOOK-1","quantity":9,"eta":"2026-03-09T09:00:00+01:00"}""");

        Assert.Equal("2026-03-09T08:00:00Z", answer.Json.GetProperty("level").GetProperty("expected")[0].GetProperty("eta").GetString());
    }

    [Fact]
    public async Task Catalogue_Csv_ImportsAllOrNothing()
    {
        await using var site = await Site.StartAsync();
        var token = await site.TokenAsync("admin");

        var bad = await site.SendAsync(HttpMethod.Post, "/api/catalogue", token, new StringContent("sku,title_fr,category,price\nA,Un,x,1.50\nB,Deux,x,cheap\n", new System.Net.Http.Headers.MediaTypeHeaderValue("text/csv")));
        var good = await site.SendAsync(HttpMethod.Post, "/api/catalogue", token, new StringContent("sku,title_fr,category,price,tax_rate\nA,\"Un, deux\",X,1.50,20%\n", new System.Net.Http.Headers.MediaTypeHeaderValue("text/csv")));
        var item = Assert.Single(await site.Catalogue.FindAsync(Samples.Store, ["A"]));

        Assert.Equal((422, "line 3, column price"), (bad.Status, bad.Path));
        Assert.Equal(1, good.Json.GetProperty("imported").GetInt32());
        Assert.Equal(("Un, deux", "x", 0.20m), (item.Title("fr"), item.Category, item.TaxRate));
    }

    [Fact]
    public async Task Catalogue_JsonInAForeignCurrency_IsRefused()
    {
        await using var site = await Site.StartAsync();
        const string body = """[{"sku":"A","titles":{"en":"A"},"category":"x","unitPrice":{"amount":"1","currency":"USD"},"taxRate":0,"weightGrams":1}]""";

        var answer = await site.SendAsync(HttpMethod.Post, "/api/catalogue", await site.TokenAsync("admin"), body);

        Assert.Equal((400, "$[0].unitPrice.currency"), (answer.Status, answer.Path));
    }

    [Fact]
    public async Task Catalogue_MoreThanTheStorageTakesAtOnce_Is413WithTheLimit()
    {
        await using var site = await Site.StartAsync();
        site.Catalogue.MaxItems = 1;

        var answer = await site.SendAsync(HttpMethod.Post, "/api/catalogue", await site.TokenAsync("admin"), new StringContent("sku,title_fr,category,price,tax_rate\nA,Un,x,1.50,20%\nB,Deux,x,1.50,20%\n", new System.Net.Http.Headers.MediaTypeHeaderValue("text/csv")));

        Assert.Equal(413, answer.Status);
        Assert.Contains("the limit is 1", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feed_Read_GoesOnFromThePosition()
    {
        await using var site = await Site.StartAsync();
        site.Feed.Have(Samples.Release());
        site.Feed.Have(Samples.Release(shipment: 2));
        var token = await site.TokenAsync("wms");

        var first = await site.SendAsync(HttpMethod.Get, "/api/logistics/releases?after=0&limit=1", token);
        var next = first.Json.GetProperty("next").GetInt64();
        var second = await site.SendAsync(HttpMethod.Get, $"/api/logistics/releases?after={next}", token);
        var end = await site.SendAsync(HttpMethod.Get, "/api/logistics/releases?after=2", token);

        Assert.Equal($"{Samples.OrderId}/2", second.Json.GetProperty("items")[0].GetProperty("release").GetProperty("key").GetString());
        Assert.Equal(2, end.Json.GetProperty("next").GetInt64());
    }

    [Theory]
    [InlineData("demo.own.1001%2F1")]
    [InlineData("demo.own.1001/1")]
    public async Task Acknowledge_KeyEncodedOrNot_TellsTheOrderOnce(string key)
    {
        await using var site = await Site.StartAsync();
        site.Feed.Have(Samples.Release());
        var token = await site.TokenAsync("wms");

        var answer = await site.SendAsync(HttpMethod.Post, $"/api/logistics/releases/{key}/ack", token, """{"reference":"W-1"}""");
        var again = await site.SendAsync(HttpMethod.Post, $"/api/logistics/releases/{key}/ack", token, """{"reference":"W-1"}""");
        var reject = await site.SendAsync(HttpMethod.Post, $"/api/logistics/releases/{key}/reject", token, """{"reason":"no"}""");

        Assert.Equal((200, 200), (answer.Status, again.Status));
        Assert.Equal((409, "already-answered"), (reject.Status, reject.Problem));
        var command = Assert.IsType<OrderCommand.ReleaseAcknowledged>(Assert.Single(site.Orders.Sent).Command);
        Assert.Equal((1, "W-1", ActorKind.Wms), (command.Shipment, command.Reference, command.Actor.Kind));
    }

    [Fact]
    public async Task Reject_WithAReason_TellsTheOrder()
    {
        await using var site = await Site.StartAsync();
        site.Feed.Have(Samples.Release());

        var answer = await site.SendAsync(HttpMethod.Post, "/api/logistics/releases/demo.own.1001%2F1/reject", await site.TokenAsync("wms"), """{"reason":"address unreadable"}""");

        Assert.Equal(200, answer.Status);
        Assert.Equal("address unreadable", Assert.IsType<OrderCommand.ReleaseRejected>(Assert.Single(site.Orders.Sent).Command).Reason);
    }

    [Fact]
    public async Task Release_UnknownOrOfAnotherStore_Is404()
    {
        await using var site = await Site.StartAsync();
        site.Feed.Have(Samples.Release(Samples.OtherOrderId));
        var token = await site.TokenAsync("wms", Samples.Store);

        Assert.Equal(404, (await site.SendAsync(HttpMethod.Post, "/api/logistics/releases/demo.own.9%2F1/ack", token)).Status);
        Assert.Equal(404, (await site.SendAsync(HttpMethod.Post, "/api/logistics/releases/annexe.own.7%2F1/ack", token)).Status);
    }

    [Fact]
    public async Task Step_Reported_CarriesOperatorTimeAndNote()
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(
            HttpMethod.Post, $"/api/logistics/{Samples.OrderId}/steps", await site.TokenAsync("wms"),
            """{"shipment":2,"step":"Packing","operator":"Ana","at":"2026-03-03T10:00:00Z","note":"fragile"}""", ("Idempotency-Key", "s1"));

        Assert.Equal("s1", answer.Json.GetProperty("commandId").GetString());
        var step = Assert.IsType<OrderCommand.StepReported>(Assert.Single(site.Orders.Sent).Command);
        Assert.Equal((2, WarehouseStep.Packing, "Ana", "fragile"), (step.Shipment, step.Step, step.Operator, step.Note));
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 10, 0, 0, TimeSpan.Zero), step.At);
    }

    [Fact]
    public async Task Payment_Recorded_IsACommandOfTheAdmin()
    {
        await using var site = await Site.StartAsync();
        site.Payments.Entries.Add(new("demo.own.1001/4", Samples.OrderId, Samples.Store, "p1", "refund", Samples.Eur(5), "forStaff", null, null, Samples.Placed));
        var admin = await site.TokenAsync("admin");

        var list = await site.SendAsync(HttpMethod.Get, "/api/payments", admin);
        var answer = await site.SendAsync(HttpMethod.Post, "/api/payments", admin, """{"orderId":"demo.own.1001","amount":{"amount":"-5.00","currency":"EUR"},"reference":"T-9","paymentId":"p1"}""");

        Assert.Equal("p1", list.Json.GetProperty("items")[0].GetProperty("paymentId").GetString());
        Assert.Equal(200, answer.Status);
        Assert.Equal(Samples.Eur(-5), Assert.IsType<OrderCommand.RecordPayment>(Assert.Single(site.Orders.Sent).Command).Amount);
    }

    [Fact]
    public async Task Parked_AfterTheFix_IsReplayedAndGone()
    {
        await using var site = await Site.StartAsync();
        var admin = await site.TokenAsync("admin");
        await site.SendAsync(HttpMethod.Post, "/webhooks/shopify/demo", null, new StringContent("park $.line_items"), ("x-signature", "good"));
        var id = (await site.SendAsync(HttpMethod.Get, "/api/parked", admin)).Json.GetProperty("items")[0].GetProperty("id").GetString();

        var body = await site.SendAsync(HttpMethod.Get, $"/api/parked/{id}", admin);
        var still = await site.SendAsync(HttpMethod.Post, $"/api/parked/{id}/replay", admin);
        site.Stores.Have(Samples.Settings() with { Storefront = new() { SkuCategories = new Dictionary<string, string> { ["A"] = "book" } } });
        var fixedNow = await site.SendAsync(HttpMethod.Post, $"/api/parked/{id}/replay", admin);
        var after = await site.SendAsync(HttpMethod.Get, "/api/parked", admin);

        Assert.Equal("park $.line_items", body.Json.GetProperty("body").GetString());
        Assert.Equal((202, "$.line_items"), (still.Status, still.Path));
        Assert.Equal(200, fixedNow.Status);
        Assert.Equal(0, after.Json.GetProperty("items").GetArrayLength());
        Assert.Equal(404, (await site.SendAsync(HttpMethod.Post, $"/api/parked/{id}/replay", admin)).Status);
    }

    [Fact]
    public async Task Quarantine_Retry_ReachesOnlyTheCallersStores()
    {
        await using var site = await Site.StartAsync();
        site.Quarantine.Items.Add(new("q/1", "outbox", Samples.OtherOrderId, "mail refused", Samples.Placed, 9));

        var scoped = await site.SendAsync(HttpMethod.Post, "/api/quarantine/q%2F1/retry", await site.TokenAsync("admin", Samples.Store));
        var all = await site.SendAsync(HttpMethod.Post, "/api/quarantine/q%2F1/retry", await site.TokenAsync("admin"));

        Assert.Equal((404, 200), (scoped.Status, all.Status));
    }

    [Fact]
    public async Task Alert_Resolved_IsGone()
    {
        await using var site = await Site.StartAsync();
        site.Alerts.Open.Add(new("demo.own.1001/7", Samples.OrderId, Samples.Store, "SlaMissed", "Packing takes too long", Samples.Placed));
        var token = await site.TokenAsync("warehouse");

        Assert.Equal(1, (await site.SendAsync(HttpMethod.Get, "/api/alerts", token)).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(200, (await site.SendAsync(HttpMethod.Post, "/api/alerts/demo.own.1001%2F7/resolve", token)).Status);
        Assert.Equal(404, (await site.SendAsync(HttpMethod.Post, "/api/alerts/demo.own.1001%2F7/resolve", token)).Status);
    }

    /// <summary>Of a message that nobody could read: it belongs to no order and to no store.</summary>
    [Fact]
    public async Task Alert_OfNoOrder_IsResolvedByThoseWhoSeeEveryStore()
    {
        await using var site = await Site.StartAsync();
        site.Alerts.Open.Add(new("poison/outbox/ab12/m1", "", "", "PoisonMessage", "A message cannot be read", Samples.Placed));

        Assert.Equal(404, (await site.SendAsync(HttpMethod.Post, "/api/alerts/poison%2Foutbox%2Fab12%2Fm1/resolve", await site.TokenAsync("admin", Samples.Store))).Status);
        Assert.Equal(200, (await site.SendAsync(HttpMethod.Post, "/api/alerts/poison%2Foutbox%2Fab12%2Fm1/resolve", await site.TokenAsync("admin"))).Status);
        Assert.Empty(site.Alerts.Open);
    }

    /// <summary>Of stock: its key begins with no order, and it is the store's all the same.</summary>
    [Fact]
    public async Task Alert_OfAStoresStock_IsResolvedByItsStaffAndNoOthers()
    {
        await using var site = await Site.StartAsync();
        site.Alerts.Open.Add(new("stock/demo/k1/BOOK-1", "", Samples.Store, "StockCorrectionCut", "Only 2 of 5 could be taken off", Samples.Placed));

        Assert.Equal(404, (await site.SendAsync(HttpMethod.Post, "/api/alerts/stock%2Fdemo%2Fk1%2FBOOK-1/resolve", await site.TokenAsync("warehouse", "other"))).Status);
        Assert.Equal(200, (await site.SendAsync(HttpMethod.Post, "/api/alerts/stock%2Fdemo%2Fk1%2FBOOK-1/resolve", await site.TokenAsync("warehouse", Samples.Store))).Status);
    }

    [Fact]
    public async Task Mail_OfAnOrder_IsListedWithoutAndReadWithItsText()
    {
        await using var site = await Site.StartAsync();
        site.Mails.Entries.Add(new(new("demo.own.1001/1", Samples.OrderId, "received", "a@example.com", "b@example.com", "Hello", "<p>Hi</p>", "Hi"), "sent", 1, Samples.Placed, Samples.Placed, null, null));
        var token = await site.TokenAsync("agent");

        var list = await site.SendAsync(HttpMethod.Get, $"/api/mails?order={Samples.OrderId}", token);
        var mail = await site.SendAsync(HttpMethod.Get, "/api/mails/demo.own.1001%2F1", token);

        Assert.False(list.Json.GetProperty("items")[0].TryGetProperty("html", out _));
        Assert.Equal("<p>Hi</p>", mail.Json.GetProperty("message").GetProperty("html").GetString());
    }
}
