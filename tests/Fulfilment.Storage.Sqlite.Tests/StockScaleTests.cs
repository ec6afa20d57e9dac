using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;
using SQLitePCL;

namespace Fulfilment.Storage.Sqlite.Tests;

/// <summary>What back-orders cost on the engine's own thread: counted in SQLite's steps, never in time.</summary>
public sealed class StockScaleTests : IAsyncLifetime
{
    private SqliteHarness _harness = null!;

    public async Task InitializeAsync() => _harness = await SqliteHarness.OpenAsync();

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task Demand_ManyWait_TheNextBackOrderTakesNoMoreSteps()
    {
        await _harness.Port<IStockLedger>().ExpectAsync(SampleStores.Demo, "e", "mug", 500, Samples.Start.AddDays(3));
        for (var number = 1; number < 20; number++) await DemandAsync(number);
        var few = await StepsAsync(() => DemandAsync(20));
        for (var number = 21; number < 300; number++) await DemandAsync(number);
        var many = await StepsAsync(() => DemandAsync(300));
        // Indexes are some levels deeper by then; reading those who wait would multiply the steps.
        Assert.InRange(many, 1, few + few / 5);
    }

    [Fact]
    public async Task Migration_OrdersWaitFromBefore_TheirQueuesAreCounted()
    {
        for (var number = 1; number <= 3; number++) await DemandAsync(number);
        var before = await QueueAsync();
        Assert.StartsWith("3 ", before, StringComparison.Ordinal);
        await _harness.Engine.Store.WriteAsync(tx =>
        {
            tx.Prepare("ALTER TABLE stock_levels DROP COLUMN last").ExecuteNonQuery();
            return 0;
        });
        await _harness.Engine.Store.WriteAsync(tx => tx.Prepare("UPDATE stock_levels SET waiting = 0").ExecuteNonQuery());
        var again = SqliteStores.Modules.Single(module => module.Name == "stock").Migrations[1].Split(';', 2)[1];
        foreach (var statement in again.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            await _harness.Engine.Store.WriteAsync(tx => tx.Prepare(statement).ExecuteNonQuery());
        Assert.Equal(before, await QueueAsync());
    }

    private Task<string> QueueAsync() => _harness.Engine.Store.ReadAsync(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = "SELECT waiting || ' ' || last FROM stock_levels WHERE sku = 'mug'";
        return (string)command.ExecuteScalar()!;
    });

    private Task DemandAsync(int number) => _harness.CommitAsync(batch => _harness.Port<IStockLedger>().Demand(batch, $"k{number}", new StockDemand(
        Samples.OrderId(number), SampleStores.Demo, 1, [new StockLine("mug", 1)], 0, Samples.Start.AddMinutes(number), DemandMode.AllOrNothing)));

    /// <summary>Steps that SQLite's machine took on the engine's connection meanwhile.</summary>
    private async Task<int> StepsAsync(Func<Task> work)
    {
        var steps = 0;
        await WatchAsync(1, _ => steps++ * 0);
        await work();
        await WatchAsync(0, null);
        return steps;
    }

    private Task WatchAsync(int every, delegate_progress? watch) => _harness.Engine.Store.WriteAsync(tx =>
    {
        raw.sqlite3_progress_handler(tx.Connection.Handle, every, watch, null);
        return 0;
    });
}
