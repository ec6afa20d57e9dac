using System.Runtime.CompilerServices;
using Fulfilment.Azure.Catalogue;
using Fulfilment.Azure.Intake;
using Fulfilment.Azure.Stock;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Transfer;

/// <summary>Reads what belongs to a store and to no order, a bounded record at a time.</summary>
internal sealed class StoreRowsReader(AzureTables tables, IPolicyStore policies, ICatalogue catalogue, CatalogueImports imports, StockRunner stock, DeliveryRows deliveries, IDeliveryInbox inbox)
{
    private const int Rows = 500;
    private const int ParkedRows = 20;
    private const string KeyPrefix = "k|";

    /// <exception cref="TransferBlockedException">The intake has not done all that it acknowledged.</exception>
    public async IAsyncEnumerable<TransferRecord> ReadAsync(string store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in DeliveryRowsAsync(store, cancellationToken)) RequireDone(row);
        await imports.FinishAsync(TableKey.Escape(store), cancellationToken);
        await stock.FinishAsync(store, cancellationToken);

        var versions = await policies.HistoryAsync(store, cancellationToken);
        if (versions.Count > 0) yield return new TransferRecord.Policies(store, [.. versions.OrderBy(version => version.Version)]);
        string? cursor = null;
        do
        {
            var page = await catalogue.ListAsync(store, null, cursor, Rows, cancellationToken);
            if (page.Items.Count > 0) yield return new TransferRecord.Catalogue(store, page.Items);
            cursor = page.Next;
        } while (cursor is not null);

        if (await catalogue.ShippingAsync(store, cancellationToken) is { Count: > 0 } services) yield return new TransferRecord.Shipping(store, services);
        var keys = KeysAsync(tables.Stock, store, cancellationToken).Where(row => !TakenGoods.IsOwn(KeyOf(row))).Select(row => new StockKey(KeyOf(row), row.Text("Answer")));
        await foreach (var chunk in keys.Chunk(Rows).WithCancellation(cancellationToken)) yield return new TransferRecord.StockKeys(store, chunk);
        var numbers = KeysAsync(tables.Waybills, store, cancellationToken).Select(row => new WaybillNumber(KeyOf(row), (int)row.Number("Number")));
        await foreach (var chunk in numbers.Chunk(Rows).WithCancellation(cancellationToken)) yield return new TransferRecord.Waybills(store, chunk);
        await foreach (var chunk in SeenAsync(store, cancellationToken).Chunk(Rows).WithCancellation(cancellationToken)) yield return new TransferRecord.Deliveries(chunk);
        do
        {
            var page = await inbox.ListParkedAsync(store, cursor, ParkedRows, cancellationToken);
            if (page.Items.Count > 0) yield return new TransferRecord.Parked(page.Items);
            cursor = page.Next;
        } while (cursor is not null);
    }

    /// <summary>What was acknowledged and not yet done would be taken for done on the other host.</summary>
    private static void RequireDone(TableEntity row)
    {
        if (row.Text("OrderId") is null || IsParked(row) || row.Flag(DeliveryRows.Done) || DeliveryRows.Answer(row, DeliveryRows.FirstAnswer) is null) return;
        throw new TransferBlockedException($"Deliveries wait in the queue 'intake', such as {row.Text("DeliveryId")} for {row.Text("OrderId")}: let the intake empty its queue, then export again.");
    }

    /// <summary>One without an answer was not acknowledged: its sender repeats it.</summary>
    private async IAsyncEnumerable<SeenDelivery> SeenAsync(string store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in DeliveryRowsAsync(store, cancellationToken))
        {
            if (!IsParked(row) && DeliveryRows.Answer(row, DeliveryRows.FirstAnswer) is { } answer) yield return await deliveries.SeenAsync(row, answer, cancellationToken);
        }
    }

    private static bool IsParked(TableEntity row) => row["ParkedAt"] is not null && row[DeliveryRows.ReplayAnswer] is null;

    private IAsyncEnumerable<TableEntity> DeliveryRowsAsync(string store, CancellationToken cancellationToken) =>
        tables.Deliveries.QueryAsync(new TableQuery(TableFilter.And(TableFilter.Row(DeliveryRows.RowKey), TableFilter.Equal("Store", store))), cancellationToken);

    private static IAsyncEnumerable<TableEntity> KeysAsync(TableClient table, string store, CancellationToken cancellationToken) =>
        table.QueryAsync(new TableQuery(TableFilter.And(TableFilter.Partition(TableKey.Escape(store)), TableFilter.RowPrefix(KeyPrefix))), cancellationToken);

    private static string KeyOf(TableEntity row) => row.Text("Key") ?? TableKey.Unescape(row.RowKey[KeyPrefix.Length..]);
}
