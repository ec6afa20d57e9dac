using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Storage.Sqlite.Orders;
using Fulfilment.Storage.Sqlite.Policy;
using Fulfilment.Storage.Sqlite.Sql;
using Fulfilment.Storage.Sqlite.Stock;

namespace Fulfilment.Storage.Sqlite.Transfer;

/// <summary>Takes orders and goods of another host: each order, and each other record, in one transaction.</summary>
internal sealed class SqliteTransferTarget(IEngineStore store, SqliteReceiptStore receipts, SqlitePolicyStore policies) : ITransferTarget
{
    public Task BeginAsync(DateTimeOffset exportedAt, CancellationToken cancellationToken = default) =>
        store.WriteAsync(tx => tx.Execute("INSERT INTO transfer_imports(exported_at, begun_at) VALUES(?1, ?2) ON CONFLICT DO NOTHING", exportedAt.UtcTicks, tx.Now.UtcTicks), cancellationToken);

    public async Task<DateTimeOffset?> UnfinishedAsync(CancellationToken cancellationToken = default) =>
        (await store.ReadAsync(db => db.Query("SELECT exported_at FROM transfer_imports ORDER BY begun_at", row => row.Time(0)), cancellationToken)).Select(at => (DateTimeOffset?)at).FirstOrDefault();

    public Task<ImportOutcome> PutAsync(TransferOrder order, CancellationToken cancellationToken = default) => store.WriteAsync(tx => Put(tx, order), cancellationToken);

    public Task<int> ReserveAsync(IReadOnlyList<KnownId> ids, CancellationToken cancellationToken = default) => store.WriteAsync(tx =>
    {
        var added = 0;
        foreach (var id in ids)
        {
            if (!tx.Reserve(id.Id)) continue;
            SqliteOrderMoves.Put(tx, id.Id, id.Moves, id.Elsewhere ? tx.Now : null);
            added++;
        }

        return added;
    }, cancellationToken);

    public Task<bool> PutAsync(TransferRecord record, DateTimeOffset exportedAt, CancellationToken cancellationToken = default) =>
        store.WriteAsync(tx => new StoreWriter(tx, exportedAt).Put(record) || (record is TransferRecord.Goods goods && Put(tx, goods)), cancellationToken);

    public Task MarkImportedAsync(IReadOnlyCollection<string> stores, DateTimeOffset exportedAt, CancellationToken cancellationToken = default) => store.WriteAsync(tx =>
    {
        foreach (var id in stores) SetAsOf(tx, id, exportedAt);
        return tx.Execute("DELETE FROM transfer_imports WHERE exported_at = ?1", exportedAt.UtcTicks);
    }, cancellationToken);

    internal static void SetAsOf(EngineTransaction tx, string store, DateTimeOffset at) => tx.Execute(
        "INSERT INTO transfer_stores(store, as_of) VALUES(?1, ?2) ON CONFLICT(store) DO UPDATE SET as_of = excluded.as_of WHERE excluded.as_of > as_of", store, at.UtcTicks);

    private ImportOutcome Put(EngineTransaction tx, TransferOrder order)
    {
        if (!tx.Reserve(order.Id) && Present(order, SqliteOrderMoves.Get(tx, order.Id)) is { } reason) return reason;
        new OrderWriter(tx, receipts).Write(order);
        if (order.Stock is { } stock && new StockTables(tx, order.Row!.View.Store).Claim($"transfer/{order.Id}/{order.Moves}"))
            Turn(tx, order.Row.View.Store, order.Id).Bring(stock);
        SqliteOrderMoves.Put(tx, order.Id, order.Moves, elsewhere: null);
        if (order.Departure is { } departure && !tx.Replace(OrderOrchestrator.Name, order.Id, OrderOrchestrator.Continue(departure)))
            throw new InvalidOperationException($"{order.Id} is marked as gone and still runs here.");
        return ImportOutcome.Imported;
    }

    /// <returns>Why the order is not taken; null when it is away, and comes back.</returns>
    private static ImportOutcome? Present(TransferOrder order, OrderMove? present) => TransferRules.Refuse(order.Moves, goesOn: order.Departure is not null, present);

    private bool Put(EngineTransaction tx, TransferRecord.Goods goods)
    {
        // A host's own file gives it nothing back.
        if (tx.First("SELECT id FROM transfer_goods WHERE id = ?1", row => row.GetString(0), goods.Id) is not null) return false;
        if (!new StockTables(tx, goods.Store).Claim(goods.Id)) return false;
        Turn(tx, goods.Store, goods.Id).Bring(goods.Skus);
        return true;
    }

    private StockTurn Turn(EngineTransaction tx, string storeId, string key) => new(new StockTables(tx, storeId), storeId, key, () => policies.Current(tx, storeId).MaxOvertakes);
}
