using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Orders;

internal sealed class SqliteTimelineStore(IEngineStore store) : ITimelineStore
{
    public void Append(IWriteBatch batch, string orderId, long revision, IReadOnlyList<TimelineEntry> entries)
    {
        var rows = entries.Select(Columns.Json).ToList();
        batch.Add(new SqlWrite(tx =>
        {
            for (var i = 0; i < rows.Count; i++)
                tx.Execute("INSERT OR IGNORE INTO orders_timeline(order_id, revision, position, entry) VALUES(?1, ?2, ?3, ?4)", orderId, revision, i, rows[i]);
        }));
    }

    public async Task<IReadOnlyList<TimelineEntry>> ListAsync(string orderId, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(db => db.Query(
            "SELECT entry FROM orders_timeline WHERE order_id = ?1 ORDER BY revision, position", row => row.Json<TimelineEntry>(0), orderId), cancellationToken);
}
