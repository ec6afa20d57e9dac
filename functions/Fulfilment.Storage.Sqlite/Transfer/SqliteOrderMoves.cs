using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Transfer;

internal sealed class SqliteOrderMoves(IEngineStore store) : IOrderMoves
{
    private const string Select = "SELECT moves, elsewhere FROM transfer_orders WHERE order_id = ?1";

    public void Depart(IWriteBatch batch, string orderId, int moves, DateTimeOffset at) => batch.Add(new SqlWrite(tx =>
    {
        Put(tx, orderId, moves, at);
        TakenOrders.Depart(tx, orderId, moves);
    }));

    public Task<OrderMove?> GetAsync(string orderId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => db.First(Select, row => new OrderMove(row.GetInt32(0), row.TimeOrNull(1)), orderId), cancellationToken);

    internal static OrderMove? Get(EngineTransaction tx, string orderId) =>
        tx.First(Select, row => new OrderMove(row.GetInt32(0), row.TimeOrNull(1)), orderId);

    /// <summary>Since when the order is on another host; null when it is not.</summary>
    internal static DateTimeOffset? ElsewhereSince(EngineTransaction tx, string orderId) => Get(tx, orderId)?.ElsewhereSince;

    /// <param name="elsewhere">Null: it is here.</param>
    internal static void Put(EngineTransaction tx, string orderId, int moves, DateTimeOffset? elsewhere) => tx.Execute(
        """
        INSERT INTO transfer_orders(order_id, moves, elsewhere) VALUES(?1, ?2, ?3)
        ON CONFLICT(order_id) DO UPDATE SET moves = excluded.moves, elsewhere = excluded.elsewhere WHERE excluded.moves >= moves
        """, orderId, moves, Columns.Ticks(elsewhere));
}
