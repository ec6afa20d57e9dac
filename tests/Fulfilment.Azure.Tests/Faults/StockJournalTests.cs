using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Tests.Faults;

/// <summary>An operation that changes more rows than a transaction holds.</summary>
public sealed class StockJournalTests
{
    private const int Orders = 45;

    [Fact]
    public async Task Arrive_GoodsForAllWhoWait_ServesThemAll()
    {
        await using var harness = await WaitingAsync();
        await harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a", "mug", Orders);
        await CheckAsync(harness);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Arrive_ProcessDiesWhileTheJournalIsApplied_TheNextOperationCompletesIt(bool afterEffect)
    {
        for (var failAt = 6; ; failAt += 9)
        {
            await using var harness = await WaitingAsync();
            harness.Faults = new FaultPlan(failAt, afterEffect);
            await Record.ExceptionAsync(() => harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a", "mug", Orders));
            var reached = harness.Faults.WasReached;
            harness.Faults = null;
            await harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a", "mug", Orders);
            await harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "b", "ring", 1);
            await CheckAsync(harness);
            if (!reached) return;
        }
    }

    private static async Task<AzureHarness> WaitingAsync()
    {
        var harness = await AzureHarness.OpenAzureAsync();
        await harness.StartOrderAsync(Samples.OrderId(1));
        for (var number = 1; number <= Orders; number++)
        {
            var demand = new StockDemand(Samples.OrderId(number), SampleStores.Demo, 1, [new("mug", 1)], 0, Samples.Start.AddMinutes(number), DemandMode.AllOrNothing);
            await harness.CommitAsync(batch => harness.Port<IStockLedger>().Demand(batch, $"k{demand.OrderId}", demand));
        }

        return harness;
    }

    private static async Task CheckAsync(AzureHarness harness)
    {
        var level = (await harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!;
        Assert.Equal((Orders, Orders, 0), (level.OnHand, level.Allocated, level.Waiting));
        var holdings = await harness.Port<IStockLedger>().HoldingsAsync(SampleStores.Demo);
        Assert.Equal(Orders, holdings.Count);
        Assert.All(holdings, holding => Assert.Equal(1, holding.Allocated));
        Assert.Single((await harness.RaisedAsync(Samples.OrderId(1))).OfType<OrderCommand.StockAllocated>().Select(command => command.CommandId).Distinct());
    }
}
