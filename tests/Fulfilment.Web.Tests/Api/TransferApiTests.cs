using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Api;

public sealed class TransferApiTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TransferRecord.Header Header = new(TransferFile.Format, At, ["demo"]);
    private static readonly TransferRecord Ids = new TransferRecord.Ids([new KnownId("demo.own.1", 0, false)]);

    [Fact]
    public async Task Import_ChunkByChunk_BeginsPutsAndEnds()
    {
        await using var site = await Site.StartAsync();

        foreach (TransferRecord[] chunk in (TransferRecord[][])[[Header], [Header, new TransferRecord.Order(new TransferOrder { Id = "demo.own.2", Moves = 1 }), Ids], [Header, new TransferRecord.End(3, 1, "")]])
            Assert.Equal(200, (await SendAsync(site, chunk)).Status);

        Assert.Equal(["begin", "order demo.own.2", "ids 1", "end"], site.Of<FakeTransfer>().Calls);
    }

    [Fact]
    public async Task Import_WithoutHeaderOfAnotherFormatOrUnknownStore_IsRefusedUntouched()
    {
        await using var site = await Site.StartAsync();

        foreach (TransferRecord[] chunk in (TransferRecord[][])[[], [Ids], [Header with { Format = 9 }, Ids], [Header with { Stores = ["nowhere"] }, Ids]])
            Assert.Equal(422, (await SendAsync(site, chunk)).Status);

        Assert.Empty(site.Of<FakeTransfer>().Calls);
    }

    [Fact]
    public async Task Import_OfSomethingElse_IsRefused()
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Post, "/api/transfer/import", await site.TokenAsync("admin"), new StringContent("hello\n", Encoding.UTF8));

        Assert.Equal(422, answer.Status);
    }

    [Fact]
    public async Task Export_PageByPage_IsAWholeFileAndEachPageMayBeAskedAgain()
    {
        await using var site = await Site.StartAsync();
        site.Of<FakeTransfer>().Ids.AddRange(Enumerable.Range(10, 45).Select(number => $"demo.own.{number}"));
        var token = await site.TokenAsync("admin");

        var file = new List<string>();
        string? cursor = null;
        do
        {
            var page = await ExportAsync(site, token, cursor);
            var again = await ExportAsync(site, token, cursor);
            Assert.Equal((200, page.Text), (page.Status, again.Text));
            var lines = page.Text.TrimEnd('\n').Split('\n');
            file.AddRange(lines[..^1]);
            cursor = JsonDocument.Parse(lines[^1]).RootElement.TryGetProperty("next", out var next) ? next.GetString() : null;
        } while (cursor is not null);

        var records = await TransferFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', file) + "\n")), whole: true).ToListAsync();
        Assert.IsType<TransferRecord.Header>(records[0]);
        Assert.Equal(Enumerable.Range(10, 45).Select(number => $"demo.own.{number}"), records.OfType<TransferRecord.Order>().Select(order => order.Content.Id));
        // Each on a page of its own of the store.
        Assert.Equal("demo", Assert.Single(records.OfType<TransferRecord.Waybills>()).Store);
        Assert.Equal("demo", Assert.Single(records.OfType<TransferRecord.StockKeys>()).Store);
        Assert.IsType<TransferRecord.Goods>(records[^1]);
    }

    [Fact]
    public async Task Export_WithAForeignCursorATokenForOneStoreOrWhileBlocked_IsRefused()
    {
        await using var site = await Site.StartAsync();
        site.Of<FakeTransfer>().Ids.Add("demo.own.1");
        site.Of<FakeTransfer>().Blocked = "an effect is being delivered";
        var token = await site.TokenAsync("admin");

        foreach (var foreign in (string[])["store nowhere", "", "store demo !", "store demo bm93aGVyZQ", "store demo 7 bm93aGVyZQ", "store demo seven bm93aGVyZQ", "goods nowhere 7", "goods demo", "goods demo -7"])
            Assert.Equal(422, (await ExportAsync(site, token, foreign)).Status);
        Assert.Equal(403, (await ExportAsync(site, await site.TokenAsync("admin", "demo"), null)).Status);
        Assert.Equal(400, (await site.SendAsync(HttpMethod.Post, "/api/transfer/export", token, "[")).Status);
        Assert.Empty(site.Of<FakeTransfer>().Calls);
        var blocked = await ExportAsync(site, token, "orders");
        Assert.Equal((409, "urn:fulfilment:problem:transfer-blocked"), (blocked.Status, blocked.Json.GetProperty("type").GetString()));
        Assert.Contains("an effect is being delivered", blocked.Text, StringComparison.Ordinal);
    }

    private static Task<Reply> ExportAsync(Site site, string token, string? cursor) =>
        site.SendAsync(HttpMethod.Post, "/api/transfer/export", token, JsonSerializer.Serialize(new { cursor }));

    [Fact]
    public async Task OrderThatMoved_ToTheApiStaffAndCustomer_SaysSo()
    {
        await using var site = await Site.StartAsync();
        site.Orders.Move(Samples.OrderId, At);
        var token = await site.TokenAsync("agent");

        var refused = await site.SendAsync(HttpMethod.Post, $"/api/orders/{Samples.OrderId}/commands", token, """{"type":"Hold","reason":"check"}""");
        var listed = (await site.SendAsync(HttpMethod.Get, "/api/orders", token)).Json.GetProperty("items")[0];
        var link = await site.LinkAsync();
        var english = await site.SendAsync(HttpMethod.Get, $"/o/{link}?lang=en");
        var french = await site.SendAsync(HttpMethod.Get, $"/o/{link}?lang=fr");

        Assert.Equal((409, "urn:fulfilment:problem:order-moved"), (refused.Status, refused.Json.GetProperty("type").GetString()));
        Assert.Equal("2026-03-02T09:00:00Z", listed.GetProperty("movedAt").GetString());
        Assert.Contains("This order has moved", english.Text, StringComparison.Ordinal);
        Assert.Contains("a été transférée", System.Net.WebUtility.HtmlDecode(french.Text), StringComparison.Ordinal);
        Assert.DoesNotContain("/send", english.Text, StringComparison.Ordinal);
    }

    private static async Task<Reply> SendAsync(Site site, TransferRecord[] records) =>
        await site.SendAsync(HttpMethod.Post, "/api/transfer/import", await site.TokenAsync("admin"), new ByteArrayContent([.. records.SelectMany(TransferFile.Line)])
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") },
        });
}
