using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Payments;

internal sealed class SqlitePaymentLedger(IEngineStore store) : IPaymentLedger
{
    public static readonly SchemaModule Module = new("payments",
    [
        """
        CREATE TABLE payments_entries(
            position INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            order_id TEXT NOT NULL,
            store TEXT NOT NULL,
            rank INTEGER NOT NULL,
            entry TEXT NOT NULL);
        CREATE INDEX payments_entries_order ON payments_entries(order_id, position);
        CREATE INDEX payments_entries_open ON payments_entries(position) WHERE rank = 0;
        """,
    ]);

    public void Put(IWriteBatch batch, PaymentEntry entry)
    {
        var json = Columns.Json(entry);
        var rank = entry.Rank();
        batch.Add(new SqlWrite(tx => Write(tx, entry, rank, json)));
    }

    internal static void Write(EngineTransaction tx, PaymentEntry entry) => Write(tx, entry, entry.Rank(), Columns.Json(entry));

    public async Task<IReadOnlyList<PaymentEntry>> ListAsync(string orderId, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(db => db.Query(
            "SELECT entry FROM payments_entries WHERE order_id = ?1 ORDER BY position", row => row.Json<PaymentEntry>(0), orderId), cancellationToken);

    public Task<Page<PaymentEntry>> ListOpenAsync(string? storeId, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        var after = Paging.Position(cursor) ?? 0;
        return store.ReadAsync(db => Paging.Cut(
            db.Query(
                "SELECT position, entry FROM payments_entries WHERE rank = 0 AND position > ?1 AND (?2 IS NULL OR store = ?2) ORDER BY position LIMIT ?3",
                row => (Position: row.GetInt64(0), Entry: row.Json<PaymentEntry>(1)), after, storeId, Paging.Bound(limit) + 1),
            limit, row => row.Entry, row => Paging.Text(row.Position)), cancellationToken);
    }

    private static void Write(EngineTransaction tx, PaymentEntry entry, int rank, string json) => tx.Execute(
        """
        INSERT INTO payments_entries(key, order_id, store, rank, entry) VALUES(?1, ?2, ?3, ?4, ?5)
        ON CONFLICT(key) DO UPDATE SET rank = excluded.rank, entry = excluded.entry WHERE excluded.rank >= rank
        """, entry.Key, entry.OrderId, entry.Store, rank, json);
}
