using System.Text;
using System.Text.Json;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Compliance.Transfer;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Storage.Sqlite.Tests;

namespace Fulfilment.Azure.Tests.Transfer;

/// <summary>From one machine to Azure and back to another: every record that there is arrives as it left. Orders that live and depart by themselves move in <c>AzureMoveTests</c>.</summary>
public sealed class RoundTripTests
{
    private static readonly DateTimeOffset Exported = Samples.Start.AddHours(1);

    [Fact]
    public async Task Orders_FromSqliteToAzureAndBack_AreTheSame()
    {
        await using var first = await SqliteHarness.OpenAsync();
        await using var azure = await AzureHarness.OpenAzureAsync(services => services.AddOrderTransfer());
        await using var last = await SqliteHarness.OpenAsync();
        await FillAsync(first);
        var left = await LeaveAsync(first, 2);

        await BringAsync(azure, left);
        var back = await ExportAsync(azure, 3);
        await BringAsync(last, back);
        var arrived = await LeaveAsync(last, 4);

        Assert.Equal(Orders(left), Orders(back));
        Assert.Equal(Orders(left), Orders(arrived));
        Assert.Equal(Stores(left), Stores(back));
        Assert.Equal(Stores(left), Stores(arrived));
        Assert.Equal(5, back.OfType<TransferRecord.Goods>().SelectMany(goods => goods.Skus).Sum(item => item.Quantity));
        Assert.Equal(0, (await azure.Port<IStockLedger>().GetAsync(SampleStores.Demo, "mug"))!.OnHand);
    }

    private static async Task FillAsync(StoreHarness host)
    {
        var target = host.Port<ITransferTarget>();
        await target.PutAsync(Sample(1));
        await target.PutAsync(new TransferOrder { Id = Samples.OrderId(2), Moves = 0, Row = new OrderRow(Samples.View(2), 3, Samples.Start) });
        var seen = Delivery(7);
        TransferRecord[] records =
        [
            new TransferRecord.Catalogue(SampleStores.Demo, [Item("cup"), Item("mug")]), new TransferRecord.Waybills(SampleStores.Demo, [new WaybillNumber("k41", 41)]),
            new TransferRecord.Deliveries([new SeenDelivery(TransferSamples.Hash(seen.Key), seen.Source, seen.Store, seen.Topic, seen.DeliveryId, seen.ReceivedAt, new IntakeAnswer(IntakeOutcome.Started, "x"))]),
            new TransferRecord.Parked([new ParkedDelivery("", Delivery(8), "$.lines", "no such thing", Samples.Start)]),
        ];
        foreach (var record in records) await target.PutAsync(record, Samples.Start);
        await host.Port<IStockLedger>().ArriveAsync(SampleStores.Demo, "a1", "cup", 5);
    }

    private static TransferOrder Sample(int moves)
    {
        var order = TransferSamples.Whole(moves);
        // It holds all that it wants: one that waits is told anew by each ledger what it waits for.
        return order with
        {
            Departure = order.Departure! with { Pending = [Samples.Note("waits")] },
            Stock = order.Stock! with { Lines = [new StockLineRow("mug", 3, 3)] },
        };
    }

    /// <summary>As the loop and the export on a machine do.</summary>
    private static async Task<List<TransferRecord>> LeaveAsync(StoreHarness host, int moves)
    {
        var source = host.Port<ITransferSource>();
        await host.CommitAsync(batch => host.Port<IOrderMoves>().Depart(batch, Samples.OrderId(1), moves, Samples.Start));
        await host.EndOrderAsync(Samples.OrderId(1));
        var taken = await source.TakeAsync([new LeavingOrder(Samples.OrderId(1), Sample(moves).Departure), new LeavingOrder(Samples.OrderId(2), null)]);
        return
        [
            .. taken.Select(order => new TransferRecord.Order(order)),
            .. await source.ReadStoresAsync([SampleStores.Demo]).ToListAsync(), .. await source.TakeGoodsAsync(SampleStores.Demo).ToListAsync(),
        ];
    }

    /// <summary>Page by page, as over HTTP.</summary>
    private static async Task<List<TransferRecord>> ExportAsync(AzureHarness azure, int moves)
    {
        await azure.CommitAsync(batch => azure.Port<IOrderMoves>().Depart(batch, Samples.OrderId(1), moves, Samples.Start));
        azure.Hub.Depart(Samples.OrderId(1), Sample(moves).Departure!);
        var records = new List<TransferRecord>();
        string? cursor = null;
        do
        {
            var page = await azure.Port<ExportPages>().ReadAsync(cursor);
            records.AddRange(page.Records);
            cursor = page.Progress.Next;
        } while (cursor is not null);

        return records;
    }

    private static async Task BringAsync(StoreHarness host, IEnumerable<TransferRecord> records)
    {
        var import = new OrderImport(host.Port<ITransferTarget>());
        var result = new ImportResult();
        foreach (var record in records) result = await import.PutAsync(record, Exported, result);
        Assert.Equal((1, 1), (result.Orders, result.Ended));
    }

    /// <summary>But for the number of the move.</summary>
    private static string Orders(IEnumerable<TransferRecord> records) => JsonSerializer.Serialize(
        records.OfType<TransferRecord.Order>().Select(order => order.Content with { Moves = 0, Departure = Same(order.Content.Departure) }).OrderBy(order => order.Id, StringComparer.Ordinal), DomainJson.Options);

    private static Departure<OrderState, OrderCommand>? Same(Departure<OrderState, OrderCommand>? departure) => departure is null ? null : departure with { Carried = departure.Carried with { Moves = 0 } };

    /// <summary>But for goods, which get an id of their own each time, and the keys of their arrival and of the orders'.</summary>
    private static string Stores(IEnumerable<TransferRecord> records) => JsonSerializer.Serialize(
        records.Where(record => record is TransferRecord.Catalogue or TransferRecord.Waybills or TransferRecord.Deliveries)
            .Concat(records.OfType<TransferRecord.Parked>().Select(parked => new TransferRecord.Parked([.. parked.Waiting.Select(waiting => waiting with { Id = "", ParkedAt = default })])))
            .Concat(records.OfType<TransferRecord.StockKeys>().Select(keys => keys with { Keys = [.. keys.Keys.Where(key => key.Key == "a1")] })), DomainJson.Options);

    private static CatalogueItem Item(string sku) => new(sku, new Dictionary<string, string> { ["en"] = sku }, "default", new Money(100, Currency.Of("EUR")), 0.2m, 100);

    private static Delivery Delivery(int number) => new("own", SampleStores.Demo, "order", $"d{number}", Encoding.UTF8.GetBytes($"body {number}"), Samples.Start);
}
