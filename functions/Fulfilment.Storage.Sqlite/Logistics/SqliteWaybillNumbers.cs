using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Logistics;

internal sealed class SqliteWaybillNumbers(IEngineStore store) : IWaybillNumbers
{
    private const int Last = 99_999_999;

    public Task<int> NextAsync(string storeId, string key, CancellationToken cancellationToken = default) =>
        store.WriteAsync(tx => Given(tx, storeId, key) ?? Give(tx, storeId, key), cancellationToken);

    private static int? Given(EngineTransaction tx, string storeId, string key) => Number(tx.Prepare(
        "SELECT number FROM logistics_waybills WHERE store = ?1 AND key = ?2", storeId, key).ExecuteScalar());

    private static int Give(EngineTransaction tx, string storeId, string key)
    {
        var number = 1 + (Number(tx.Prepare("SELECT MAX(number) FROM logistics_waybills WHERE store = ?1", storeId).ExecuteScalar()) ?? 0);
        if (number > Last) throw new InvalidOperationException($"Store '{storeId}' has used all {Last} waybill numbers of the S10 form: give it another service indicator.");
        tx.Execute("INSERT INTO logistics_waybills(store, key, number) VALUES(?1, ?2, ?3)", storeId, key, number);
        return number;
    }

    private static int? Number(object? scalar) => scalar is long number ? checked((int)number) : null;
}
