using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Compliance.Transfer;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Tests.Faults;

/// <summary>An order leaves, and a store's records and ids arrive. (The order's own arrival: <see cref="EveryGapTests"/>; the export: <see cref="ExportGapTests"/>.)</summary>
public sealed class MoveGapTests : GapTests
{
    private static readonly DateTimeOffset Exported = Samples.Start.AddHours(1);

    [Fact]
    public Task Depart_Activity_ClosesTheDoorAndLeavesTheLists() => EveryGapAsync(
        prepare: harness => harness.Port<ITransferTarget>().PutAsync(TransferSamples.Whole()),
        act: harness => harness.CommitAsync(batch => harness.Port<IOrderMoves>().Depart(batch, Order, 2, Samples.Start)),
        check: async harness =>
        {
            Assert.Equal(new OrderMove(2, Samples.Start), await harness.Port<IOrderMoves>().GetAsync(Order));
            Assert.Equal(Samples.Start, (await harness.Port<IOrderIndex>().GetAsync(Order))!.MovedAt);
            Assert.Empty((await harness.Port<IOrderIndex>().ListAsync(new OrderQuery(OpenOnly: true))).Items);
            Assert.Equal(0, (await harness.Port<IOrderIndex>().CountAsync(null)).Values.Sum());
            Assert.Equal(Samples.Start, Assert.Single((await harness.Port<IOrderIndex>().ListAsync(new OrderQuery())).Items).MovedAt);
        });

    [Fact]
    public Task Import_OfAStoresRecordsAndIds_IsAllThereOnceAndFinished() => EveryGapAsync(
        act: ImportAsync,
        check: async harness =>
        {
            Assert.Null(await harness.Port<ITransferTarget>().UnfinishedAsync());
            var read = await harness.Port<ITransferSource>().ReadStoresAsync([SampleStores.Demo]).ToListAsync();
            // The goods that came are an operation of this ledger.
            Assert.Equal(Records(new StockKey("goods-1", null)).Select(Json).Order(StringComparer.Ordinal), read.Select(Json).Order(StringComparer.Ordinal));
            Assert.Equal(5, (await harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!.OnHand);
            Assert.Equal([new OrderMove(0, null), new OrderMove(3, harness.Clock.GetUtcNow())], await Task.WhenAll(((int[])[2, 3]).Select(async number => (await harness.Port<IOrderMoves>().GetAsync(Samples.OrderId(number)))!)));
            // As of then: an older file changes nothing any more.
            Assert.False(await harness.Port<ITransferTarget>().PutAsync(new TransferRecord.Catalogue(SampleStores.Demo, [Items()[0]]), Samples.Start));
        });

    /// <summary>Until the last step an unfinished import is seen, whatever of it is there: nothing from outside may be taken meanwhile.</summary>
    [Fact]
    public async Task Import_ThatDiedAnywhere_IsUnfinishedUntilItIsRepeated()
    {
        for (var failAt = 1; ; failAt++)
        {
            await using var harness = await AzureHarness.OpenAzureAsync();
            harness.Faults = new FaultPlan(failAt, afterEffect: true);
            await Record.ExceptionAsync(() => ImportAsync(harness));
            var (died, calls) = (harness.Faults.WasReached, harness.Faults.Calls);
            harness.Faults = null;
            if (!died) break;
            var unfinished = await harness.Port<ITransferTarget>().UnfinishedAsync();
            // The last call takes the mark away.
            Assert.True(unfinished is not null || calls == await CallsAsync(), $"call {failAt}");
        }
    }

    private static async Task<int> CallsAsync()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        harness.Faults = new FaultPlan(int.MaxValue, afterEffect: false);
        await ImportAsync(harness);
        return harness.Faults.Calls;
    }

    private static async Task ImportAsync(AzureHarness harness)
    {
        var (target, import) = (harness.Port<ITransferTarget>(), new OrderImport(harness.Port<ITransferTarget>()));
        await target.BeginAsync(Exported);
        var result = new ImportResult();
        foreach (var record in Records()) result = await import.PutAsync(record, Exported, result);
        result = await import.PutAsync(new TransferRecord.Goods("goods-1", SampleStores.Demo, [new FreeGoods("mug", 5, [])]), Exported, result);
        await import.PutAsync(new TransferRecord.Ids([new KnownId(Samples.OrderId(2), 0, Elsewhere: false), new KnownId(Samples.OrderId(3), 3, Elsewhere: true)]), Exported, result);
        await target.MarkImportedAsync([SampleStores.Demo], Exported);
    }

    /// <param name="more">Keys of operations that are none of the file.</param>
    private static List<TransferRecord> Records(params IReadOnlyList<StockKey> more)
    {
        var seen = Delivery("d7");
        return
        [
            new TransferRecord.Policies(SampleStores.Demo, [new PolicyVersion(1, Samples.Start, "Sam", new ReleasePolicy { Version = 1 })]),
            new TransferRecord.Catalogue(SampleStores.Demo, [Items()[0]]),
            new TransferRecord.Shipping(SampleStores.Demo, [new ShippingQuote(new ShippingMethod("post", "Post"), new Money(500, Currency.Of("EUR")))]),
            new TransferRecord.StockKeys(SampleStores.Demo, [new StockKey("a1", null), .. more]),
            new TransferRecord.Waybills(SampleStores.Demo, [new WaybillNumber("k41", 41)]),
            new TransferRecord.Deliveries([new SeenDelivery(TransferSamples.Hash(seen.Key), seen.Source, seen.Store, seen.Topic, seen.DeliveryId, seen.ReceivedAt, new IntakeAnswer(IntakeOutcome.Started, "x"))]),
        ];
    }

    private static string Json(TransferRecord record) => System.Text.Json.JsonSerializer.Serialize(record, DomainJson.Options);
}
