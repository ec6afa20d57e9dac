using System.Text;
using System.Text.Json;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Stock;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Azure.Tests.Outbox;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Compliance.Transfer;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Azure.Tests.Sizes;

/// <summary>A property holds 64 KiB, a row 1 MiB, a transaction 4 MiB: nothing that comes from outside may be refused for it.</summary>
public sealed class LargeValueTests : IAsyncLifetime
{
    private const int TwoMegabytes = 2 * 1024 * 1024;
    private static readonly string Order = Samples.OrderId(1);

    private readonly ScriptedOutboxHandler _handler = new();
    private AzureHarness _harness = null!;

    public async Task InitializeAsync() => _harness = await AzureHarness.OpenAzureAsync(services => services.AddSingleton<IOutboxHandler>(_handler));

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task Accept_TwoMegabytesOfNoise_StartsTheOrderAndKeepsTheBody()
    {
        var inbox = _harness.Port<IDeliveryInbox>();
        var place = Place(TwoMegabytes);
        var answer = await inbox.AcceptAsync(Delivery("d1", TwoMegabytes), new IntakeAction.Upsert(Order, place));
        Assert.Equal(IntakeOutcome.Started, answer.Outcome);
        Assert.Equal(answer with { Repeated = true }, await inbox.AcceptAsync(Delivery("d1", TwoMegabytes), new IntakeAction.Upsert(Order, place)));
        var raised = Assert.IsType<OrderCommand.Place>(Assert.Single(await _harness.RaisedAsync(Order)));
        Assert.Equal(place.Order.Note, raised.Order.Note);
    }

    [Fact]
    public async Task Replay_ParkedTwoMegabytesOfNoise_StartsTheOrder()
    {
        var inbox = _harness.Port<IDeliveryInbox>();
        var parked = await inbox.AcceptAsync(Delivery("d1", TwoMegabytes), new IntakeAction.Park("$.lines", Noise(100_000)));
        Assert.Equal(Delivery("d1", TwoMegabytes).Body, (await inbox.GetParkedAsync(parked.ParkedId!))!.Delivery.Body);
        Assert.Equal(IntakeOutcome.Started, (await inbox.ReplayParkedAsync(parked.ParkedId!, new IntakeAction.Upsert(Order, Place(TwoMegabytes)))).Outcome);
        Assert.IsType<OrderCommand.Place>(Assert.Single(await _harness.RaisedAsync(Order)));
    }

    /// <summary>The most that an instance may end with, as noise: three part rows and the registry in one transaction.</summary>
    [Fact]
    public async Task Take_DepartureOfThreeMebibytes_IsKeptForLaterExports()
    {
        var whole = TransferSamples.Whole(moves: 2);
        var departure = whole.Departure! with { Pending = [Samples.Note("large", Noise(3 * 1024 * 1024 - 2000))] };
        await _harness.Port<ITransferTarget>().PutAsync(TransferSamples.Whole());
        await _harness.CommitAsync(batch => _harness.Port<IOrderMoves>().Depart(batch, Order, 2, Samples.Start));
        await _harness.EndOrderAsync(Order);

        await _harness.Port<ITransferSource>().TakeAsync([new LeavingOrder(Order, departure)]);

        Assert.Equal(JsonSerializer.Serialize(departure, DomainJson.Options), JsonSerializer.Serialize(await _harness.Port<ITransferSource>().DepartureAsync(Order, 2), DomainJson.Options));
    }

    [Fact]
    public async Task Accept_OrderIsTooLargeToKeep_IsParkedForStaff()
    {
        var answer = await _harness.Port<IDeliveryInbox>().AcceptAsync(Delivery("d1", 1000), new IntakeAction.Upsert(Order, Place(5_000_000)));
        Assert.Equal(IntakeOutcome.Parked, answer.Outcome);
        Assert.Contains("bytes", (await _harness.Port<IDeliveryInbox>().GetParkedAsync(answer.ParkedId!))!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_FirstSizesAroundEachLimit_AreAllKept()
    {
        foreach (var size in (int[])[60_000, 700_000, 900_000, 1_000_000])
        {
            var order = Samples.OrderId(size);
            await _harness.Port<IDeliveryInbox>().AcceptAsync(Delivery($"d{size}", size), new IntakeAction.Upsert(order, Place(size)));
            Assert.IsType<OrderCommand.Place>(Assert.Single(await _harness.RaisedAsync(order)));
        }
    }

    [Fact]
    public async Task Effect_FailsWithALongMessage_CountsItsTries()
    {
        await _harness.CommitAsync(batch => batch.Enqueue(new OutboxMessage($"{Order}/1", ScriptedOutboxHandler.Lane, Order, 1, "1")));
        _handler.Next(_ => throw new TimeoutException(Noise(100_000)), _ => new OutboxResult.GiveUp(Noise(100_000)));
        await ProcessAsync();
        _harness.Clock.Advance(TimeSpan.FromHours(1));
        await ProcessAsync();
        Assert.Equal([1, 2], _handler.Attempts);
        Assert.InRange(Assert.Single(await _harness.Port<IQuarantine>().ListAsync()).Reason.Length, 1000, 2200);
    }

    [Fact]
    public async Task FreeTexts_FarTooLong_AreCutAndKept()
    {
        var text = Noise(100_000);
        await _harness.CommitAsync(batch => _harness.Port<IStaffAlerts>().Raise(batch, new StaffAlert("a", Order, SampleStores.Demo, "Test", text, Samples.Start)));
        Assert.InRange(Assert.Single((await _harness.Port<IStaffAlerts>().ListOpenAsync(null)).Items).Text.Length, 1000, 2000);

        await _harness.Port<IMailLog>().RecordIntentAsync(new MailMessage("m1", Order, "received", "shop@example.com", "client@example.com", "s", "h", "t"));
        await _harness.CommitAsync(batch => _harness.Port<IMailLog>().MarkRefused(batch, "m1", text));
        Assert.InRange((await _harness.Port<IMailLog>().GetAsync("m1"))!.Reason!.Length, 1000, 2000);

        await _harness.CommitAsync(batch => _harness.Port<IReleaseFeed>().Publish(batch, Release()));
        await _harness.Port<IReleaseFeed>().AnswerAsync(Release().Key, ReleaseFeedState.Rejected, text);
        Assert.InRange((await _harness.Port<IReleaseFeed>().GetAsync(Release().Key))!.Detail!.Length, 1000, 2000);
        await _harness.CommitAsync(batch => _harness.Port<IReleaseFeed>().RequestIntercept(batch, Release().Key, text));
        Assert.True((await _harness.Port<IReleaseFeed>().GetAsync(Release().Key))!.InterceptRequested);
    }

    [Fact]
    public async Task Import_MoreThanATransaction_SaysSoAndStandsInNobodysWay()
    {
        var catalogue = _harness.Port<ICatalogue>();
        CatalogueItem[] items = [.. Enumerable.Range(0, 200).Select(i => Item($"sku-{i}", Noise(20_000 + i)))];
        Assert.Equal(Documents.MaxBytes, (await Assert.ThrowsAsync<PayloadTooLargeException>(() => catalogue.ImportAsync(SampleStores.Demo, items))).Limit);
        await Assert.ThrowsAsync<PayloadTooLargeException>(() => catalogue.ImportAsync(SampleStores.Demo, [Item("huge", Noise(1_500_000))]));
        await catalogue.ImportAsync(SampleStores.Demo, items[..50]);
        Assert.Equal(50, (await catalogue.FindAsync(SampleStores.Demo, [.. items.Select(item => item.Sku)])).Count);
    }

    /// <summary>Changes and news that fit a row's document each, and together no transaction.</summary>
    [Fact]
    public async Task StockJournal_ChangesAndNewsOfSeveralMegabytes_AreAllKept()
    {
        var tables = _harness.Port<AzureTables>();
        var journal = _harness.Port<StockJournal>();
        var head = new TableEntity(SampleStores.Demo, StockRowKeys.Head) { ["Sequence"] = 1L };
        var news = new TableEntity(SampleStores.Demo, StockRowKeys.News(1));
        var parts = Documents.SetJson(news, "Doc", Noise(3_000_000));
        List<StockChange> changes = [.. Enumerable.Range(0, 30).Select(i => new StockChange(StockRowKeys.Level($"sku-{i}"), $"\"{i} {Noise(100_000)}\""))];
        Assert.True(await journal.CommitAsync(isFirst: true, head, [new TableAction.Insert(news)], parts, changes, default));
        await journal.ApplyAsync((await tables.Stock.GetAsync(SampleStores.Demo, StockRowKeys.Head))!, default);
        var rows = await tables.Stock.QueryAsync(new TableQuery(TableFilter.Partition(SampleStores.Demo))).ToListAsync();
        Assert.Equal(30, rows.Count(row => row.RowKey.StartsWith(StockRowKeys.LevelPrefix, StringComparison.Ordinal)));
        Assert.Equal(Noise(3_000_000), await Documents.GetJsonAsync<string>(tables.Stock, rows.Single(row => row.RowKey == news.RowKey), "Doc"));
        Assert.Equal(parts.Count, rows.Count(row => row.RowKey.StartsWith(Documents.PartPrefix, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task StockJournal_SomebodyWasFaster_LeavesNothingOfItBehind()
    {
        var tables = _harness.Port<AzureTables>();
        await tables.Stock.UpsertAsync(new TableEntity(SampleStores.Demo, StockRowKeys.Head) { ["Sequence"] = 1L });
        var head = new TableEntity(SampleStores.Demo, StockRowKeys.Head) { ["Sequence"] = 1L };
        var news = new TableEntity(SampleStores.Demo, StockRowKeys.News(1));
        var parts = Documents.SetJson(news, "Doc", Noise(3_000_000));
        List<StockChange> changes = [.. Enumerable.Range(0, 30).Select(i => new StockChange(StockRowKeys.Level($"sku-{i}"), $"\"{i} {Noise(100_000)}\""))];
        Assert.False(await _harness.Port<StockJournal>().CommitAsync(isFirst: true, head, [new TableAction.Insert(news)], parts, changes, default));
        Assert.Single(await tables.Stock.QueryAsync(new TableQuery(TableFilter.Partition(SampleStores.Demo))).ToListAsync());
    }

    private Task ProcessAsync() => _harness.Port<OutboxProcessor>().ProcessAsync(new OutboxLane(Order, ScriptedOutboxHandler.Lane));

    private static CatalogueItem Item(string sku, string title) => new(sku, new Dictionary<string, string> { ["en"] = title }, "default", new Domain.Money(100, Domain.Currency.Of("EUR")), 0.2m, 100);

    private static Delivery Delivery(string id, int size) => new("shopify", SampleStores.Demo, "orders/create", id, Encoding.UTF8.GetBytes(Noise(size)), Samples.Start);

    private static OrderCommand.Place Place(int size)
    {
        var place = Samples.Place(1);
        return place with { Order = place.Order with { Note = Noise(size) } };
    }

    private static ReleaseOrder Release() => new(
        $"{Order}/1", Order, SampleStores.Demo, "#1", 1, Samples.Start, Samples.Start, "system", new Customer("Client", null), null, null, null, 0, null, [], null, null, 1);

    /// <summary>Text of which a compressor saves a quarter at most.</summary>
    private static string Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return Convert.ToBase64String(bytes)[..length];
    }
}
