using System.Runtime.CompilerServices;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Transfer;

/// <summary>Gives up orders and goods. What it takes out is kept in the same transaction, so that an export may be repeated.</summary>
internal sealed class SqliteTransferSource(IEngineStore store) : ITransferSource
{
    private const string Operations = "SELECT count(*) FROM stock_operations WHERE store = ?1";

    private readonly StorePart[] _parts =
        [.. StoreReader.Parts.Select(read => new StorePart((id, after, cancellationToken) => store.ReadAsync(db => read(db, id, after), cancellationToken)))];

    public Task<IReadOnlyList<string>> OrderIdsAsync(string? after, int limit, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => InstanceRegistry.Ids(db, after, limit), cancellationToken);

    public Task<IReadOnlyList<TransferOrder>> TakeAsync(IReadOnlyCollection<LeavingOrder> orders, CancellationToken cancellationToken = default) =>
        store.WriteAsync<IReadOnlyList<TransferOrder>>(tx => Take(tx, orders), cancellationToken);

    public Task<Departure<OrderState, OrderCommand>?> DepartureAsync(string orderId, int moves, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => TakenOrders.Get(db, orderId, moves)?.Departure, cancellationToken);

    public Task<StorePage> ReadStoreAsync(string store, string? cursor, CancellationToken cancellationToken = default) => StorePages.ReadAsync(_parts, store, cursor, cancellationToken);

    public Task<long> StockOperationsAsync(string id, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => db.Query(Operations, row => row.GetInt64(0), id)[0], cancellationToken);

    public async IAsyncEnumerable<TransferRecord.Goods> TakeGoodsAsync(string id, long? operations = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await store.WriteAsync(tx => TakeGoods(tx, id, operations), cancellationToken);
        var taken = await store.ReadAsync(db => db.Query(
            "SELECT id, goods FROM transfer_goods WHERE store = ?1 ORDER BY position",
            row => new TransferRecord.Goods(row.GetString(0), id, row.Json<IReadOnlyList<FreeGoods>>(1)), id), cancellationToken);
        foreach (var goods in taken) yield return goods;
    }

    public Task MarkExportedAsync(IReadOnlyCollection<string> stores, DateTimeOffset at, CancellationToken cancellationToken = default) => store.WriteAsync(tx =>
    {
        foreach (var id in stores) SqliteTransferTarget.SetAsOf(tx, id, at);
        return stores.Count;
    }, cancellationToken);

    private static List<TransferOrder> Take(EngineTransaction tx, IReadOnlyCollection<LeavingOrder> orders)
    {
        var effects = tx.TakeOutbox([.. orders.Select(order => order.Id)]).ToLookup(held => held.Message.InstanceId, TakenOrders.Effect, StringComparer.Ordinal);
        return [.. orders.Select(order => Take(tx, order, [.. effects[order.Id]])).OfType<TransferOrder>()];
    }

    private static TransferOrder? Take(EngineTransaction tx, LeavingOrder order, IReadOnlyList<TransferEffect> effects)
    {
        if (OrderReader.Read(tx, order.Id) is not { } rows) return null;
        var moves = order.Departure?.Carried.Moves ?? SqliteOrderMoves.Get(tx, order.Id)?.Moves ?? 0;
        var taken = TakenOrders.Add(tx, order.Id, moves, order.Departure, effects);
        return rows with { Moves = moves, Departure = taken.Departure, Stock = taken.Stock, Effects = taken.Effects };
    }

    private static int TakeGoods(EngineTransaction tx, string store, long? operations)
    {
        var before = tx.Query("SELECT goods FROM transfer_goods WHERE store = ?1", row => row.Json<IReadOnlyList<FreeGoods>>(0), store);
        var told = before.SelectMany(goods => goods).Select(goods => goods.Sku).ToHashSet(StringComparer.Ordinal);
        var skus = tx.Query("SELECT sku FROM stock_levels WHERE store = ?1 ORDER BY sku", row => row.GetString(0), store);
        var goods = TakenOrders.Turn(tx, store).TakeFree(skus).Where(item => item.Quantity > 0 || item.Expected.Count > 0 || !told.Contains(item.Sku)).ToList();
        if (goods.Count == 0) return 0;
        if (operations is { } read && tx.Query(Operations, row => row.GetInt64(0), store)[0] != read) throw TransferBlockedException.StockMoved(store);
        return tx.Execute("INSERT INTO transfer_goods(id, store, goods) VALUES(?1, ?2, ?3)", $"goods-{Guid.NewGuid():N}", store, Columns.Json(goods));
    }
}
