using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Domain;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Compliance.Transfer;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Tests.Faults;

/// <summary>An export that dies at any call, and is repeated.</summary>
public sealed class ExportGapTests : GapTests
{
    [Fact]
    public Task Export_OfAnOrder_GivesAllOfItAndTakesItOnce() => EveryGapAsync(
        prepare: async harness =>
        {
            await harness.Port<ITransferTarget>().PutAsync(Given());
            await harness.CommitAsync(batch => harness.Port<IOrderMoves>().Depart(batch, Order, 2, Samples.Start));
            harness.Hub.End(Order);
        },
        act: harness => TakeAsync(harness),
        check: async harness =>
        {
            var expected = Given() with { Moves = 2, Departure = TransferSamples.Whole(moves: 2).Departure };
            Assert.Equal(Json(expected), Json(Assert.Single(await TakeAsync(harness))));
            Assert.Equal(0, (await harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!.OnHand);
        });

    [Fact]
    public Task Export_OfAStore_GivesAllOfItAndTakesItsGoodsOnce() => EveryGapAsync(
        prepare: async harness =>
        {
            await harness.Port<ITransferTarget>().PutAsync(new TransferRecord.Waybills(SampleStores.Demo, [new WaybillNumber("k41", 41)]), Samples.Start);
            await harness.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a1", "mug", 5);
        },
        act: async harness =>
        {
            await harness.Port<ITransferSource>().MarkExportedAsync([SampleStores.Demo], Samples.Start);
            await harness.Port<ITransferSource>().ReadStoresAsync([SampleStores.Demo]).ToListAsync();
            await harness.Port<ITransferSource>().TakeGoodsAsync(SampleStores.Demo).ToListAsync();
        },
        check: async harness =>
        {
            var read = await harness.Port<ITransferSource>().ReadStoresAsync([SampleStores.Demo]).ToListAsync();
            Assert.Equal(["a1"], Assert.Single(read.OfType<TransferRecord.StockKeys>()).Keys.Select(key => key.Key));
            Assert.Single(read.OfType<TransferRecord.Waybills>());
            var taken = await harness.Port<ITransferSource>().TakeGoodsAsync(SampleStores.Demo).ToListAsync();
            Assert.Equal(5, taken.SelectMany(goods => goods.Skus).Sum(item => item.Quantity));
            Assert.Equal(0, (await harness.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!.OnHand);
        });

    /// <summary>Before each call of the export another process books goods: they move with their key, or stay here.</summary>
    [Fact]
    public async Task Export_AnArrivalMeanwhile_GoesWithItsKeyOrNotAtAll()
    {
        var (whole, refused) = (0, 0);
        for (var at = 1; ; at++)
        {
            await using var slow = await AzureHarness.OpenAzureAsync();
            await using var fast = await slow.OpenBesideAsync();
            await fast.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a1", "mug", 5);
            slow.Meanwhile = new Interlude(at, () => fast.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a2", "mug", 3));
            try
            {
                var (keys, goods) = await ReadStoreAsync(slow);
                Assert.True(goods == (keys.Contains("a2") ? 8 : 5), $"Before call {at}: {goods} mugs with {string.Join(", ", keys)}.");
                whole++;
            }
            catch (TransferBlockedException)
            {
                refused++;
            }

            if (!slow.Meanwhile.WasReached) break;
            slow.Meanwhile = null;
            // As the message says: again, with nobody booking any more.
            var (all, both) = await ReadStoreAsync(slow);
            Assert.Equal(("a1,a2", 8), (string.Join(',', all), both));
        }

        Assert.True(whole > 1 && refused > 1, $"{whole} whole, {refused} refused");
    }

    private static async Task<(List<string> Keys, int Goods)> ReadStoreAsync(AzureHarness harness)
    {
        var source = harness.Port<ITransferSource>();
        var operations = await source.StockOperationsAsync(SampleStores.Demo);
        var keys = (await source.ReadStoresAsync([SampleStores.Demo]).ToListAsync()).OfType<TransferRecord.StockKeys>().SelectMany(record => record.Keys).Select(key => key.Key).ToList();
        var goods = await source.TakeGoodsAsync(SampleStores.Demo, operations).ToListAsync();
        return (keys, goods.SelectMany(record => record.Skus).Sum(item => item.Quantity));
    }

    /// <summary>Fewer records, so that the sweep stays short; each kind that is taken is there.</summary>
    private static TransferOrder Given() => TransferSamples.Whole() with
    {
        Effects = [new TransferEffect($"{Order}/4", Handler.Lane, 4, "\"4\"", Samples.Start, 0, null, null)],
    };

    private static Task<IReadOnlyList<TransferOrder>> TakeAsync(AzureHarness harness) =>
        harness.Port<ITransferSource>().TakeAsync([new LeavingOrder(Order, TransferSamples.Whole(moves: 2).Departure)]);

    private static string Json(TransferOrder order) => System.Text.Json.JsonSerializer.Serialize(order, DomainJson.Options);
}
