using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Staff;

internal sealed class SqliteStaffAlerts(IEngineStore store) : IStaffAlerts
{
    public static readonly SchemaModule Module = new("staff",
    [
        """
        CREATE TABLE staff_alerts(
            position INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            order_id TEXT NOT NULL,
            store TEXT NOT NULL,
            code TEXT NOT NULL,
            text TEXT NOT NULL,
            raised_at INTEGER NOT NULL,
            resolved_at INTEGER,
            resolved_by TEXT);
        CREATE INDEX staff_alerts_open ON staff_alerts(position) WHERE resolved_at IS NULL;
        """,
        "CREATE INDEX staff_alerts_order ON staff_alerts(order_id)",
    ]);

    public void Raise(IWriteBatch batch, StaffAlert alert) => batch.Add(new SqlWrite(tx => Raise(tx, alert)));

    public Task<Page<StaffAlert>> ListOpenAsync(string? storeId, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        var after = Paging.Position(cursor) ?? 0;
        return store.ReadAsync(db => Paging.Cut(
            db.Query(
                """
                SELECT position, key, order_id, store, code, text, raised_at FROM staff_alerts
                WHERE resolved_at IS NULL AND position > ?1 AND (?2 IS NULL OR store = ?2) ORDER BY position LIMIT ?3
                """,
                row => (Position: row.GetInt64(0), Alert: new StaffAlert(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Time(6))),
                after, storeId, Paging.Bound(limit) + 1),
            limit, row => row.Alert, row => Paging.Text(row.Position)), cancellationToken);
    }

    public Task<bool> ResolveAsync(string key, string? storeId, string by, CancellationToken cancellationToken = default) =>
        store.WriteAsync(tx => tx.Execute(
            "UPDATE staff_alerts SET resolved_at = ?2, resolved_by = ?3 WHERE key = ?1 AND resolved_at IS NULL AND (?4 IS NULL OR store = ?4)", key, tx.Now.UtcTicks, by, storeId) == 1, cancellationToken);

    /// <summary>The first alert of a key stands, also when it is resolved.</summary>
    internal static void Raise(EngineTransaction tx, StaffAlert alert) => tx.Execute(
        "INSERT INTO staff_alerts(key, order_id, store, code, text, raised_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(key) DO NOTHING",
        alert.Key, alert.OrderId, alert.Store, alert.Code, alert.Text, alert.At.UtcTicks);
}
