using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Orders;

/// <summary>Filters, order and paging of <see cref="IOrderIndex.ListAsync"/>.</summary>
public abstract class OrderListCompliance : StoreCompliance
{
    private IOrderIndex Index => Harness.Port<IOrderIndex>();

    [Fact]
    public async Task List_NoOrders_ReturnsAnEmptyLastPage()
    {
        var page = await Index.ListAsync(new OrderQuery());
        Assert.Empty(page.Items);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task List_ManyOrders_NewestFirstThenById()
    {
        await PutAsync(Samples.View(1), Samples.View(3) with { PlacedAt = Samples.Start }, Samples.View(2) with { PlacedAt = Samples.Start }, Samples.View(4));
        Assert.Equal([4, 1, 2, 3], await ListAsync(new OrderQuery()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task List_PagedWhileOrdersArriveAndChange_NeitherRepeatsNorSkips(int limit)
    {
        // Four orders share each instant, so that pages are cut inside ties.
        await PutAsync([.. Enumerable.Range(1, 20).Select(n => Samples.View(n) with { PlacedAt = Samples.Start.AddMinutes(n / 4) })]);
        var seen = new List<int>();
        string? cursor = null;
        var extra = 100;
        do
        {
            var page = await Index.ListAsync(new OrderQuery(Limit: limit, Cursor: cursor));
            seen.AddRange(page.Items.Select(Number));
            cursor = page.Next;
            await PutAsync(Samples.View(extra) with { PlacedAt = Samples.Start.AddHours(extra) });
            await Harness.CommitAsync(batch => Index.Put(batch, new OrderRow(page.Items[0].View with { Status = OrderStatus.OnHold }, 2, Samples.Start)));
            extra++;
        } while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, 20).OrderByDescending(n => n / 4).ThenBy(n => Samples.OrderId(n), StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task List_LastPageExactlyFull_HasNoNext()
    {
        await PutAsync(Samples.View(1), Samples.View(2));
        Assert.Null((await Index.ListAsync(new OrderQuery(Limit: 2))).Next);
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("bm9uc2Vuc2U")]
    [InlineData("")]
    public async Task List_CursorNeverGiven_Throws(string cursor) =>
        await Assert.ThrowsAsync<UnknownCursorException>(() => Index.ListAsync(new OrderQuery(Cursor: cursor)));

    [Fact]
    public async Task List_ByStatus_FollowsTheLatestStatus()
    {
        await PutAsync(Samples.View(1), Samples.View(2) with { Status = OrderStatus.OnHold });
        await Harness.CommitAsync(batch => Index.Put(batch, new OrderRow(Samples.View(1) with { Status = OrderStatus.OnHold }, 2, Samples.Start)));
        Assert.Equal([2, 1], await ListAsync(new OrderQuery(Status: OrderStatus.OnHold)));
        Assert.Empty(await ListAsync(new OrderQuery(Status: OrderStatus.Unhandled)));
    }

    [Fact]
    public async Task List_OpenOnly_LeavesOutDeliveredAndCancelled()
    {
        await PutAsync(Samples.View(1), Samples.View(2) with { Status = OrderStatus.Delivered }, Samples.View(3) with { Status = OrderStatus.Cancelled }, Samples.View(4) with { Status = OrderStatus.Sent });
        Assert.Equal([4, 1], await ListAsync(new OrderQuery(OpenOnly: true)));
    }

    [Fact]
    public async Task List_ByStoreCategoryAndFrom_AppliesAllOfThem()
    {
        await PutAsync(
            Engraved(1), Engraved(2), Samples.View(3), Engraved(4), Engraved(5, SampleStores.Other),
            Samples.View(6) with { Lines = [Samples.Line("1", "mug"), Samples.Line("2", "ring", category: "engraving"), Samples.Line("3", "ring", category: "engraving")] });
        Assert.Equal([6, 4, 2], await ListAsync(new OrderQuery(SampleStores.Demo, Category: "engraving", From: Samples.Start.AddMinutes(2))));
    }

    [Fact]
    public async Task List_ByCategoryOfARemovedLine_FindsNothing()
    {
        await PutAsync(Engraved(1));
        await Harness.CommitAsync(batch => Index.Put(batch, new OrderRow(Samples.View(1), 2, Samples.Start)));
        Assert.Empty(await ListAsync(new OrderQuery(Category: "engraving")));
        Assert.Equal([1], await ListAsync(new OrderQuery(Category: "default")));
    }

    [Theory]
    [InlineData("#10")]
    [InlineData("ext-10")]
    [InlineData("EXT-10")]
    [InlineData("own.10")]
    [InlineData("client10@EXAMPLE.com")]
    [InlineData("  Jeanne  ")]
    [InlineData("jeanne l'exemple")]
    [InlineData("eleonore")]
    [InlineData("ÉLÉONORE")]
    public async Task List_ByText_FindsTheOrder(string text)
    {
        await PutAsync(Samples.View(1), Samples.View(10) with { Customer = new Customer("Jeanne-Éléonore L'Exemple", "client10@example.com") });
        Assert.Equal([10], await ListAsync(new OrderQuery(Text: text)));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("*")]
    [InlineData("\"")]
    [InlineData("jeanne absent")]
    [InlineData("\ud83d")]
    public async Task List_ByTextThatNoOrderHas_FindsNothing(string text)
    {
        await PutAsync(Samples.View(10) with { Customer = new Customer("Jeanne", "jeanne@example.com") });
        Assert.Empty(await ListAsync(new OrderQuery(Text: text)));
    }

    [Fact]
    public async Task List_ByOddText_FindsTheOrderThatBearsIt()
    {
        await PutAsync([.. Samples.OddTexts.Select((text, i) => Samples.View(i) with { Customer = new Customer(text, null) })]);
        for (var i = 0; i < Samples.OddTexts.Count; i++) Assert.Equal([i], await ListAsync(new OrderQuery(Text: Samples.OddTexts[i])));
    }

    [Fact]
    public async Task List_ByBlankText_FiltersNothing()
    {
        await PutAsync(Samples.View(1));
        Assert.Equal([1], await ListAsync(new OrderQuery(Text: "  ")));
    }

    [Fact]
    public async Task List_ByTextThatHasChanged_FindsTheNewOneOnly()
    {
        await PutAsync(Samples.View(1));
        await Harness.CommitAsync(batch => Index.Put(batch, new OrderRow(Samples.View(1) with { Customer = new Customer("Renamed", null) }, 2, Samples.Start)));
        Assert.Empty(await ListAsync(new OrderQuery(Text: "Client")));
        Assert.Equal([1], await ListAsync(new OrderQuery(Text: "renamed")));
    }

    private static OrderView Engraved(int number, string store = SampleStores.Demo) =>
        Samples.View(number, store) with { Lines = [Samples.Line("1", "ring", category: "engraving")] };

    private static int Number(OrderRow row) => int.Parse(row.View.Number[1..], System.Globalization.CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<int>> ListAsync(OrderQuery query) => [.. (await Index.ListAsync(query)).Items.Select(Number)];

    private Task PutAsync(params OrderView[] views) => Harness.CommitAsync(batch =>
    {
        foreach (var view in views) Index.Put(batch, new OrderRow(view, 1, Samples.Start));
    });
}
