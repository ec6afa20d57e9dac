using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Tests.Faults;

/// <summary>Imports that are larger than a row, and several at once.</summary>
public sealed class CatalogueImportTests : GapTests
{
    private const int Large = 48;

    [Fact]
    public Task Import_LargerThanARow_IsAllThereAndLeavesNothing() => EveryGapAsync(
        act: harness => harness.Port<ICatalogue>().ImportAsync(SampleStores.Demo, LargeItems()),
        check: async harness =>
        {
            await harness.Port<AzureMaintenance>().RunAsync();
            Assert.Equal(Large, (await harness.Port<ICatalogue>().FindAsync(SampleStores.Demo, [.. LargeItems().Select(item => item.Sku)])).Count);
            await AssertNothingLeftAsync(harness);
        });

    [Fact]
    public Task Import_LargerThanARowAndNeverRepeated_IsMendedByTheTimer() => EveryGapAsync(
        act: async harness =>
        {
            // The second time only mends, unless nothing was written down.
            if ((await RowsAsync(harness)).Count == 0) await harness.Port<ICatalogue>().ImportAsync(SampleStores.Demo, LargeItems());
        },
        check: async harness =>
        {
            await harness.Port<AzureMaintenance>().RunAsync();
            var found = (await harness.Port<ICatalogue>().FindAsync(SampleStores.Demo, [.. LargeItems().Select(item => item.Sku)])).Count;
            Assert.Equal(Large, found);
            await AssertNothingLeftAsync(harness);
        });

    [Fact]
    public async Task Import_AnotherProcessImportsMeanwhile_OneOfThemIsTheLaterForEverySku()
    {
        for (var at = 1; ; at++)
        {
            await using var slow = await AzureHarness.OpenAzureAsync();
            await using var fast = await slow.OpenBesideAsync();
            var slowIsFirst = false;
            slow.Meanwhile = new Interlude(at, async () =>
            {
                slowIsFirst = (await RowsAsync(fast)).Count > 0;
                await fast.Port<ICatalogue>().ImportAsync(SampleStores.Demo, Priced(200));
            });
            await slow.Port<ICatalogue>().ImportAsync(SampleStores.Demo, Priced(100));
            var prices = (await fast.Port<ICatalogue>().FindAsync(SampleStores.Demo, [.. Items().Select(item => item.Sku)])).Select(item => item.UnitPrice).Distinct();
            Assert.True(Assert.Single(prices) == Price(slow.Meanwhile.WasReached && slowIsFirst ? 200 : 100), $"before call {at}");
            await AssertNothingLeftAsync(fast);
            if (!slow.Meanwhile.WasReached) return;
        }
    }

    private static async Task AssertNothingLeftAsync(AzureHarness harness) =>
        Assert.DoesNotContain(await RowsAsync(harness), row => row.RowKey.StartsWith('m') || row.RowKey.StartsWith(Documents.PartPrefix, StringComparison.Ordinal));

    private static async Task<List<TableEntity>> RowsAsync(AzureHarness harness) =>
        await harness.Port<AzureTables>().Catalogue.QueryAsync(new TableQuery(TableFilter.Partition(TableKey.Escape(SampleStores.Demo)))).ToListAsync();

    private static CatalogueItem[] Priced(long cents) => [.. Items().Select(item => item with { UnitPrice = Price(cents) })];

    private static Money Price(long cents) => new(cents, Currency.Of("EUR"));

    /// <summary>Over a megabyte, whatever a compressor does.</summary>
    private static CatalogueItem[] LargeItems()
    {
        var noise = new Random(1);
        return [.. Enumerable.Range(0, Large).Select(i =>
        {
            var bytes = new byte[22_500];
            noise.NextBytes(bytes);
            return new CatalogueItem($"sku-{i:000}", new Dictionary<string, string> { ["en"] = Convert.ToBase64String(bytes) }, "default", new Money(100, Currency.Of("EUR")), 0.2m, 100);
        })];
    }
}
