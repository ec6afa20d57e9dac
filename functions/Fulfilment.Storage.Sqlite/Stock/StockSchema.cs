using Fulfilment.DurableTask;

namespace Fulfilment.Storage.Sqlite.Stock;

/// <summary>
/// The ledger. The checks are the last line of defence: a bug that would sell what is not there fails its transaction instead.
/// </summary>
internal static class StockSchema
{
    /// <remarks>
    /// <c>stock_demands</c> keeps a row for orders that want nothing any more: their version tells a late demand from a new one.
    /// <c>told</c> is what the order was last told of its wait, so that it hears of changes only. <c>waiting</c> and <c>last</c> are the
    /// sku's <see cref="Orchestration.Stock.StockQueue"/>, and change with its lines.
    /// </remarks>
    public static readonly SchemaModule Module = new("stock",
    [
        """
        CREATE TABLE stock_levels(
            store TEXT NOT NULL,
            sku TEXT NOT NULL,
            on_hand INTEGER NOT NULL,
            allocated INTEGER NOT NULL CHECK(allocated >= 0),
            CHECK(on_hand >= allocated),
            PRIMARY KEY(store, sku)) WITHOUT ROWID;
        CREATE TABLE stock_demands(
            order_id TEXT PRIMARY KEY NOT NULL,
            store TEXT NOT NULL,
            version INTEGER NOT NULL,
            priority INTEGER NOT NULL,
            placed_at INTEGER NOT NULL,
            mode TEXT NOT NULL,
            overtaken INTEGER NOT NULL,
            told TEXT) WITHOUT ROWID;
        CREATE TABLE stock_lines(
            order_id TEXT NOT NULL,
            sku TEXT NOT NULL,
            store TEXT NOT NULL,
            demanded INTEGER NOT NULL CHECK(demanded > 0),
            allocated INTEGER NOT NULL CHECK(allocated BETWEEN 0 AND demanded),
            PRIMARY KEY(order_id, sku)) WITHOUT ROWID;
        CREATE INDEX stock_lines_sku ON stock_lines(store, sku);
        CREATE INDEX stock_lines_waiting ON stock_lines(store, sku) WHERE allocated < demanded;
        CREATE TABLE stock_expected(
            store TEXT NOT NULL,
            sku TEXT NOT NULL,
            eta INTEGER NOT NULL,
            quantity INTEGER NOT NULL CHECK(quantity > 0),
            PRIMARY KEY(store, sku, eta)) WITHOUT ROWID;
        CREATE TABLE stock_operations(
            store TEXT NOT NULL,
            key TEXT NOT NULL,
            answer TEXT,
            PRIMARY KEY(store, key)) WITHOUT ROWID;
        """,
        """
        ALTER TABLE stock_levels ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0 CHECK(waiting >= 0);
        ALTER TABLE stock_levels ADD COLUMN last TEXT;
        UPDATE stock_levels SET
            waiting = (SELECT coalesce(SUM(l.demanded - l.allocated), 0) FROM stock_lines l WHERE l.store = stock_levels.store AND l.sku = stock_levels.sku AND l.allocated < l.demanded),
            last = (SELECT MAX(printf('%010d|%019d|%s', 2147483647 - d.priority, d.placed_at, d.order_id)) FROM stock_lines l JOIN stock_demands d ON d.order_id = l.order_id
                WHERE l.store = stock_levels.store AND l.sku = stock_levels.sku AND l.allocated < l.demanded);
        """,
    ]);
}
