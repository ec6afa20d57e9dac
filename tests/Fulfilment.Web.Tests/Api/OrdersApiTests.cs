using Fulfilment.Domain.Orders;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Api;

public sealed class OrdersApiTests
{
    /// <summary>Midnight in Paris is an hour before UTC's in winter: an order of that hour was placed on that day.</summary>
    [Theory]
    [InlineData("2026-03-02", 1)]
    [InlineData("2026-03-03", 0)]
    [InlineData("2026-03-02T00:00:00Z", 0)]
    public async Task List_FromADate_BeginsAtTheStoresMidnight(string from, int found)
    {
        await using var site = await Site.StartAsync();
        site.Orders.Have(Samples.View() with { PlacedAt = new(2026, 3, 1, 23, 30, 0, TimeSpan.Zero) });

        var answer = await site.SendAsync(HttpMethod.Get, $"/api/orders?store={Samples.Store}&from={from}", await site.TokenAsync("agent"));

        Assert.Equal(found, answer.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task List_CursorThatWasNeverGiven_Is400AndNoFaultOfOurs()
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Get, "/api/orders?cursor=abc", await site.TokenAsync("agent"));

        Assert.Equal((400, "cursor"), (answer.Status, answer.Path));
    }

    [Fact]
    public async Task List_Item_HasTheDocumentedFields()
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Get, "/api/orders", await site.TokenAsync("agent"));
        var item = Assert.Single(answer.Json.GetProperty("items").EnumerateArray());

        Assert.Equal(["id", "store", "number", "externalId", "status", "placedAt", "total", "customer", "plan"], item.EnumerateObject().Select(p => p.Name));
        Assert.Equal("2026-03-02T08:00:00Z", item.GetProperty("placedAt").GetString());
        Assert.Equal("""{"amount":"104.90","currency":"EUR"}""", item.GetProperty("total").GetRawText());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.Json.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task List_Cursor_WalksThroughAll()
    {
        await using var site = await Site.StartAsync();
        for (var i = 1; i <= 4; i++) site.Orders.Have(Samples.View($"demo.own.{i}") with { PlacedAt = Samples.Placed.AddMinutes(i) });
        var token = await site.TokenAsync("agent");
        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await site.SendAsync(HttpMethod.Get, $"/api/orders?limit=2{(cursor is null ? "" : "&cursor=" + cursor)}", token);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
            cursor = page.Json.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(["demo.own.4", "demo.own.3", "demo.own.2", "demo.own.1", Samples.OrderId], seen);
    }

    [Theory]
    [InlineData("status=OnHold", 1)]
    [InlineData("status=onhold", 1)]
    [InlineData("q=camille", 2)]
    [InlineData("category=engraved", 2)]
    [InlineData("category=toys", 0)]
    [InlineData("from=2026-03-03T00:00:00Z", 0)]
    [InlineData("open=true", 2)]
    public async Task List_Filter_Narrows(string filter, int count)
    {
        await using var site = await Site.StartAsync();
        site.Orders.Have(Samples.View("demo.own.2") with { Status = OrderStatus.OnHold });

        var answer = await site.SendAsync(HttpMethod.Get, "/api/orders?" + filter, await site.TokenAsync("agent"));

        Assert.Equal(count, answer.Json.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("status=Lost", "status")]
    [InlineData("status=3", "status")]
    [InlineData("from=yesterday", "from")]
    [InlineData("limit=0", "limit")]
    [InlineData("open=maybe", "open")]
    public async Task List_WrongParameter_Is400AndNamesIt(string filter, string name)
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Get, "/api/orders?" + filter, await site.TokenAsync("agent"));

        Assert.Equal((400, "invalid-parameter", name), (answer.Status, answer.Problem, answer.Path));
    }

    [Fact]
    public async Task List_ScopedToken_SeesOnlyItsStore()
    {
        await using var site = await Site.StartAsync();
        site.Stores.Have(Samples.Settings(Samples.OtherStore));
        site.Orders.Have(Samples.View(Samples.OtherOrderId));

        var answer = await site.SendAsync(HttpMethod.Get, "/api/orders", await site.TokenAsync("agent", Samples.OtherStore));
        var foreign = await site.SendAsync(HttpMethod.Get, "/api/orders/" + Samples.OrderId, await site.TokenAsync("agent", Samples.OtherStore));

        Assert.Equal(Samples.OtherOrderId, Assert.Single(answer.Json.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(404, foreign.Status);
    }

    [Fact]
    public async Task Get_One_HasViewPlanTimelineAndReceipts()
    {
        await using var site = await Site.StartAsync();
        site.Orders.Have(Samples.OrderId, new TimelineEntry(1, Samples.Placed, Actor.System, "Placed", new Dictionary<string, string> { ["number"] = "#1001" }));
        site.Orders.Have(Samples.OrderId, FakeOrders.Applied(Samples.View(), new OrderCommand.AddNote("n") { CommandId = "c1", Actor = Actor.System, At = Samples.Placed }));

        var json = (await site.SendAsync(HttpMethod.Get, "/api/orders/" + Samples.OrderId, await site.TokenAsync("warehouse"))).Json;

        Assert.Equal("#1001", json.GetProperty("view").GetProperty("number").GetString());
        Assert.Equal("Grace", json.GetProperty("plan").GetProperty("blockers")[0].GetProperty("code").GetString());
        Assert.Equal("Placed", json.GetProperty("timeline")[0].GetProperty("code").GetString());
        Assert.Equal("c1", json.GetProperty("receipts")[0].GetProperty("commandId").GetString());
    }
}
