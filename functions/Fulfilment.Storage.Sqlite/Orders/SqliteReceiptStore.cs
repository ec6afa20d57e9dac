using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Orders;

internal sealed class SqliteReceiptStore(IEngineStore store) : IReceiptStore
{
    private readonly ReceiptWaiters _waiters = new();

    public void Put(IWriteBatch batch, string orderId, Receipt receipt)
    {
        var json = Columns.Json(receipt);
        batch.Add(new SqlWrite(tx => Write(tx, orderId, receipt, json)));
    }

    public Task<Receipt?> GetAsync(string orderId, string commandId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => db.First(
            "SELECT receipt FROM orders_receipts WHERE order_id = ?1 AND command_id = ?2", row => row.Json<Receipt>(0), orderId, commandId), cancellationToken);

    public Task<bool> IsKnownAsync(string orderId, string commandId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => db.First(
            """
            SELECT command_id FROM orders_commands WHERE order_id = ?1 AND command_id = ?2
            UNION ALL SELECT command_id FROM orders_receipts WHERE order_id = ?1 AND command_id = ?2
            """, row => row.GetString(0), orderId, commandId) is not null, cancellationToken);

    public async Task<IReadOnlyList<Receipt>> ListAsync(string orderId, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(db => db.Query(
            "SELECT receipt FROM orders_receipts WHERE order_id = ?1 ORDER BY position", row => row.Json<Receipt>(0), orderId), cancellationToken);

    public async Task<Receipt?> WaitAsync(string orderId, string commandId, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        // Entered before the look, so that a receipt committed between the two is not missed.
        using var waiter = _waiters.Enter(orderId, commandId);
        if (await GetAsync(orderId, commandId, cancellationToken) is { } receipt) return receipt;
        try
        {
            // A request waits in real time, also where the shop's clock is a virtual one.
            return await waiter.Receipt.WaitAsync(timeout, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    internal void Write(EngineTransaction tx, string orderId, Receipt receipt) => Write(tx, orderId, receipt, Columns.Json(receipt));

    private void Write(EngineTransaction tx, string orderId, Receipt receipt, string json)
    {
        var written = tx.Execute(
            """
            INSERT INTO orders_receipts(order_id, command_id, outcome, receipt) VALUES(?1, ?2, ?3, ?4)
            ON CONFLICT(order_id, command_id) DO UPDATE SET outcome = excluded.outcome, receipt = excluded.receipt
            WHERE outcome = 'Provisional' AND excluded.outcome IN ('Applied', 'Rejected')
            """, orderId, receipt.CommandId, receipt.Outcome.ToString(), json);
        if (written > 0) tx.OnCommitted(() => _waiters.Wake(orderId, receipt));
    }
}
