using Fulfilment.Azure.Intake;
using Fulfilment.Azure.Stock;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Transfer;

/// <summary>Writes what belongs to a store and to no order.</summary>
internal sealed class StoreRows(AzureTables tables, TransferMarks marks, ICatalogue catalogue, StockRunner stock, IDeliveryInbox inbox)
{
    /// <returns>False when nothing was new.</returns>
    public Task<bool> WriteAsync(TransferRecord record, DateTimeOffset exportedAt, CancellationToken cancellationToken) => record switch
    {
        TransferRecord.Policies policies => IfNewsAsync(policies.Store, exportedAt, () => PutAsync(policies, cancellationToken), cancellationToken),
        TransferRecord.Catalogue items => IfNewsAsync(items.Store, exportedAt, () => catalogue.ImportAsync(items.Store, items.Items, cancellationToken), cancellationToken),
        TransferRecord.Shipping shipping => IfNewsAsync(shipping.Store, exportedAt, () => catalogue.PutShippingAsync(shipping.Store, shipping.Services, cancellationToken), cancellationToken),
        TransferRecord.StockKeys keys => AnyAsync(keys.Keys, key => tables.Stock.InsertAsync(
            new TableEntity(TableKey.Escape(keys.Store), StockRowKeys.Operation(key.Key)) { ["Key"] = key.Key, ["Answer"] = key.Answer }, cancellationToken)),
        TransferRecord.Waybills waybills => AnyAsync(waybills.Numbers, number => PutAsync(waybills.Store, number, cancellationToken)),
        TransferRecord.Deliveries deliveries => AnyAsync(deliveries.Seen, seen => tables.Deliveries.InsertAsync(DeliveryRows.Seen(seen), cancellationToken)),
        TransferRecord.Parked parked => AnyAsync(parked.Waiting, waiting => ParkAsync(waiting, cancellationToken)),
        TransferRecord.Goods goods => BringAsync(goods, cancellationToken),
        _ => throw new InvalidOperationException($"A {record.GetType().Name} belongs to no store."),
    };

    /// <summary>An order's part of the ledger, once.</summary>
    public Task BringAsync(string key, string store, string orderId, OrderStock brought, CancellationToken cancellationToken) =>
        stock.RunAsync(new StockOperation(store, key, orderId, [.. brought.Lines.Select(line => line.Sku)], turn =>
        {
            turn.Bring(brought);
            return null;
        }), cancellationToken);

    private async Task<bool> BringAsync(TransferRecord.Goods goods, CancellationToken cancellationToken)
    {
        var outcome = await stock.RunAsync(new StockOperation(goods.Store, goods.Id, null, [.. goods.Skus.Select(item => item.Sku)], turn =>
        {
            turn.Bring(goods.Skus);
            return null;
        }), cancellationToken);
        return !outcome.Repeated;
    }

    private async Task<bool> IfNewsAsync(string store, DateTimeOffset exportedAt, Func<Task> write, CancellationToken cancellationToken)
    {
        if (await marks.AsOfAsync(store, cancellationToken) >= exportedAt) return false;
        await write();
        return true;
    }

    private static async Task<bool> AnyAsync<T>(IReadOnlyList<T> items, Func<T, Task<bool>> put)
    {
        var any = false;
        foreach (var item in items) any |= await put(item);
        return any;
    }

    private async Task PutAsync(TransferRecord.Policies policies, CancellationToken cancellationToken)
    {
        foreach (var version in policies.Versions)
        {
            var row = new TableEntity(TableKey.Escape(policies.Store), TableKey.Falling(version.Version)) { ["Version"] = version.Version, ["By"] = version.By };
            row.SetTime("At", version.At);
            var parts = Documents.SetJson(row, "Doc", version.Policy);
            await tables.Policies.CommitAsync([new TableAction.Upsert(row), .. parts.Select(part => new TableAction.Insert(part))], cancellationToken);
        }
    }

    /// <summary>The head is never behind a number that was given out anywhere.</summary>
    private async Task<bool> PutAsync(string store, WaybillNumber number, CancellationToken cancellationToken) => await Contention.RunAsync($"The waybill numbers of {store}", async cancel =>
    {
        var partition = TableKey.Escape(store);
        var keyRow = TableKey.Join("k", number.Key);
        if (await tables.Waybills.GetAsync(partition, keyRow, cancel) is not null) return Attempt<bool>.Of(false);
        var present = await tables.Waybills.GetAsync(partition, "h", cancel);
        var head = present?.Copy() ?? new TableEntity(partition, "h");
        head["Last"] = (int)Math.Max(head.Number("Last"), number.Number);
        var commit = await tables.Waybills.CommitAsync(
        [
            present is null ? new TableAction.Insert(head) : new TableAction.Replace(head),
            new TableAction.Insert(new TableEntity(partition, keyRow) { ["Key"] = number.Key, ["Number"] = number.Number }),
        ], cancel);
        return commit.Committed ? Attempt<bool>.Of(true) : Attempt<bool>.Lost;
    }, cancellationToken);

    private async Task<bool> ParkAsync(ParkedDelivery parked, CancellationToken cancellationToken) =>
        !(await inbox.AcceptAsync(parked.Delivery, new IntakeAction.Park(parked.Path, parked.Reason), cancellationToken)).Repeated;
}
