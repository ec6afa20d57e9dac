using Fulfilment.DurableTask;

namespace Fulfilment.Storage.Sqlite.Orders;

/// <summary>Index, receipts, timelines and the registry of accepted commands.</summary>
internal static class OrdersSchema
{
    /// <remarks>
    /// The index row is written at every turn, what it is found by hardly ever changes: facets, categories and tracking numbers
    /// have tables of their own that most turns leave alone, and a text search reads narrow rows only.
    /// </remarks>
    public static readonly SchemaModule Module = new("orders",
    [
        """
        CREATE TABLE orders_index(
            order_id TEXT PRIMARY KEY NOT NULL,
            store TEXT NOT NULL,
            status TEXT NOT NULL,
            placed_at INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            view TEXT NOT NULL);
        CREATE INDEX orders_index_placed ON orders_index(placed_at DESC, order_id, store);
        CREATE INDEX orders_index_status ON orders_index(status, placed_at DESC, order_id, store);
        CREATE TABLE orders_facets(
            order_id TEXT PRIMARY KEY NOT NULL,
            text TEXT NOT NULL,
            categories TEXT NOT NULL,
            tracking TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE orders_categories(
            category TEXT NOT NULL,
            order_id TEXT NOT NULL,
            PRIMARY KEY(category, order_id)) WITHOUT ROWID;
        CREATE TABLE orders_tracking(
            store TEXT NOT NULL,
            number TEXT NOT NULL,
            order_id TEXT NOT NULL,
            PRIMARY KEY(store, number, order_id)) WITHOUT ROWID;
        CREATE INDEX orders_categories_order ON orders_categories(order_id);
        CREATE INDEX orders_tracking_order ON orders_tracking(order_id);
        CREATE TABLE orders_receipts(
            position INTEGER PRIMARY KEY,
            order_id TEXT NOT NULL,
            command_id TEXT NOT NULL,
            outcome TEXT NOT NULL,
            receipt TEXT NOT NULL,
            UNIQUE(order_id, command_id));
        CREATE TABLE orders_timeline(
            order_id TEXT NOT NULL,
            revision INTEGER NOT NULL,
            position INTEGER NOT NULL,
            entry TEXT NOT NULL,
            PRIMARY KEY(order_id, revision, position)) WITHOUT ROWID;
        CREATE TABLE orders_commands(
            order_id TEXT NOT NULL,
            command_id TEXT NOT NULL,
            body_hash TEXT,
            accepted_at INTEGER NOT NULL,
            PRIMARY KEY(order_id, command_id)) WITHOUT ROWID;
        """,
    ]);
}
