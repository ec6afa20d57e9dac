using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Mail;

internal sealed class SqliteMailLog(IEngineStore store) : IMailLog
{
    private const string Select = "SELECT position, message, status, intents, intended_at, sent_at, provider_id, reason FROM mail_log";

    public static readonly SchemaModule Module = new("mail",
    [
        """
        CREATE TABLE mail_log(
            position INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            order_id TEXT NOT NULL,
            status TEXT NOT NULL,
            intents INTEGER NOT NULL,
            intended_at INTEGER NOT NULL,
            sent_at INTEGER,
            provider_id TEXT,
            reason TEXT,
            message TEXT NOT NULL);
        CREATE INDEX mail_log_order ON mail_log(order_id, position DESC);
        """,
        // Version 2: address and text are emptied when they are old (retentionDays); the index holds those that are not yet.
        """
        ALTER TABLE mail_log ADD COLUMN emptied_at INTEGER;
        CREATE INDEX mail_log_kept ON mail_log(intended_at) WHERE emptied_at IS NULL;
        """,
    ]);

    /// <summary>Until it is known to be sent, the log shows the text of the last try: every try has a link of its own.</summary>
    public Task<int> RecordIntentAsync(MailMessage message, CancellationToken cancellationToken = default)
    {
        var json = Columns.Json(message);
        return store.WriteAsync(tx => Convert.ToInt32(tx.Prepare(
            """
            INSERT INTO mail_log(key, order_id, status, intents, intended_at, message) VALUES(?1, ?2, 'intended', 1, ?3, ?4)
            ON CONFLICT(key) DO UPDATE SET intents = intents + 1, message = iif(status = 'sent', message, excluded.message)
            RETURNING intents
            """, message.Key, message.OrderId, tx.Now.UtcTicks, json).ExecuteScalar(), null), cancellationToken);
    }

    public void MarkSent(IWriteBatch batch, string key, string? providerId) => batch.Add(new SqlWrite(tx => tx.Execute(
        "UPDATE mail_log SET status = 'sent', sent_at = ?2, provider_id = ?3, reason = NULL WHERE key = ?1 AND status <> 'sent'", key, tx.Now.UtcTicks, providerId)));

    public void MarkRefused(IWriteBatch batch, string key, string reason) => batch.Add(new SqlWrite(tx => tx.Execute(
        "UPDATE mail_log SET status = 'refused', reason = ?2 WHERE key = ?1 AND status = 'intended'", key, reason)));

    public Task<Page<MailLogEntry>> ListAsync(string? orderId, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        var before = Paging.Position(cursor) ?? long.MaxValue;
        var sql = orderId is null
            ? $"{Select} WHERE position < ?1 ORDER BY position DESC LIMIT ?2"
            : $"{Select} WHERE position < ?1 AND order_id = ?3 ORDER BY position DESC LIMIT ?2";
        object?[] values = orderId is null ? [before, Paging.Bound(limit) + 1] : [before, Paging.Bound(limit) + 1, orderId];
        return store.ReadAsync(db => Paging.Cut(db.Query(sql, Read, values), limit, row => row.Entry, row => Paging.Text(row.Position)), cancellationToken);
    }

    public Task<MailLogEntry?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => db.First($"{Select} WHERE key = ?1", Read, key)?.Entry, cancellationToken);

    private static Row Read(SqliteDataReader row) => new(row.GetInt64(0), new MailLogEntry(
        row.Json<MailMessage>(1), row.GetString(2), row.GetInt32(3), row.Time(4), row.TimeOrNull(5), row.TextOrNull(6), row.TextOrNull(7)));

    private sealed record Row(long Position, MailLogEntry Entry);
}
