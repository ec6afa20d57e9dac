using Fulfilment.Azure.Stock;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Azure.Tests.Faults;

/// <summary>An operation that changes more rows than a transaction holds.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class StockJournalTests
{
    private const int Skus = 8;
    private static readonly string Order = Samples.OrderId(1);

    [Fact]
    public async Task Arrive_GoodsForAllWhoWait_ServesThemAll()
    {
        const int orders = 45;
        await using var harness = await AzureHarness.OpenAzureAsync();
        for (var number = 1; number <= orders; number++)
        {
            var demand = new StockDemand(Samples.OrderId(number), SampleStores.Demo, 1, [new("mug", 1)], 0, Samples.Start.AddMinutes(number), DemandMode.AllOrNothing);
            await harness.CommitAsync(batch => harness.Port<IStockLedger>().Demand(batch, $"k{demand.OrderId}", demand));
        }

        await harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a", "mug", orders);
        var level = (await harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!;
        Assert.Equal((orders, orders, 0), (level.OnHand, level.Allocated, level.Waiting));
        var holdings = await harness.Port<IStockLedger>().HoldingsAsync(SampleStores.Demo);
        Assert.Equal(orders, holdings.Count);
        Assert.All(holdings, holding => Assert.Equal(1, holding.Allocated));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Demand_ProcessDiesAtAnyCall_TheRepeatCompletesIt(bool afterEffect)
    {
        for (var failAt = 1; ; failAt++)
        {
            await using var harness = await OpenAsync();
            harness.Faults = new FaultPlan(failAt, afterEffect);
            await Record.ExceptionAsync(() => DemandAsync(harness, 1));
            var reached = harness.Faults.WasReached;
            harness.Faults = null;
            await DemandAsync(harness, 1);
            await CheckAsync(harness, waiting: 1, $"died at {failAt}");
            Assert.Single((await harness.RaisedAsync(Order)).OfType<OrderCommand.StockExpected>().Select(command => command.CommandId).Distinct());
            if (!reached) return;
        }
    }

    [Fact]
    public async Task Demand_AnotherProcessCompletesItAndGoesOn_IsNeverWrittenOverWhatCameLater()
    {
        for (var at = 1; ; at++)
        {
            await using var slow = await OpenAsync();
            await using var fast = await slow.OpenBesideAsync();
            var wasCommitted = false;
            slow.Meanwhile = new Interlude(at, async () =>
            {
                wasCommitted = await fast.Port<AzureTables>().Stock.GetAsync(TableKey.Escape(SampleStores.Demo), StockRowKeys.Head) is not null;
                await fast.CommitAsync(batch => fast.Port<IStockLedger>().Release(batch, "r", SampleStores.Demo, Order));
                await fast.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a", Sku(0), 0);
            });
            await DemandAsync(slow, 1);
            await CheckAsync(fast, waiting: wasCommitted ? 0 : 1, $"interlude before call {at}");
            if (!slow.Meanwhile.WasReached) return;
        }
    }

    /// <summary>More than five changes are written down first, and then applied three at a time.</summary>
    private static Task<AzureHarness> OpenAsync() => AzureHarness.OpenAzureAsync(services =>
        services.AddSingleton(provider => new StockJournal(provider.GetRequiredService<AzureTables>(), maxDirect: 5, maxGroup: 3)));

    private static async Task DemandAsync(AzureHarness harness, int version)
    {
        harness.Hub.Start(Order);
        var demand = new StockDemand(Order, SampleStores.Demo, version, [.. Enumerable.Range(0, Skus).Select(i => new StockLine(Sku(i), 1))], 0, Samples.Start, DemandMode.AllOrNothing);
        await harness.CommitAsync(batch => harness.Port<IStockLedger>().Demand(batch, $"k{version}", demand));
    }

    private static async Task CheckAsync(AzureHarness harness, int waiting, string what)
    {
        await harness.Port<AzureMaintenance>().RunAsync();
        var levels = (await harness.Port<IStockLedger>().ListAsync(SampleStores.Demo)).Items;
        Assert.True(levels.Count == Skus && levels.All(level => level.Waiting == waiting), $"{what}: {string.Join(", ", levels)}");
        var holdings = await harness.Port<IStockLedger>().HoldingsAsync(SampleStores.Demo);
        Assert.True(holdings.Count == Skus * waiting, $"{what}: {string.Join(", ", holdings)}");
        var rows = await harness.Port<AzureTables>().Stock.QueryAsync(new TableQuery(TableFilter.Partition(TableKey.Escape(SampleStores.Demo)))).ToListAsync();
        Assert.DoesNotContain(rows, row => row.RowKey.StartsWith("j|", StringComparison.Ordinal) || row.RowKey.StartsWith(Documents.PartPrefix, StringComparison.Ordinal));
    }

    private static string Sku(int number) => $"sku-{number}";
}
