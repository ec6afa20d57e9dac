using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Orders;

internal sealed class SqliteOrderIndex(IEngineStore store) : IOrderIndex
{
    /// <summary>What <see cref="ReadRow"/> reads, of orders_index i.</summary>
    internal const string RowColumns = "i.view, i.revision, i.updated_at, (SELECT t.elsewhere FROM transfer_orders t WHERE t.order_id = i.order_id)";

    public void Put(IWriteBatch batch, OrderRow row)
    {
        var view = Columns.Json(row.View);
        var facets = OrderFacets.Of(row.View);
        batch.Add(new SqlWrite(tx => Write(tx, row, view, facets)));
    }

    public Task<OrderRow?> GetAsync(string orderId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => db.First($"SELECT {RowColumns} FROM orders_index i WHERE i.order_id = ?1", ReadRow, orderId), cancellationToken);

    public Task<Page<OrderRow>> ListAsync(OrderQuery query, CancellationToken cancellationToken = default)
    {
        var list = OrderListSql.For(query);
        return store.ReadAsync(db => list.Read(db, ReadRow), cancellationToken);
    }

    /// <summary>Carriers use numbers again after some years: the youngest order is meant.</summary>
    public Task<string?> FindByTrackingAsync(string storeId, string trackingNumber, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => db.First(
            """
            SELECT t.order_id FROM orders_tracking t JOIN orders_index i USING(order_id)
            WHERE t.store = ?1 AND t.number = ?2 ORDER BY i.placed_at DESC, i.order_id LIMIT 1
            """, row => row.GetString(0), storeId, OrderFacets.TrackingKey(trackingNumber)), cancellationToken);

    public async Task<IReadOnlyDictionary<OrderStatus, int>> CountAsync(string? storeId, CancellationToken cancellationToken = default)
    {
        var counted = await store.ReadAsync(db => db.Query(
            """
            SELECT status, COUNT(*) FROM orders_index WHERE ?1 IS NULL OR store = ?1 GROUP BY status
            UNION ALL
            SELECT status, -COUNT(*) FROM transfer_orders t CROSS JOIN orders_index i USING(order_id) WHERE t.elsewhere IS NOT NULL AND (?1 IS NULL OR store = ?1) GROUP BY status
            """,
            row => (Status: row.Name<OrderStatus>(0), Count: row.GetInt32(1)), storeId), cancellationToken);
        var counts = Enum.GetValues<OrderStatus>().ToDictionary(status => status, _ => 0);
        foreach (var (status, count) in counted) counts[status] += count;
        return counts;
    }

    /// <summary>The present view inside a transaction; null when none was ever published.</summary>
    internal static OrderView? View(EngineTransaction tx, string orderId) =>
        tx.First("SELECT view FROM orders_index WHERE order_id = ?1", row => row.Json<OrderView>(0), orderId);

    internal static void Write(EngineTransaction tx, OrderRow row) => Write(tx, row, Columns.Json(row.View), OrderFacets.Of(row.View));

    /// <summary>Store and placed time are fixed at intake, so an update leaves them, and the index on them, alone.</summary>
    private static void Write(EngineTransaction tx, OrderRow row, string view, OrderFacets facets)
    {
        var written = tx.Execute(
            """
            INSERT INTO orders_index(order_id, store, status, placed_at, revision, updated_at, view) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT(order_id) DO UPDATE SET status = excluded.status, revision = excluded.revision, updated_at = excluded.updated_at, view = excluded.view
            WHERE excluded.revision > revision
            """,
            row.View.Id, row.View.Store, row.View.Status.ToString(), row.View.PlacedAt.UtcTicks, row.Revision, row.UpdatedAt.UtcTicks, view);
        if (written > 0) WriteFacets(tx, row.View, facets);
    }

    private static void WriteFacets(EngineTransaction tx, OrderView view, OrderFacets facets)
    {
        var changed = tx.Execute(
            """
            INSERT INTO orders_facets(order_id, text, categories, tracking) VALUES(?1, ?2, ?3, ?4)
            ON CONFLICT(order_id) DO UPDATE SET text = excluded.text, categories = excluded.categories, tracking = excluded.tracking
            WHERE (text, categories, tracking) IS NOT (excluded.text, excluded.categories, excluded.tracking)
            """,
            view.Id, facets.Text, string.Join('\n', facets.Categories), string.Join('\n', facets.Tracking));
        if (changed == 0) return;
        tx.Execute("DELETE FROM orders_categories WHERE order_id = ?1", view.Id);
        tx.Execute("DELETE FROM orders_tracking WHERE order_id = ?1", view.Id);
        foreach (var category in facets.Categories) tx.Execute("INSERT INTO orders_categories(category, order_id) VALUES(?1, ?2)", category, view.Id);
        foreach (var number in facets.Tracking) tx.Execute("INSERT INTO orders_tracking(store, number, order_id) VALUES(?1, ?2, ?3)", view.Store, number, view.Id);
    }

    internal static OrderRow ReadRow(SqliteDataReader row) => new(row.Json<OrderView>(0), row.GetInt64(1), row.Time(2)) { MovedAt = row.TimeOrNull(3) };
}
