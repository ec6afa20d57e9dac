using System.Text.Json;
using Fulfilment.Azure.Retention;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Azure.Tests.Faults;
using Fulfilment.Domain;
using Fulfilment.Orchestration;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Compliance.Transfer;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Tests.Retention;

/// <summary>What is old goes, but for the only copy of an order.</summary>
public sealed class PurgeTests : GapTests
{
    private static readonly DateTimeOffset Before = Samples.Start.AddDays(120);
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Purge_OrderThatLeftAndNoExportHasRead_IsSparedUntilOneHas()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        await BringAsync(harness);
        await DepartAsync(harness, 2);

        Assert.Equal(new PurgeRun(0, 1, true), await PurgeAsync(harness));
        Assert.True(harness.Hub.Exists(Order));

        await TakeAsync(harness, 2);
        Assert.Equal(new PurgeRun(1, 0, true), await PurgeAsync(harness));
        Assert.False(harness.Hub.Exists(Order));
        Assert.Equal(2, (await harness.Port<IOrderMoves>().GetAsync(Order))!.Moves);
    }

    [Fact]
    public async Task Purge_OrderThatWasReadThenCameBackAndLeftAgain_IsSpared()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        await BringAsync(harness);
        await DepartAsync(harness, 2);
        await TakeAsync(harness, 2);
        await harness.Port<ITransferTarget>().PutAsync(TransferSamples.Whole(moves: 3));
        await DepartAsync(harness, 4);

        Assert.Equal(new PurgeRun(0, 1, true), await PurgeAsync(harness));
        Assert.True(harness.Hub.Exists(Order));
    }

    [Fact]
    public async Task Purge_WhileAnImportIsUnderWay_SparesWhatMayBeStartedAnew()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        await BringAsync(harness);
        await DepartAsync(harness, 2);
        await TakeAsync(harness, 2);
        await harness.Port<ITransferTarget>().BeginAsync(Samples.Start);
        Assert.Equal(new PurgeRun(0, 0, true) { Importing = 1 }, await PurgeAsync(harness));

        await harness.Port<ITransferTarget>().MarkImportedAsync([], Samples.Start);
        Assert.Equal(new PurgeRun(1, 0, true), await PurgeAsync(harness));
    }

    [Fact]
    public async Task Purge_EndedHere_GoesWhenItsEndIsLongAgo()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        foreach (var number in (int[])[1, 2, 3]) await harness.StartOrderAsync(Samples.OrderId(number));
        harness.Hub.End(Samples.OrderId(1), Before.AddTicks(-1));
        harness.Hub.End(Samples.OrderId(2), Before);

        Assert.Equal(new PurgeRun(1, 0, true), await PurgeAsync(harness));

        Assert.Equal([false, true, true], Enumerable.Range(1, 3).Select(number => harness.Hub.Exists(Samples.OrderId(number))));
    }

    [Fact]
    public async Task Purge_OutOfTime_GoesOnWhereItStoppedAndThenFromTheBeginning()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        var ids = Enumerable.Range(1, 201).Select(number => Samples.OrderId(number)).Order(StringComparer.Ordinal).ToList();
        foreach (var id in ids) End(harness, id);

        Assert.Equal(new PurgeRun(100, 0, false), await PurgeAsync(harness, TimeSpan.Zero));
        // Ended since, in a place that was passed: its turn comes again.
        End(harness, ids[0]);
        Assert.Equal(new PurgeRun(100, 0, false), await PurgeAsync(harness, TimeSpan.Zero));
        Assert.Equal(new PurgeRun(1, 0, true), await PurgeAsync(harness, TimeSpan.Zero));
        Assert.Equal([ids[0]], ids.Where(harness.Hub.Exists));
        Assert.Equal(new PurgeRun(1, 0, true), await PurgeAsync(harness, TimeSpan.Zero));
    }

    [Fact]
    public async Task Purge_CutOffInItsSecondPage_GoesOnThereTheNextTime()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        var ids = Enumerable.Range(1, 250).Select(number => Samples.OrderId(number)).Order(StringComparer.Ordinal).ToList();
        foreach (var id in ids) End(harness, id);
        await PurgeAsync(harness, TimeSpan.Zero);
        harness.Faults = new FaultPlan(2, afterEffect: false);
        await Assert.ThrowsAnyAsync<Exception>(() => PurgeAsync(harness));
        harness.Faults = null;
        // Its turn comes when a run begins anew.
        End(harness, ids[0]);

        Assert.Equal(new PurgeRun(150, 0, true), await PurgeAsync(harness));
        Assert.Equal([ids[0]], ids.Where(harness.Hub.Exists));
    }

    [Fact]
    public async Task Purge_ThePlaceIsKnownNoMore_CostsOneRun()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        var ids = Enumerable.Range(1, 150).Select(number => Samples.OrderId(number)).Order(StringComparer.Ordinal).ToList();
        foreach (var id in ids) End(harness, id);
        await PurgeAsync(harness, TimeSpan.Zero);
        harness.Hub.NextQueryFails = new ArgumentException("No such place.");

        await Assert.ThrowsAsync<ArgumentException>(() => PurgeAsync(harness));

        Assert.Equal(new PurgeRun(50, 0, true), await PurgeAsync(harness));
    }

    /// <summary>Dead anywhere, before or after the effect: the next run takes what is left.</summary>
    [Fact]
    public Task Purge_DiesAnywhere_TheNextRunTakesTheRest() => EveryGapAsync(
        prepare: async harness =>
        {
            foreach (var number in (int[])[2, 3]) End(harness, Samples.OrderId(number));
            await BringAsync(harness);
            await DepartAsync(harness, 2);
        },
        act: async harness => await PurgeAsync(harness, TimeSpan.Zero),
        check: harness =>
        {
            Assert.Equal([true, false, false], Enumerable.Range(1, 3).Select(number => harness.Hub.Exists(Samples.OrderId(number))));
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Purge_OneCannotBeRemoved_TheOthersGoAndTheFaultIsSeen()
    {
        await using var harness = await AzureHarness.OpenAzureAsync();
        foreach (var number in (int[])[1, 2, 3]) End(harness, Samples.OrderId(number));
        harness.Hub.Unremovable.Add(Samples.OrderId(2));

        var thrown = await Assert.ThrowsAsync<AggregateException>(() => PurgeAsync(harness));

        Assert.Contains(Samples.OrderId(2), Assert.Single(thrown.InnerExceptions).Message, StringComparison.Ordinal);
        Assert.Equal([false, true, false], Enumerable.Range(1, 3).Select(number => harness.Hub.Exists(Samples.OrderId(number))));
    }

    /// <summary>Before or after the note that it was read, and whether anybody got the answer or not: nothing is lost.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Purge_AfterAnExportThatDiedAnywhere_LeavesAnExportAllThatTheOrderLeftWith(bool afterEffect)
    {
        var (spared, purged) = (0, 0);
        for (var died = true; died;)
        {
            await using var harness = await AzureHarness.OpenAzureAsync(services => services.AddOrderTransfer());
            await BringAsync(harness);
            await DepartAsync(harness, 2);
            harness.Faults = new FaultPlan(spared + purged + 1, afterEffect);
            await Record.ExceptionAsync(() => ExportAsync(harness));
            died = harness.Faults.WasReached;
            harness.Faults = null;

            var run = await PurgeAsync(harness);
            (spared, purged) = (spared + run.Spared, purged + run.Purged);

            Assert.Equal(Json(TransferSamples.Whole(moves: 2)), Json(Assert.Single(await ExportAsync(harness))));
        }

        Assert.InRange(spared, 5, 100);
        Assert.InRange(purged, afterEffect ? 2 : 1, 10);
    }

    [Fact]
    public async Task Export_AfterThePurge_GivesTheSameToWhoeverAsksAgain()
    {
        await using var harness = await AzureHarness.OpenAzureAsync(services => services.AddOrderTransfer());
        await BringAsync(harness);
        await DepartAsync(harness, 2);
        var first = await ExportAsync(harness);
        Assert.Equal(new PurgeRun(1, 0, true), await PurgeAsync(harness));

        Assert.Equal(Json(Assert.Single(first)), Json(Assert.Single(await ExportAsync(harness))));
        Assert.Equal(Json(Assert.Single(first)), Json(Assert.Single(await ExportAsync(harness))));
    }

    private static void End(AzureHarness harness, string id)
    {
        harness.Hub.Start(id);
        harness.Hub.End(id, Samples.Start);
    }

    private static Task<PurgeRun> PurgeAsync(AzureHarness harness, TimeSpan? budget = null) => harness.Port<AzureRetention>().PurgeAsync(Before, budget ?? Ample);

    private static Task BringAsync(AzureHarness harness) => harness.Port<ITransferTarget>().PutAsync(TransferSamples.Whole());

    private static async Task DepartAsync(AzureHarness harness, int moves)
    {
        await harness.CommitAsync(batch => harness.Port<IOrderMoves>().Depart(batch, Order, moves, Samples.Start));
        harness.Hub.Depart(Order, TransferSamples.Whole(moves).Departure!);
    }

    private static Task<IReadOnlyList<TransferOrder>> TakeAsync(AzureHarness harness, int moves) =>
        harness.Port<ITransferSource>().TakeAsync([new LeavingOrder(Order, TransferSamples.Whole(moves).Departure)]);

    /// <summary>All that the export does for the order, its departure among it.</summary>
    private static async Task<List<TransferOrder>> ExportAsync(AzureHarness harness)
    {
        var records = new List<TransferRecord>();
        await harness.Port<OrderExport>().OrdersAsync([Order], records.Add);
        return [.. records.OfType<TransferRecord.Order>().Select(record => record.Content)];
    }

    private static string Json(TransferOrder order) => JsonSerializer.Serialize(order, DomainJson.Options);
}
