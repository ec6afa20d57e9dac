using System.Text.Json;
using Fulfilment.Host.Tests.Running;

namespace Fulfilment.Host.Tests.Retention;

public sealed class PurgeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.In("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Purge_OldAndYoung_RemovesTheOldOnceAndKeepsTheirIds()
    {
        _folder.Write("data/fulfil.json", """{ "retentionDays": 100, "stores": { "demo": { } } }""");
        await FillAsync();

        var looked = await Fulfil.RunAsync("purge", "--data", Data, "--dry-run", "--json");
        AssertReport(looked, dryRun: true, orders: 2, webhooks: 2);
        var removed = await Fulfil.RunAsync("purge", "--data", Data, "--json");
        AssertReport(removed, dryRun: false, orders: 2, webhooks: 2);
        AssertReport(await Fulfil.RunAsync("purge", "--data", Data, "--json"), dryRun: false, orders: 0, webhooks: 0);

        await using var data = await AgedData.OpenAsync(Data, DateTimeOffset.UtcNow);
        Assert.Equal(["young"], await data.InstancesAsync());
        Assert.False(await data.Engine.Store.WriteAsync(transaction => transaction.Start("Ended", "old-1", null)));
        Assert.Equal(0, (await Fulfil.RunAsync("check", "--data", Data)).ExitCode);
    }

    [Fact]
    public async Task Purge_WhileAnOrderHasLeftAndWasNotReadOut_KeepsEveryHistory()
    {
        _folder.Write("data/fulfil.json", """{ "retentionDays": 100, "stores": { "demo": { } } }""");
        await FillAsync();
        await using (var data = await AgedData.OpenAsync(Data, DateTimeOffset.UtcNow))
            await data.Engine.Store.WriteAsync(transaction => transaction.Prepare(
                "INSERT INTO transfer_orders(order_id, moves, elsewhere) VALUES('demo.own.1', 1, 1); INSERT INTO transfer_taken(order_id, moves, content) VALUES('demo.own.1', 1, '{\"departure\":null}')").ExecuteNonQuery());

        AssertReport(await Fulfil.RunAsync("purge", "--data", Data, "--dry-run", "--json"), dryRun: true, orders: 0, webhooks: 2);
        AssertReport(await Fulfil.RunAsync("purge", "--data", Data, "--json"), dryRun: false, orders: 0, webhooks: 2);

        await using (var data = await AgedData.OpenAsync(Data, DateTimeOffset.UtcNow))
            await data.Engine.Store.WriteAsync(transaction => transaction
                .Prepare("UPDATE transfer_taken SET content = '{\"departure\":{}}'").ExecuteNonQuery());
        AssertReport(await Fulfil.RunAsync("purge", "--data", Data, "--json"), dryRun: false, orders: 2, webhooks: 0);
    }

    [Fact]
    public async Task Purge_AnotherAge_CountsFromIt()
    {
        await FillAsync();

        var run = await Fulfil.RunAsync("purge", "--data", Data, "--older-than", "365d");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("0 orders' histories", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Purge_BesideARunningEngine_SaysThatItPurgesByItselfAndLooksOnly()
    {
        Directory.CreateDirectory(Data);
        await using var data = await AgedData.OpenAsync(Data, DateTimeOffset.UtcNow.AddDays(-200));
        await data.AddAsync("old");

        var refused = await Fulfil.RunAsync("purge", "--data", Data, "--older-than", "120d");
        var looked = await Fulfil.RunAsync("purge", "--data", Data, "--older-than", "120d", "--dry-run", "--json");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("purges daily by itself", refused.OnlyErrorLine, StringComparison.Ordinal);
        AssertReport(looked, dryRun: true, orders: 1, webhooks: 1);
        Assert.Equal(["old"], await data.InstancesAsync());
    }

    [Theory]
    [InlineData("120")]
    [InlineData("-5d")]
    [InlineData("d")]
    [InlineData("99999999d")]
    public async Task Purge_AgeThatIsNone_IsABadArgument(string age)
    {
        var run = await Fulfil.RunAsync("purge", "--data", Data, $"--older-than={age}");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("such as 120d", run.OnlyErrorLine, StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        Directory.CreateDirectory(Data);
        await using var data = await AgedData.OpenAsync(Data, DateTimeOffset.UtcNow.AddDays(-200));
        await data.AddAsync("old-1");
        await data.AddAsync("old-2");
        data.Clock.Advance(TimeSpan.FromDays(150));
        await data.AddAsync("young");
    }

    private static void AssertReport(Finished run, bool dryRun, long orders, long webhooks)
    {
        Assert.Equal(0, run.ExitCode);
        var report = JsonDocument.Parse(run.LastLine).RootElement;
        Assert.Equal(
            (dryRun, orders, webhooks),
            (report.GetProperty("dryRun").GetBoolean(), report.GetProperty("orders").GetInt64(), report.GetProperty("webhooks").GetInt64()));
    }
}
