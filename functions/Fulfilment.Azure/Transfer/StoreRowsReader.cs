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

    public IReadOnlyList<StorePart> Parts => [FinishAsync, PoliciesAsync, CatalogueAsync, ShippingAsync, StockKeysAsync, WaybillsAsync, DeliveriesAsync, ParkedAsync];

    /// <summary>What a dead process left undone of imports and stock, before anything of it is read. Has no record of its own.</summary>
    private async Task<(TransferRecord?, string?)> FinishAsync(string store, string? after, CancellationToken cancellationToken)
    {
        await imports.FinishAsync(TableKey.Escape(store), cancellationToken);
        await stock.FinishAsync(store, cancellationToken);
        return (null, null);
    }

    private async Task<(TransferRecord?, string?)> PoliciesAsync(string store, string? after, CancellationToken cancellationToken)
    {
        var versions = await policies.HistoryAsync(store, cancellationToken);
        return (versions.Count == 0 ? null : new TransferRecord.Policies(store, [.. versions.OrderBy(version => version.Version)]), null);
    }

    private async Task<(TransferRecord?, string?)> CatalogueAsync(string store, string? after, CancellationToken cancellationToken)
    {
        var page = await catalogue.ListAsync(store, null, after, Rows, cancellationToken);
        return (page.Items.Count == 0 ? null : new TransferRecord.Catalogue(store, page.Items), page.Next);
    }

    private async Task<(TransferRecord?, string?)> ShippingAsync(string store, string? after, CancellationToken cancellationToken)
    {
        var services = await catalogue.ShippingAsync(store, cancellationToken);
        return (services.Count == 0 ? null : new TransferRecord.Shipping(store, services), null);
    }

    private async Task<(TransferRecord?, string?)> StockKeysAsync(string store, string? after, CancellationToken cancellationToken)
    {
        var (rows, next) = await PageAsync(tables.Stock, Keys(store), after, cancellationToken);
        var keys = rows.Where(row => !TakenGoods.IsOwn(KeyOf(row))).Select(row => new StockKey(KeyOf(row), row.Text("Answer"))).ToList();
        return (keys.Count == 0 ? null : new TransferRecord.StockKeys(store, keys), next);
    }

    private async Task<(TransferRecord?, string?)> WaybillsAsync(string store, string? after, CancellationToken cancellationToken)
    {
        var (rows, next) = await PageAsync(tables.Waybills, Keys(store), after, cancellationToken);
        return (rows.Count == 0 ? null : new TransferRecord.Waybills(store, [.. rows.Select(row => new WaybillNumber(KeyOf(row), (int)row.Number("Number")))]), next);
    }

    /// <summary>One without an answer was not acknowledged: its sender repeats it.</summary>
    /// <exception cref="TransferBlockedException">The intake has not done all that it acknowledged.</exception>
    private async Task<(TransferRecord?, string?)> DeliveriesAsync(string store, string? after, CancellationToken cancellationToken)
    {
        var (rows, next) = await PageAsync(tables.Deliveries, TableFilter.And(TableFilter.Row(DeliveryRows.RowKey), TableFilter.Equal("Store", store)), after, cancellationToken);
        var seen = new List<SeenDelivery>();
        foreach (var row in rows)
        {
            RequireDone(row);
            if (!IsParked(row) && DeliveryRows.Answer(row, DeliveryRows.FirstAnswer) is { } answer) seen.Add(await deliveries.SeenAsync(row, answer, cancellationToken));
        }

        return (seen.Count == 0 ? null : new TransferRecord.Deliveries(seen), next);
    }

    private async Task<(TransferRecord?, string?)> ParkedAsync(string store, string? after, CancellationToken cancellationToken)
    {
        var page = await inbox.ListParkedAsync(store, after, ParkedRows, cancellationToken);
        return (page.Items.Count == 0 ? null : new TransferRecord.Parked(page.Items), page.Next);
    }

    /// <summary>What was acknowledged and not yet done would be taken for done on the other host.</summary>
    private static void RequireDone(TableEntity row)
    {
        if (row.Text("OrderId") is null || IsParked(row) || row.Flag(DeliveryRows.Done) || DeliveryRows.Answer(row, DeliveryRows.FirstAnswer) is null) return;
        throw new TransferBlockedException($"Deliveries wait in the queue 'intake', such as {row.Text("DeliveryId")} for {row.Text("OrderId")}: let the intake empty its queue, then export again.");
    }

    private static bool IsParked(TableEntity row) => row["ParkedAt"] is not null && row[DeliveryRows.ReplayAnswer] is null;

    private static string Keys(string store) => TableFilter.And(TableFilter.Partition(TableKey.Escape(store)), TableFilter.RowPrefix(KeyPrefix));

    /// <summary>One page of the service's, which may be short or empty and still have a next.</summary>
    private static async Task<(IReadOnlyList<TableEntity> Rows, string? Next)> PageAsync(TableClient table, string filter, string? after, CancellationToken cancellationToken)
    {
        var page = await table.QueryPageAsync(new TableQuery(filter, Top: Rows), Continuation(after), cancellationToken);
        return (page.Rows, page.Next is { } next ? $"{next.PartitionKey}\n{next.RowKey}" : null);
    }

    private static TableContinuation? Continuation(string? after) => after?.Split('\n') switch
    {
        null => null,
        [var partition, var row] => new TableContinuation(partition, row.Length == 0 ? null : row),
        _ => throw new FormatException($"'{after}' is no place in a table."),
    };

    private static string KeyOf(TableEntity row) => row.Text("Key") ?? TableKey.Unescape(row.RowKey[KeyPrefix.Length..]);
}
