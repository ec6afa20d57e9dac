using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Storage.Sqlite.Catalogue;
using Fulfilment.Storage.Sqlite.Intake;
using Fulfilment.Storage.Sqlite.Sql;
using Fulfilment.Storage.Sqlite.Stock;

namespace Fulfilment.Storage.Sqlite.Transfer;

/// <summary>
/// Writes what belongs to a store and to no order. Keys and numbers that were used are added; settings stand only while they are
/// newer than what this host has.
/// </summary>
internal sealed class StoreWriter(EngineTransaction tx, DateTimeOffset exportedAt)
{
    /// <returns>False when nothing was new.</returns>
    public bool Put(TransferRecord record) => record switch
    {
        TransferRecord.Policies policies => IsNews(policies.Store) && Any(policies.Versions, version => Put(policies.Store, version)),
        TransferRecord.Catalogue catalogue => IsNews(catalogue.Store) && Any(catalogue.Items, item => SqliteCatalogue.Write(tx, catalogue.Store, item)),
        TransferRecord.Shipping shipping => IsNews(shipping.Store) && SqliteCatalogue.Write(tx, shipping.Store, shipping.Services) > 0,
        TransferRecord.StockKeys keys => Any(keys.Keys, key => new StockTables(tx, keys.Store).Claim(key.Key, key.Answer)),
        TransferRecord.Waybills waybills => Any(waybills.Numbers, number => Put(waybills.Store, number)),
        TransferRecord.Deliveries deliveries => Any(deliveries.Seen, Put),
        TransferRecord.Parked parked => Any(parked.Waiting, delivery => SqliteDeliveryInbox.Restore(tx, delivery)),
        TransferRecord.Goods => false,
        _ => throw new InvalidOperationException($"A {record.GetType().Name} belongs to no store."),
    };

    private bool IsNews(string store) =>
        tx.First("SELECT as_of FROM transfer_stores WHERE store = ?1 AND as_of >= ?2", row => row.GetInt64(0).ToString(System.Globalization.CultureInfo.InvariantCulture), store, exportedAt.UtcTicks) is null;

    /// <summary>All of them, not only up to the first that is new.</summary>
    private static bool Any<T>(IReadOnlyList<T> items, Func<T, bool> put) => items.Count(put) > 0;

    private bool Put(string store, PolicyVersion version) => tx.Execute(
        """
        INSERT INTO policy_versions(store, version, saved_at, saved_by, policy) VALUES(?1, ?2, ?3, ?4, ?5)
        ON CONFLICT(store, version) DO UPDATE SET saved_at = excluded.saved_at, saved_by = excluded.saved_by, policy = excluded.policy
        """, store, version.Version, version.At.UtcTicks, version.By, Columns.Json(version.Policy)) == 1;

    /// <summary>A number that is used here already stands for another parcel: the key gets a new one if its label is ever made again.</summary>
    private bool Put(string store, WaybillNumber number) => tx.Execute(
        "INSERT OR IGNORE INTO logistics_waybills(store, key, number) VALUES(?1, ?2, ?3)", store, number.Key, number.Number) == 1;

    private bool Put(SeenDelivery seen) => tx.Execute(
        """
        INSERT INTO intake_deliveries(key, source, store, topic, delivery_id, received_at, answer, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, X'')
        ON CONFLICT(key) DO NOTHING
        """, Convert.FromHexString(seen.KeyHash), seen.Source, seen.Store, seen.Topic, seen.DeliveryId, seen.ReceivedAt.UtcTicks, Columns.Json(seen.Answer)) == 1;
}
