using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Storage.Sqlite.Intake;
using Fulfilment.Storage.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Transfer;

/// <summary>Reads what belongs to a store and to no order, a bounded record at a time.</summary>
internal static class StoreReader
{
    private const int Rows = 500;
    private const int ParkedRows = 20;

    /// <param name="after">Where the record before ended; null: the start.</param>
    /// <returns>Null when there is nothing (more); where the next begins, null at the end.</returns>
    public delegate (TransferRecord? Record, string? After) Part(SqliteConnection db, string store, string? after);

    public static IReadOnlyList<Part> Parts { get; } = [Policies, Catalogue, Shipping, StockKeys, Waybills, Deliveries, Parked];

    private static (TransferRecord?, string?) Policies(SqliteConnection db, string store, string? after)
    {
        var versions = db.Query(
            "SELECT version, saved_at, saved_by, policy FROM policy_versions WHERE store = ?1 ORDER BY version",
            row => new PolicyVersion(row.GetInt32(0), row.Time(1), row.GetString(2), row.Json<Domain.Release.ReleasePolicy>(3)), store);
        return (versions.Count == 0 ? null : new TransferRecord.Policies(store, versions), null);
    }

    private static (TransferRecord?, string?) Catalogue(SqliteConnection db, string store, string? after)
    {
        var items = db.Query(
            "SELECT item FROM catalogue_items WHERE store = ?1 AND sku > ?2 ORDER BY sku LIMIT ?3", row => row.Json<CatalogueItem>(0), store, after ?? "", Rows);
        return Cut(items, new TransferRecord.Catalogue(store, items), item => item.Sku);
    }

    private static (TransferRecord?, string?) Shipping(SqliteConnection db, string store, string? after)
    {
        var services = db.Query("SELECT quote FROM catalogue_shipping WHERE store = ?1 ORDER BY position", row => row.Json<ShippingQuote>(0), store);
        return (services.Count == 0 ? null : new TransferRecord.Shipping(store, services), null);
    }

    private static (TransferRecord?, string?) StockKeys(SqliteConnection db, string store, string? after)
    {
        var keys = db.Query(
            "SELECT key, answer FROM stock_operations WHERE store = ?1 AND key > ?2 ORDER BY key LIMIT ?3",
            row => new StockKey(row.GetString(0), row.TextOrNull(1)), store, after ?? "", Rows);
        return Cut(keys, new TransferRecord.StockKeys(store, keys), key => key.Key);
    }

    private static (TransferRecord?, string?) Waybills(SqliteConnection db, string store, string? after)
    {
        var numbers = db.Query(
            "SELECT key, number FROM logistics_waybills WHERE store = ?1 AND key > ?2 ORDER BY key LIMIT ?3",
            row => new WaybillNumber(row.GetString(0), row.GetInt32(1)), store, after ?? "", Rows);
        return Cut(numbers, new TransferRecord.Waybills(store, numbers), number => number.Key);
    }

    private static (TransferRecord?, string?) Deliveries(SqliteConnection db, string store, string? after)
    {
        var seen = db.Query(
            """
            SELECT key, source, store, topic, delivery_id, received_at, answer, position FROM intake_deliveries
            WHERE position > ?2 AND store = ?1 AND position NOT IN (SELECT position FROM intake_parked WHERE answer IS NULL) ORDER BY position LIMIT ?3
            """,
            row => (Seen: new SeenDelivery(
                Convert.ToHexStringLower(row.GetFieldValue<byte[]>(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.Time(5), row.Json<IntakeAnswer>(6)), Position: row.GetInt64(7)),
            store, Position(after), Rows);
        return Cut(seen, new TransferRecord.Deliveries([.. seen.Select(row => row.Seen)]), row => Paging.Text(row.Position));
    }

    private static (TransferRecord?, string?) Parked(SqliteConnection db, string store, string? after)
    {
        var parked = db.Query(
            SqliteDeliveryInbox.ParkedSql + " WHERE p.answer IS NULL AND p.position > ?1 AND p.store = ?2 ORDER BY p.position LIMIT ?3",
            SqliteDeliveryInbox.ReadParked, Position(after), store, ParkedRows);
        return parked.Count == 0 ? (null, null) : Cut(parked, new TransferRecord.Parked([.. parked.Select(row => row.Item)]), row => Paging.Text(row.Position), ParkedRows);
    }

    private static long Position(string? after) => after is null ? 0 : long.Parse(after, System.Globalization.CultureInfo.InvariantCulture);

    private static (TransferRecord?, string?) Cut<T>(List<T> rows, TransferRecord record, Func<T, string> after, int limit = Rows) =>
        rows.Count == 0 ? (null, null) : (record, rows.Count < limit ? null : after(rows[^1]));
}
