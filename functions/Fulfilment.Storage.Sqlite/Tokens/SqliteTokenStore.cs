using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Tokens;

internal sealed class SqliteTokenStore(IEngineStore store, TimeProvider clock) : ITokenStore
{
    private const string Live = "SELECT id, kind, role, store, order_id, name, created_at, expires_at FROM tokens_grants WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?1)";

    private const string Insert =
        """
        INSERT INTO tokens_grants(id, hash, kind, role, store, order_id, name, created_at, expires_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT(id) DO NOTHING
        """;

    public static readonly SchemaModule Module = new("tokens",
    [
        """
        CREATE TABLE tokens_grants(
            id TEXT PRIMARY KEY NOT NULL,
            hash BLOB NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            role TEXT,
            store TEXT,
            order_id TEXT,
            name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            revoked_at INTEGER);
        CREATE INDEX tokens_grants_kind ON tokens_grants(kind, created_at) WHERE revoked_at IS NULL;
        """,
        // Version 2: what has opened nothing for long is removed (retentionDays).
        "CREATE INDEX tokens_grants_ended ON tokens_grants(coalesce(revoked_at, expires_at)) WHERE coalesce(revoked_at, expires_at) IS NOT NULL;",
    ]);

    public async Task<string> IssueAsync(TokenGrant grant, CancellationToken cancellationToken = default)
    {
        var secret = TokenSecrets.New();
        var issued = await store.WriteAsync(tx => tx.Execute(Insert, Values(grant, secret)), cancellationToken);
        return issued == 1 ? secret : throw new ArgumentException($"There is already a token named '{grant.Id}'.", nameof(grant));
    }

    public Task<TokenGrant?> FindAsync(string secret, CancellationToken cancellationToken = default)
    {
        var hash = TokenSecrets.Hash(secret);
        return store.ReadAsync(db => db.First($"{Live} AND hash = ?2", Read, clock.GetUtcNow().UtcTicks, hash), cancellationToken);
    }

    public Task<TokenGrant?> ConsumeAsync(string secret, CancellationToken cancellationToken = default)
    {
        var hash = TokenSecrets.Hash(secret);
        return store.WriteAsync(tx =>
        {
            var grant = tx.First($"{Live} AND hash = ?2", Read, tx.Now.UtcTicks, hash);
            if (grant is not null) Revoke(tx, grant.Id);
            return grant;
        }, cancellationToken);
    }

    public Task<bool> RevokeAsync(string grantId, CancellationToken cancellationToken = default) =>
        store.WriteAsync(tx => Revoke(tx, grantId) == 1, cancellationToken);

    public async Task<IReadOnlyList<TokenGrant>> ListAsync(TokenKind kind, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(db => db.Query($"{Live} AND kind = ?2 ORDER BY created_at, id", Read, clock.GetUtcNow().UtcTicks, kind.ToString()), cancellationToken);

    private static object?[] Values(TokenGrant grant, string secret) =>
    [
        grant.Id, TokenSecrets.Hash(secret), grant.Kind.ToString(), grant.Role, grant.Store, grant.OrderId, grant.Name, grant.CreatedAt.UtcTicks, Columns.Ticks(grant.ExpiresAt),
    ];

    private static int Revoke(EngineTransaction tx, string id) =>
        tx.Execute("UPDATE tokens_grants SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL", id, tx.Now.UtcTicks);

    private static TokenGrant Read(SqliteDataReader row) => new(
        row.GetString(0), row.Name<TokenKind>(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.GetString(5), row.Time(6), row.TimeOrNull(7));
}
