using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;
using Fulfilment.Storage.Sqlite.Orders;
using Fulfilment.Storage.Sqlite.Sql;
using Fulfilment.Storage.Sqlite.Staff;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Stock;

/// <summary>The ledger's rows of one store inside a transaction.</summary>
internal sealed class StockTables(EngineTransaction tx, string store) : IStockRows
{
    public DateTimeOffset Now => tx.Now;

    /// <summary>The answer remembered under the key; null when the key is new.</summary>
    public string? Answer(string key) =>
        tx.First("SELECT coalesce(answer, '') FROM stock_operations WHERE store = ?1 AND key = ?2", row => row.GetString(0), store, key);

    /// <summary>False when the key was used before.</summary>
    public bool Claim(string key, string? answer = null) =>
        tx.Execute("INSERT INTO stock_operations(store, key, answer) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING", store, key, answer) == 1;

    public StockDemandRow? Demand(string orderId) => tx.First(
        "SELECT order_id, version, priority, placed_at, mode, overtaken, told FROM stock_demands WHERE order_id = ?1", ReadDemand, orderId);

    public void PutDemand(StockDemand demand) => tx.Execute(
        """
        INSERT INTO stock_demands(order_id, store, version, priority, placed_at, mode, overtaken) VALUES(?1, ?2, ?3, ?4, ?5, ?6, 0)
        ON CONFLICT(order_id) DO UPDATE SET version = excluded.version, priority = excluded.priority, placed_at = excluded.placed_at, mode = excluded.mode, told = NULL
        """,
        demand.OrderId, store, demand.Version, demand.Priority, demand.PlacedAt.UtcTicks, demand.Mode.ToString());

    public void AddOvertaken(string orderId, int times) => tx.Execute("UPDATE stock_demands SET overtaken = overtaken + ?2 WHERE order_id = ?1", orderId, times);

    public void EndWait(string orderId) => tx.Execute("UPDATE stock_demands SET overtaken = 0, told = NULL WHERE order_id = ?1 AND (overtaken > 0 OR told IS NOT NULL)", orderId);

    public void PutTold(string orderId, string told) => tx.Execute("UPDATE stock_demands SET told = ?2 WHERE order_id = ?1", orderId, told);

    public List<StockLineRow> Lines(string orderId) => tx.Query(
        "SELECT sku, demanded, allocated FROM stock_lines WHERE order_id = ?1 ORDER BY sku",
        row => new StockLineRow(row.GetString(0), row.GetInt32(1), row.GetInt32(2)), orderId);

    public void PutLine(string orderId, StockLineRow? before, StockLineRow after)
    {
        if (after.Demanded == 0) tx.Execute("DELETE FROM stock_lines WHERE order_id = ?1 AND sku = ?2", orderId, after.Sku);
        else
        {
            tx.Execute(
                """
                INSERT INTO stock_lines(order_id, sku, store, demanded, allocated) VALUES(?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO UPDATE SET demanded = excluded.demanded, allocated = excluded.allocated
                """, orderId, after.Sku, store, after.Demanded, after.Allocated);
        }

        if (PutLevel(orderId, before, after) > 0) return;
        Move(after.Sku, onHand: 0, allocated: 0);
        PutLevel(orderId, before, after);
    }

    /// <summary>What <see cref="StockQueue.After"/> does, in one statement.</summary>
    private int PutLevel(string orderId, StockLineRow? before, StockLineRow after) => tx.Execute(
        """
        UPDATE stock_levels SET allocated = allocated + ?3, waiting = waiting + ?4, last = CASE
            WHEN waiting + ?4 = 0 THEN NULL
            WHEN ?5 = 0 THEN last
            ELSE (SELECT max(coalesce(stock_levels.last, ''), printf('%010d|%019d|%s', 2147483647 - priority, placed_at, order_id)) FROM stock_demands WHERE order_id = ?6) END
        WHERE store = ?1 AND sku = ?2
        """,
        store, after.Sku, after.Allocated - (before?.Allocated ?? 0), after.Missing - (before?.Missing ?? 0), after.Missing, orderId);

    public void Move(string sku, int onHand, int allocated)
    {
        // Not an upsert: the checks would look at the row that is not going to be inserted.
        const string update = "UPDATE stock_levels SET on_hand = on_hand + ?3, allocated = allocated + ?4 WHERE store = ?1 AND sku = ?2";
        if (tx.Execute(update, store, sku, onHand, allocated) == 0)
            tx.Execute("INSERT INTO stock_levels(store, sku, on_hand, allocated) VALUES(?1, ?2, ?3, ?4)", store, sku, onHand, allocated);
    }

    public int Free(string sku) => Number("SELECT on_hand - allocated FROM stock_levels WHERE store = ?1 AND sku = ?2", sku);

    public StockQueue Queue(string sku) => tx.First("SELECT waiting, last FROM stock_levels WHERE store = ?1 AND sku = ?2", row => new Queued(new(row.GetInt32(0), row.TextOrNull(1))), store, sku)?.Queue ?? default;

    public List<StockWaitingRow> Waiting(IEnumerable<string> skus) =>
    [
        .. tx.Query(
            """
            WITH RECURSIVE touched(sku) AS (
                SELECT value FROM json_each(?2)
                UNION
                SELECT o.sku FROM touched t
                JOIN stock_lines w ON w.store = ?1 AND w.sku = t.sku AND w.allocated < w.demanded
                JOIN stock_lines o ON o.order_id = w.order_id AND o.allocated < o.demanded)
            SELECT d.order_id, d.version, d.priority, d.placed_at, d.mode, d.overtaken, d.told, l.sku, l.demanded, l.allocated
            FROM touched t -- CROSS keeps this order: from the few skus to their lines, never through all that wait.
            CROSS JOIN stock_lines l ON l.store = ?1 AND l.sku = t.sku AND l.allocated < l.demanded
            CROSS JOIN stock_demands d ON d.order_id = l.order_id
            """,
            row => (Demand: ReadDemand(row), Line: new StockLineRow(row.GetString(7), row.GetInt32(8), row.GetInt32(9))), store, Columns.Json(skus))
        .GroupBy(row => row.Demand.OrderId, StringComparer.Ordinal)
        .Select(rows => new StockWaitingRow(rows.First().Demand, [.. rows.Select(row => row.Line).OrderBy(line => line.Sku, StringComparer.Ordinal)])),
    ];

    public List<(DateTimeOffset Eta, int Quantity)> Expected(string sku) => tx.Query(
        "SELECT eta, quantity FROM stock_expected WHERE store = ?1 AND sku = ?2 ORDER BY eta", row => (row.Time(0), row.GetInt32(1)), store, sku);

    public void PutExpected(string sku, DateTimeOffset eta, int quantity)
    {
        if (quantity == 0) tx.Execute("DELETE FROM stock_expected WHERE store = ?1 AND sku = ?2 AND eta = ?3", store, sku, eta.UtcTicks);
        else
        {
            tx.Execute(
                "INSERT INTO stock_expected(store, sku, eta, quantity) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET quantity = excluded.quantity",
                store, sku, eta.UtcTicks, quantity);
        }
    }

    public void Tell(string orderId, OrderCommand command) => tx.Raise(orderId, command);

    public void Alert(StaffAlert alert) => SqliteStaffAlerts.Raise(tx, alert);

    private sealed record Queued(StockQueue Queue);

    private int Number(string sql, string sku) => tx.Prepare(sql, store, sku).ExecuteScalar() is long number ? checked((int)number) : 0;

    private static StockDemandRow ReadDemand(SqliteDataReader row) =>
        new(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.Time(3), row.Name<DemandMode>(4), row.GetInt32(5), row.TextOrNull(6));
}
