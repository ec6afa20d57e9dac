using Fulfilment.Azure.Stock;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Azure.Tests.Faults;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Tests;

public sealed class MaintenanceTests
{
    [Fact]
    public async Task Run_OneStoresImportIsBroken_TheOthersAndItsStockAreMendedAndTheFaultIsSeen()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        var tables = harness.Port<AzureTables>();
        // Written down, and its document is gone.
        await tables.Catalogue.UpsertAsync(new TableEntity(SampleStores.Demo, "m") { ["Import"] = "gone" });
        foreach (var store in (string[])[SampleStores.Demo, SampleStores.Other])
        {
            await harness.StartOrderAsync(Samples.OrderId(1, store));
            await harness.Port<IStockLedger>().ArriveAsync(store, "a", "mug", 1);
            // Dies after its commit, before anybody is told.
            harness.Faults = new FaultPlan(7, afterEffect: true);
            await Record.ExceptionAsync(() => harness.CommitAsync(batch => harness.Port<IStockLedger>().Demand(batch, "k", Wants(store))));
            harness.Faults = null;
            Assert.NotNull((await tables.Stock.GetAsync(store, StockRowKeys.Head))!["Untold"]);
        }

        var thrown = await Assert.ThrowsAsync<AggregateException>(() => harness.Port<AzureMaintenance>().RunAsync());

        Assert.Contains(SampleStores.Demo, Assert.Single(thrown.InnerExceptions).Message, StringComparison.Ordinal);
        foreach (var store in (string[])[SampleStores.Demo, SampleStores.Other]) Assert.Single(await harness.RaisedAsync(Samples.OrderId(1, store)));
    }

    private static Domain.Orders.StockDemand Wants(string store) =>
        new(Samples.OrderId(1, store), store, 1, [new("mug", 1)], 0, Samples.Start, Domain.Orders.DemandMode.AllOrNothing);
}
