using Fulfilment.DurableTask;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Retention;

/// <summary>How much personal data the stores hold, or gave up, beyond its time.</summary>
/// <param name="Webhooks">Raw bodies; the delivery's key and first answer stay.</param>
/// <param name="Mails">Address and text; that it was sent, when, and its subject stay.</param>
/// <param name="Tokens">Revoked or expired; gone altogether.</param>
public sealed record OldData(long Webhooks, long Mails, long Tokens);

/// <summary>
/// Empties what the stores keep of persons and need no more. What protects against doing a thing twice stays for good: keys of
/// deliveries, mails and commands, and so do orders, receipts and timelines.
/// </summary>
public sealed class SqliteRetention(IEngineStore store)
{
    /// <summary>Rows a transaction: the engine has one writer for everybody.</summary>
    private const int Chunk = 100;

    // Of a delivery that staff still have to look at nothing is lost; it goes once it was replayed.
    private const string Webhooks =
        "SELECT position FROM intake_deliveries d WHERE length(body) > 0 AND received_at < ?1 AND NOT EXISTS (SELECT 1 FROM intake_parked p WHERE p.position = d.position AND p.answer IS NULL)";

    private const string Mails = "SELECT position FROM mail_log WHERE emptied_at IS NULL AND intended_at < ?1 AND status <> 'intended'";

    private const string Tokens = "SELECT rowid FROM tokens_grants WHERE coalesce(revoked_at, expires_at) IS NOT NULL AND coalesce(revoked_at, expires_at) < ?1";

    // TransferRules.MayForget, of all orders at once. Who departs here takes something; an id that was told by another host's file never did.
    private const string Unread =
        """
        SELECT count(*) FROM transfer_orders o JOIN transfer_taken t ON t.order_id = o.order_id AND t.moves = o.moves
        WHERE o.elsewhere IS NOT NULL AND json_extract(t.content, '$.departure') IS NULL
        """;

    /// <summary>Orders that have left this host and that no export has read out yet: their histories must not go.</summary>
    public Task<long> LeftUnreadAsync(CancellationToken cancellationToken = default) => store.ReadAsync(db =>
    {
        using var command = db.Command(Unread);
        return (long)command.ExecuteScalar()!;
    }, cancellationToken);

    public Task<OldData> CountAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => store.ReadAsync(db =>
    {
        return new OldData(Count(Webhooks), Count(Mails), Count(Tokens));

        long Count(string rows)
        {
            using var command = db.Command($"SELECT count(*) FROM ({rows})", before.UtcTicks);
            return (long)command.ExecuteScalar()!;
        }
    }, cancellationToken);

    /// <summary>In small transactions: an interrupted run keeps what it has done, and the next one goes on from there.</summary>
    public async Task<OldData> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => new(
        await RemoveAsync(Webhooks, "UPDATE intake_deliveries SET body = x'' WHERE position IN", before, cancellationToken),
        await RemoveAsync(Mails, "UPDATE mail_log SET emptied_at = ?1, message = json_set(message, '$.to', '', '$.html', '', '$.text', '') WHERE position IN", before, cancellationToken),
        await RemoveAsync(Tokens, "DELETE FROM tokens_grants WHERE rowid IN", before, cancellationToken));

    private async Task<long> RemoveAsync(string rows, string change, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0L;
        // Looked for beside the writer: where there is nothing to do, nothing is written.
        while (await store.ReadAsync(db => db.Query($"{rows} LIMIT {Chunk}", row => row.GetInt64(0), before.UtcTicks), cancellationToken) is { Count: > 0 } found)
            removed += await store.WriteAsync(tx => tx.Execute($"{change} ({rows} AND rowid IN (SELECT value FROM json_each(?2)))", before.UtcTicks, Columns.Json(found)), cancellationToken);
        return removed;
    }
}
