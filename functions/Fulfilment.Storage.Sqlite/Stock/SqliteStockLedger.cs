using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;
using Fulfilment.Storage.Sqlite.Policy;
using Fulfilment.Storage.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Stock;

internal sealed class SqliteStockLedger(IEngineStore store, SqlitePolicyStore policies) : IStockLedger
{
    private const string Levels = "SELECT v.sku, v.on_hand, v.allocated, v.waiting FROM stock_levels v WHERE v.store = ?1";

    public Task<StockLevel?> GetAsync(string storeId, string sku, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => db.First($"{Levels} AND v.sku = ?2", ReadLevel, storeId, sku) is { } level ? WithExpected(db, storeId, level) : null, cancellationToken);

    public Task<Page<StockLevel>> ListAsync(string storeId, string? cursor = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        var after = cursor is null ? "" : Paging.Decode(cursor);
        return store.ReadAsync(db =>
        {
            var levels = db.Query($"{Levels} AND v.sku > ?2 ORDER BY v.sku LIMIT ?3", ReadLevel, storeId, after, Paging.Bound(limit) + 1);
            return Paging.Cut(levels, limit, level => WithExpected(db, storeId, level), level => level.Sku);
        }, cancellationToken);
    }

    public Task<bool> ArriveAsync(string storeId, string key, string sku, int quantity, CancellationToken cancellationToken = default) =>
        store.WriteAsync(tx => Once(tx, storeId, key, turn => turn.Arrive(sku, quantity)), cancellationToken);

    public Task<bool> ExpectAsync(string storeId, string key, string sku, int quantity, DateTimeOffset eta, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        return store.WriteAsync(tx => Once(tx, storeId, key, turn => turn.Expect(sku, quantity, eta)), cancellationToken);
    }

    public Task<ReserveAnswer> ReserveAsync(string key, StockDemand wanted, CancellationToken cancellationToken = default) =>
        store.WriteAsync(tx =>
        {
            var tables = new StockTables(tx, wanted.Store);
            if (tables.Answer(key) is { } first) return Columns.ParseJson<ReserveAnswer>(first);
            var answer = Turn(tx, wanted.Store, key).Reserve(wanted);
            tables.Claim(key, Columns.Json(answer));
            return answer;
        }, cancellationToken);

    public void Demand(IWriteBatch batch, string key, StockDemand demand) => Add(batch, demand.Store, key, turn => turn.Demand(demand));

    public void Release(IWriteBatch batch, string key, string storeId, string orderId) => Add(batch, storeId, key, turn => turn.Release(orderId));

    public void Consume(IWriteBatch batch, string key, string storeId, string orderId, IReadOnlyList<StockLine> lines) =>
        Add(batch, storeId, key, turn => turn.Consume(orderId, lines));

    public async Task<IReadOnlyList<StockHolding>> HoldingsAsync(string storeId, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(db => db.Query(
            "SELECT order_id, sku, demanded, allocated FROM stock_lines WHERE store = ?1 ORDER BY order_id, sku",
            row => new StockHolding(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3)), storeId), cancellationToken);

    private void Add(IWriteBatch batch, string storeId, string key, Action<StockTurn> act) =>
        batch.Add(new SqlWrite(tx => Once(tx, storeId, key, act)));

    private bool Once(EngineTransaction tx, string storeId, string key, Action<StockTurn> act)
    {
        if (!new StockTables(tx, storeId).Claim(key)) return false;
        act(Turn(tx, storeId, key));
        return true;
    }

    private StockTurn Turn(EngineTransaction tx, string storeId, string key) => new(new StockTables(tx, storeId), storeId, key, () => policies.Current(tx, storeId).MaxOvertakes);

    private static StockLevel WithExpected(SqliteConnection db, string storeId, StockLevel level) => level with
    {
        Expected = db.Query(
            "SELECT quantity, eta FROM stock_expected WHERE store = ?1 AND sku = ?2 ORDER BY eta", row => new ExpectedArrival(row.GetInt32(0), row.Time(1)), storeId, level.Sku),
    };

    private static StockLevel ReadLevel(SqliteDataReader row) => new(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), []);
}
