using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Logistics;

internal sealed class SqliteReleaseFeed(IEngineStore store) : IReleaseFeed
{
    private const string Select = "SELECT position, release, state, intercept, detail FROM logistics_releases";

    /// <summary>Entries are never deleted, and there is one writer: the greatest position + 1 rises without gaps that a reader could miss.</summary>
    private const string Next = "(SELECT MAX(position) + 1 FROM logistics_releases)";

    public void Publish(IWriteBatch batch, ReleaseOrder release)
    {
        var json = Columns.Json(release);
        batch.Add(new SqlWrite(tx => tx.Execute(
            "INSERT INTO logistics_releases(release_key, store, state, intercept, release) VALUES(?1, ?2, 'Published', 0, ?3) ON CONFLICT(release_key) DO NOTHING",
            release.Key, release.Store, json)));
    }

    public void RequestIntercept(IWriteBatch batch, string releaseKey, string? reason) => batch.Add(new SqlWrite(tx => tx.Execute(
        $"UPDATE logistics_releases SET position = {Next}, intercept = 1, detail = coalesce(?2, detail) WHERE release_key = ?1 AND intercept = 0", releaseKey, reason)));

    public async Task<IReadOnlyList<ReleaseEntry>> ReadAsync(string? storeId, long after, int limit = 100, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(db => db.Query(
            $"{Select} WHERE position > ?1 AND (?2 IS NULL OR store = ?2) ORDER BY position LIMIT ?3", Read, after, storeId, Paging.Bound(limit)), cancellationToken);

    public Task<ReleaseEntry?> GetAsync(string releaseKey, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => db.First($"{Select} WHERE release_key = ?1", Read, releaseKey), cancellationToken);

    public Task<bool> AnswerAsync(string releaseKey, ReleaseFeedState state, string? detail, CancellationToken cancellationToken = default) =>
        state is ReleaseFeedState.Acknowledged or ReleaseFeedState.Rejected
            ? store.WriteAsync(tx => Answer(tx, releaseKey, state, detail), cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(state), state, "An answer acknowledges or rejects.");

    private static bool Answer(EngineTransaction tx, string releaseKey, ReleaseFeedState state, string? detail)
    {
        var answered = tx.Execute(
            $"UPDATE logistics_releases SET position = {Next}, state = ?2, detail = coalesce(?3, detail) WHERE release_key = ?1 AND state = 'Published'",
            releaseKey, state.ToString(), detail);
        return answered == 1 || tx.First($"{Select} WHERE release_key = ?1", Read, releaseKey)?.State == state;
    }

    private static ReleaseEntry Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.Json<ReleaseOrder>(1), row.Name<ReleaseFeedState>(2), row.GetBoolean(3), row.TextOrNull(4));
}
