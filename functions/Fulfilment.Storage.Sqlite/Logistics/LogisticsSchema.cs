using Fulfilment.DurableTask;

namespace Fulfilment.Storage.Sqlite.Logistics;

internal static class LogisticsSchema
{
    public static readonly SchemaModule Module = new("logistics",
    [
        """
        CREATE TABLE logistics_releases(
            position INTEGER PRIMARY KEY,
            release_key TEXT NOT NULL UNIQUE,
            store TEXT NOT NULL,
            state TEXT NOT NULL,
            intercept INTEGER NOT NULL,
            detail TEXT,
            release TEXT NOT NULL);
        CREATE TABLE logistics_waybills(
            store TEXT NOT NULL,
            key TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY(store, key)) WITHOUT ROWID;
        CREATE UNIQUE INDEX logistics_waybills_number ON logistics_waybills(store, number);
        """,
    ]);
}
