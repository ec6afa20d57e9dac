using System.Text;
using Fulfilment.Domain.Orders;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Webhooks;

public sealed class WebhookTests
{
    public static readonly TheoryData<string> Paths = ["/webhooks/shopify/demo", "/webhooks/woocommerce/demo", "/webhooks/orders/demo", "/webhooks/carriers/easypost/demo", "/webhooks/sendgrid/demo"];

    private static Task<Reply> PostAsync(Site site, string path, string body, string? signature = "good", string delivery = "d1") =>
        site.SendAsync(HttpMethod.Post, path, null, new StringContent(body, Encoding.UTF8, "application/json"), [("x-delivery", delivery), .. signature is null ? Array.Empty<(string, string)>() : [("x-signature", signature)]]);

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Post_NewOrder_Is202WithOrderAndStatus(string path)
    {
        await using var site = await Site.StartAsync();

        var answer = await PostAsync(site, path, "order 2001");

        Assert.Equal(202, answer.Status);
        Assert.Equal("demo.own.2001", answer.Json.GetProperty("order").GetString());
        Assert.Equal(new Uri(site.Address, "/api/orders/demo.own.2001").ToString(), answer.Json.GetProperty("status").GetString());
        Assert.Single(site.Inbox.Accepted);
    }

    [Fact]
    public async Task Post_SameDelivery_GetsTheFirstAnswerAndDoesNothing()
    {
        await using var site = await Site.StartAsync();

        var first = await PostAsync(site, "/webhooks/orders/demo", "order 2001");
        var again = await PostAsync(site, "/webhooks/orders/demo", "order 2001");

        Assert.Equal((first.Status, first.Text), (again.Status, again.Text));
        Assert.Single(site.Inbox.Accepted);
    }

    [Fact]
    public async Task Post_NewDeliveryOfAKnownOrder_Is200WithItsState()
    {
        await using var site = await Site.StartAsync();
        site.Inbox.Know(Samples.OrderId);

        var answer = await PostAsync(site, "/webhooks/orders/demo", "order 1001");

        Assert.Equal(200, answer.Status);
        Assert.Equal("Unhandled", answer.Json.GetProperty("state").GetString());
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Post_BadSignature_Is401CountedAndStoresNothing(string path)
    {
        await using var site = await Site.StartAsync();

        var bad = await PostAsync(site, path, "order 2001", "bad");
        var missing = await PostAsync(site, path, "order 2001", null);
        var metrics = await site.SendAsync(HttpMethod.Get, "/metrics");

        Assert.Equal((401, "bad-signature"), (bad.Status, bad.Problem));
        Assert.Equal((401, "bad-signature"), (missing.Status, missing.Problem));
        Assert.Empty(site.Ledger.Writes);
        Assert.Contains("fulfilment_webhooks_bad_signatures_total{", metrics.Text, StringComparison.Ordinal);
        Assert.Contains("reason=\"Invalid\"", metrics.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_UnknownStore_Is404()
    {
        await using var site = await Site.StartAsync();

        var answer = await PostAsync(site, "/webhooks/orders/nowhere", "order 1");

        Assert.Equal((404, "unknown-store"), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task Post_OverTheLimit_Is413WithAndWithoutALength()
    {
        await using var site = await Site.StartAsync(new WebOptions { MaxBodyBytes = 100 });
        var body = "order " + new string('1', 200);

        var declared = await PostAsync(site, "/webhooks/orders/demo", body);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/webhooks/orders/demo") { Content = new StringContent(body), Headers = { TransferEncodingChunked = true } };
        chunked.Headers.Add("x-signature", "good");
        using var undeclared = await site.Client.SendAsync(chunked);

        Assert.Equal((413, "too-large"), (declared.Status, declared.Problem));
        Assert.Equal(413, (int)undeclared.StatusCode);
        Assert.Empty(site.Ledger.Writes);
    }

    [Fact]
    public async Task Post_CannotBeMapped_Is202ParkedWithThePath()
    {
        await using var site = await Site.StartAsync();

        var answer = await PostAsync(site, "/webhooks/shopify/demo", "park $.line_items[0].price");

        Assert.Equal(202, answer.Status);
        Assert.Equal("$.line_items[0].price", answer.Json.GetProperty("path").GetString());
        Assert.Equal("parked-1", answer.Json.GetProperty("parked").GetString());
    }

    [Fact]
    public async Task Post_UnknownTopicOrPing_Is200AndStartsNothing()
    {
        await using var site = await Site.StartAsync();

        Assert.Equal(200, (await PostAsync(site, "/webhooks/shopify/demo", "ignore")).Status);
        Assert.Equal(200, (await PostAsync(site, "/webhooks/woocommerce/demo", "webhook_id=3", "ping")).Status);
        Assert.DoesNotContain(site.Inbox.Accepted, a => a.Action is Orchestration.Ports.IntakeAction.Upsert);
    }

    [Theory]
    [InlineData("refuse 400 $", 400, "$", "malformed-request")]
    [InlineData("refuse 422 $.lines[0].quantity", 422, "$.lines[0].quantity", "invalid-order")]
    public async Task Post_FaultInTheOwnFormat_IsRefusedWithItsPath(string body, int status, string path, string problem)
    {
        await using var site = await Site.StartAsync();

        var answer = await PostAsync(site, "/webhooks/orders/demo", body);

        Assert.Equal((status, path, problem), (answer.Status, answer.Path, answer.Problem));
        Assert.Empty(site.Ledger.Writes);
    }

    [Fact]
    public async Task Post_CarriersScan_RaisesACommandToTheOrderOfTheParcel()
    {
        await using var site = await Site.StartAsync();
        site.Orders.Have(Samples.View() with { Shipments = [new(1, OrderStatus.Sent, Samples.Release().Lines, "post", "RR1", null, null, null)] });

        var known = await PostAsync(site, "/webhooks/carriers/easypost/demo", "scan RR1");
        var unknown = await PostAsync(site, "/webhooks/carriers/easypost/demo", "scan RR2");

        Assert.Equal((200, 202), (known.Status, unknown.Status));
        var raise = Assert.IsType<Orchestration.Ports.IntakeAction.Raise>(site.Inbox.Accepted[0].Action);
        Assert.Equal(Samples.OrderId, raise.OrderId);
        Assert.IsType<OrderCommand.CarrierPickedUp>(raise.Command);
    }

    [Fact]
    public async Task Post_SeveralReports_AreTakenOneByOne()
    {
        await using var site = await Site.StartAsync();

        var answer = await PostAsync(site, "/webhooks/sendgrid/demo", "step 1001\nscan RR9\nignore");

        Assert.Equal((200, 3), (answer.Status, answer.Json.GetProperty("accepted").GetInt32()));
        Assert.Single(answer.Json.GetProperty("parked").EnumerateArray());
        Assert.Equal(3, site.Inbox.Accepted.Count);
    }
}
