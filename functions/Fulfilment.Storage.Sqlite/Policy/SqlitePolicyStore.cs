using Fulfilment.Domain.Release;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Policy;

internal sealed class SqlitePolicyStore(IEngineStore store, IStoreDirectory stores) : IPolicyStore
{
    private const string Newest = "SELECT policy FROM policy_versions WHERE store = ?1 ORDER BY version DESC LIMIT 1";

    public static readonly SchemaModule Module = new("policy",
    [
        """
        CREATE TABLE policy_versions(
            store TEXT NOT NULL,
            version INTEGER NOT NULL,
            saved_at INTEGER NOT NULL,
            saved_by TEXT NOT NULL,
            policy TEXT NOT NULL,
            PRIMARY KEY(store, version)) WITHOUT ROWID;
        """,
    ]);

    public async Task<ReleasePolicy> GetAsync(string storeId, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(db => db.First(Newest, row => row.Json<ReleasePolicy>(0), storeId), cancellationToken) ?? Default(storeId);

    public Task<ReleasePolicy?> PutAsync(string storeId, ReleasePolicy policy, int expectedVersion, string by, CancellationToken cancellationToken = default) =>
        store.WriteAsync(tx => Put(tx, storeId, policy, expectedVersion, by), cancellationToken);

    public async Task<IReadOnlyList<PolicyVersion>> HistoryAsync(string storeId, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(db => db.Query(
            "SELECT version, saved_at, saved_by, policy FROM policy_versions WHERE store = ?1 ORDER BY version DESC",
            row => new PolicyVersion(row.GetInt32(0), row.Time(1), row.GetString(2), row.Json<ReleasePolicy>(3)), storeId), cancellationToken);

    /// <summary>The present policy as a transaction sees it.</summary>
    internal ReleasePolicy Current(EngineTransaction tx, string storeId) =>
        tx.First(Newest, row => row.Json<ReleasePolicy>(0), storeId) ?? Default(storeId);

    private ReleasePolicy? Put(EngineTransaction tx, string storeId, ReleasePolicy policy, int expectedVersion, string by)
    {
        if (Current(tx, storeId).Version != expectedVersion) return null;
        var saved = policy with { Version = expectedVersion + 1 };
        tx.Execute(
            "INSERT INTO policy_versions(store, version, saved_at, saved_by, policy) VALUES(?1, ?2, ?3, ?4, ?5)",
            storeId, saved.Version, tx.Now.UtcTicks, by, Columns.Json(saved));
        return saved;
    }

    /// <summary>Local times of a policy nobody saved are the shop's own.</summary>
    private ReleasePolicy Default(string storeId) =>
        stores.Find(storeId) is { } settings ? new() { Calendar = new() { TimeZone = settings.Profile.TimeZone } } : new();
}
