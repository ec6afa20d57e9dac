using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Tests.Azurite;

namespace Fulfilment.Azure.Tests.Tables;

public sealed class TableClientTests
{
    private static TableEntity Row(string partition, string row, string? text = null) => new(partition, row) { ["Text"] = text };

    [Fact]
    public async Task Get_AfterInsert_ReturnsEveryTypeExactly()
    {
        var table = await TestTables.CreateAsync();
        var row = new TableEntity("p", "r")
        {
            ["Text"] = "é \"quoted\" 山🎁 \\ line\nbreak",
            ["Int"] = int.MinValue,
            ["Long"] = long.MaxValue,
            ["Yes"] = true,
            ["No"] = false,
            ["Bytes"] = new byte[] { 0, 255, 7 },
            ["Empty"] = "",
            ["Absent"] = null,
        };
        row.SetTime("At", new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(1)).AddTicks(1));

        Assert.True(await table.InsertAsync(row));
        var read = (await table.GetAsync("p", "r"))!;

        Assert.True(row.SameValues(read), string.Join(", ", read.Values));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).AddTicks(1), read.Time("At"));
        Assert.NotNull(read.ETag);
    }

    [Fact]
    public async Task Get_UnknownRow_ReturnsNull() => Assert.Null(await (await TestTables.CreateAsync()).GetAsync("p", "r"));

    [Fact]
    public async Task Get_UnknownTable_Throws()
    {
        var table = (await TestTables.OpenAsync()).Table("Missing");
        Assert.Equal("TableNotFound", (await Assert.ThrowsAsync<TableRequestException>(() => table.GetAsync("p", "r"))).Code);
    }

    [Fact]
    public async Task CreateIfAbsent_Twice_DoesNothing()
    {
        var table = await TestTables.CreateAsync();
        await table.CreateIfAbsentAsync();
        Assert.True(await table.InsertAsync(Row("p", "r")));
    }

    [Fact]
    public async Task Insert_RowExists_IsFalseAndChangesNothing()
    {
        var table = await TestTables.CreateAsync();
        Assert.True(await table.InsertAsync(Row("p", "r", "first")));
        Assert.False(await table.InsertAsync(Row("p", "r", "second")));
        Assert.Equal("first", (await table.GetAsync("p", "r"))!.Text("Text"));
    }

    [Fact]
    public async Task Replace_ChangedSinceItWasRead_IsFalseAndChangesNothing()
    {
        var table = await TestTables.CreateAsync();
        await table.InsertAsync(Row("p", "r", "first"));
        var mine = (await table.GetAsync("p", "r"))!;
        var theirs = (await table.GetAsync("p", "r"))!;
        theirs["Text"] = "theirs";
        mine["Text"] = "mine";
        Assert.True(await table.ReplaceAsync(theirs));
        Assert.False(await table.ReplaceAsync(mine));
        Assert.Equal("theirs", (await table.GetAsync("p", "r"))!.Text("Text"));
    }

    [Fact]
    public async Task Delete_ChangedOrGone_IsFalse()
    {
        var table = await TestTables.CreateAsync();
        await table.InsertAsync(Row("p", "r", "first"));
        var old = (await table.GetAsync("p", "r"))!;
        await table.UpsertAsync(Row("p", "r", "second"));
        Assert.False(await table.DeleteAsync(old));
        Assert.True(await table.DeleteAsync((await table.GetAsync("p", "r"))!));
        Assert.False(await table.DeleteAsync(old));
    }

    [Fact]
    public async Task Query_MoreRowsThanAPage_ReturnsAllInOrder()
    {
        var table = await TestTables.CreateAsync();
        for (var i = 0; i < 25; i += 5)
            await table.CommitAsync([.. Enumerable.Range(i, 5).Select(n => new TableAction.Insert(Row("p", TableKey.Rising(n))))]);
        await table.InsertAsync(Row("q", "other"));

        var page = await table.QueryPageAsync(new TableQuery(TableFilter.Partition("p"), Top: 10));
        Assert.Equal(10, page.Rows.Count);
        Assert.NotNull(page.Next);
        var all = await table.QueryAsync(new TableQuery(TableFilter.Partition("p"), Top: 10)).Select(row => row.RowKey).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 25).Select(n => TableKey.Rising(n)), all);
    }

    [Fact]
    public async Task Query_PrefixAndSelect_ReturnsThoseRowsAndColumns()
    {
        var table = await TestTables.CreateAsync();
        await table.InsertAsync(new TableEntity("p", "a|1") { ["Text"] = "x", ["Other"] = 1 });
        await table.InsertAsync(new TableEntity("p", "a|2") { ["Text"] = "it's", ["Other"] = 2 });
        await table.InsertAsync(new TableEntity("p", "b|1") { ["Text"] = "x", ["Other"] = 3 });
        var rows = await table.QueryAsync(new TableQuery(TableFilter.And(TableFilter.Partition("p"), TableFilter.RowPrefix("a|")), Select: ["Text"])).ToListAsync();
        Assert.Equal(["a|1", "a|2"], rows.Select(row => row.RowKey));
        Assert.All(rows, row => Assert.Null(row["Other"]));
        var quoted = await table.QueryAsync(new TableQuery(TableFilter.And(TableFilter.Partition("p"), TableFilter.Equal("Text", "it's")))).ToListAsync();
        Assert.Equal("a|2", Assert.Single(quoted).RowKey);
        Assert.NotNull(quoted[0].ETag);
    }

    [Fact]
    public async Task Commit_OneActionFails_ChangesNothing()
    {
        var table = await TestTables.CreateAsync();
        await table.InsertAsync(Row("p", "there", "old"));
        var commit = await table.CommitAsync([new TableAction.Insert(Row("p", "new")), new TableAction.Insert(Row("p", "there", "new"))]);
        Assert.Equal(new TableCommit(false, "EntityAlreadyExists"), commit);
        Assert.Null(await table.GetAsync("p", "new"));
        Assert.Equal("old", (await table.GetAsync("p", "there"))!.Text("Text"));
    }

    [Fact]
    public async Task Commit_StaleETag_SaysSo()
    {
        var table = await TestTables.CreateAsync();
        await table.InsertAsync(Row("p", "r", "1"));
        var stale = (await table.GetAsync("p", "r"))!;
        await table.UpsertAsync(Row("p", "r", "2"));
        var commit = await table.CommitAsync([new TableAction.Insert(Row("p", "other")), new TableAction.Replace(stale)]);
        Assert.Equal(new TableCommit(false, "UpdateConditionNotSatisfied"), commit);
    }

    [Fact]
    public async Task Commit_EveryKindOfAction_CommitsAll()
    {
        var table = await TestTables.CreateAsync();
        await table.InsertAsync(Row("p", "replaced", "old é"));
        await table.InsertAsync(Row("p", "deleted"));
        var replaced = (await table.GetAsync("p", "replaced"))!;
        replaced["Text"] = "new é 山";
        var commit = await table.CommitAsync(
        [
            new TableAction.Insert(Row("p", "inserted", "a")), new TableAction.Upsert(Row("p", "upserted", "b")), new TableAction.Replace(replaced),
            new TableAction.Delete((await table.GetAsync("p", "deleted"))!),
        ]);
        Assert.True(commit.Committed);
        var rows = await table.QueryAsync(new TableQuery(TableFilter.Partition("p"))).ToDictionaryAsync(row => row.RowKey, row => row.Text("Text"));
        Assert.Equal(new Dictionary<string, string?> { ["inserted"] = "a", ["upserted"] = "b", ["replaced"] = "new é 山" }, rows);
    }

    [Fact]
    public async Task Commit_HundredRows_CommitsThem()
    {
        var table = await TestTables.CreateAsync();
        var rows = Enumerable.Range(0, 100).Select(n => (TableAction)new TableAction.Insert(Row("p", TableKey.Rising(n)))).ToList();
        Assert.True((await table.CommitAsync(rows)).Committed);
    }

    [Fact]
    public async Task Commit_OverALimit_IsRefusedBeforeItIsSent()
    {
        var table = await TestTables.CreateAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => table.CommitAsync([]));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            table.CommitAsync([.. Enumerable.Range(0, 101).Select(n => new TableAction.Insert(Row("p", $"{n}")))]));
        await Assert.ThrowsAsync<InvalidOperationException>(() => table.CommitAsync([new TableAction.Insert(Row("p", "r")), new TableAction.Insert(Row("q", "r"))]));
        await Assert.ThrowsAsync<InvalidOperationException>(() => table.CommitAsync([new TableAction.Insert(Row("p", "r")), new TableAction.Upsert(Row("p", "r"))]));
        var large = Enumerable.Range(0, 80).Select(n => (TableAction)new TableAction.Insert(new TableEntity("p", $"{n}") { ["Bytes"] = new byte[60_000] })).ToList();
        await Assert.ThrowsAsync<InvalidOperationException>(() => table.CommitAsync(large));
    }
}
