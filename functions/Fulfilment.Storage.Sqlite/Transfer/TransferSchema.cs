using Fulfilment.DurableTask;

namespace Fulfilment.Storage.Sqlite.Transfer;

/// <summary>What has moved to other hosts and came from them.</summary>
internal static class TransferSchema
{
    /// <remarks>
    /// <c>transfer_orders</c> has a row for each order that ever moved; <c>elsewhere</c> is the time since when it is not here.
    /// <c>transfer_taken</c> and <c>transfer_goods</c> keep what an export took out, so that the next writes the same. <c>transfer_imports</c> names an import that is not finished.
    /// </remarks>
    public static readonly SchemaModule Module = new("transfer",
    [
        """
        CREATE TABLE transfer_orders(
            order_id TEXT PRIMARY KEY NOT NULL,
            moves INTEGER NOT NULL,
            elsewhere INTEGER) WITHOUT ROWID;
        CREATE INDEX transfer_orders_elsewhere ON transfer_orders(order_id, elsewhere) WHERE elsewhere IS NOT NULL;
        CREATE TABLE transfer_taken(
            order_id TEXT PRIMARY KEY NOT NULL,
            moves INTEGER NOT NULL,
            content TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE transfer_goods(
            position INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            store TEXT NOT NULL,
            goods TEXT NOT NULL);
        CREATE TABLE transfer_imports(
            exported_at INTEGER PRIMARY KEY,
            begun_at INTEGER NOT NULL);
        CREATE TABLE transfer_stores(
            store TEXT PRIMARY KEY NOT NULL,
            as_of INTEGER NOT NULL) WITHOUT ROWID;
        """,
    ]);
}
