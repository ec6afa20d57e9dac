using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Storage.Sqlite.Orders;
using Fulfilment.Storage.Sqlite.Payments;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Transfer;

/// <summary>
/// Writes the rows of an order that comes from another host. What this host still has of an earlier stay is the older of the two, so the
/// other's rows stand wherever both have one.
/// </summary>
internal sealed class OrderWriter(EngineTransaction tx, SqliteReceiptStore receipts)
{
    public void Write(TransferOrder order)
    {
        if (order.Row is { } row) SqliteOrderIndex.Write(tx, row);
        foreach (var receipt in order.Receipts) receipts.Write(tx, order.Id, receipt);
        foreach (var command in order.Commands) Write(order.Id, command);
        foreach (var entry in order.Timeline)
        {
            tx.Execute(
                "INSERT OR IGNORE INTO orders_timeline(order_id, revision, position, entry) VALUES(?1, ?2, ?3, ?4)", order.Id, entry.Revision, entry.Position, Columns.Json(entry.Entry));
        }

        foreach (var payment in order.Payments) SqlitePaymentLedger.Write(tx, payment);
        foreach (var mail in order.Mails) Write(mail);
        foreach (var release in order.Releases) Write(release);
        foreach (var alert in order.Alerts) Write(alert);
        foreach (var link in order.Links) Write(link);
        foreach (var effect in order.Effects) Write(order.Id, effect);
    }

    private void Write(string orderId, KnownCommand command) => tx.Execute(
        "INSERT INTO orders_commands(order_id, command_id, body_hash, accepted_at) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        orderId, command.CommandId, command.BodyHash, command.AcceptedAt.UtcTicks);

    private void Write(Orchestration.Ports.MailLogEntry mail) => tx.Execute(
        """
        INSERT INTO mail_log(key, order_id, status, intents, intended_at, sent_at, provider_id, reason, message) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT(key) DO UPDATE SET status = excluded.status, intents = excluded.intents, sent_at = excluded.sent_at, provider_id = excluded.provider_id,
            reason = excluded.reason, message = excluded.message
        """,
        mail.Message.Key, mail.Message.OrderId, mail.Status, mail.Intents, mail.IntendedAt.UtcTicks, Columns.Ticks(mail.SentAt), mail.ProviderId, mail.Reason, Columns.Json(mail.Message));

    /// <summary>Positions are this host's own: whoever reads on from his last one here meets the entry as it is now.</summary>
    private void Write(TransferRelease release)
    {
        var changed = tx.Execute(
            """
            UPDATE logistics_releases SET position = (SELECT MAX(position) + 1 FROM logistics_releases), state = ?2, intercept = ?3, detail = ?4
            WHERE release_key = ?1 AND (state, intercept, detail) IS NOT (?2, ?3, ?4)
            """, release.Release.Key, release.State.ToString(), release.InterceptRequested ? 1 : 0, release.Detail);
        if (changed > 0) return;
        tx.Execute(
            "INSERT INTO logistics_releases(release_key, store, state, intercept, detail, release) VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(release_key) DO NOTHING",
            release.Release.Key, release.Release.Store, release.State.ToString(), release.InterceptRequested ? 1 : 0, release.Detail, Columns.Json(release.Release));
    }

    private void Write(TransferAlert alert) => tx.Execute(
        """
        INSERT INTO staff_alerts(key, order_id, store, code, text, raised_at, resolved_at, resolved_by) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT(key) DO UPDATE SET resolved_at = excluded.resolved_at, resolved_by = excluded.resolved_by
        """,
        alert.Alert.Key, alert.Alert.OrderId, alert.Alert.Store, alert.Alert.Code, alert.Alert.Text, alert.Alert.At.UtcTicks, Columns.Ticks(alert.ResolvedAt), alert.ResolvedBy);

    private void Write(TransferLink link) => tx.Execute(
        """
        INSERT INTO tokens_grants(id, hash, kind, store, order_id, name, created_at, expires_at, revoked_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT(id) DO UPDATE SET revoked_at = coalesce(revoked_at, excluded.revoked_at)
        """,
        link.Grant.Id, Convert.FromHexString(link.SecretHash), link.Grant.Kind.ToString(), link.Grant.Store, link.Grant.OrderId, link.Grant.Name,
        link.Grant.CreatedAt.UtcTicks, Columns.Ticks(link.Grant.ExpiresAt), Columns.Ticks(link.RevokedAt));

    private void Write(string orderId, TransferEffect effect) => tx.PutOutbox(new HeldMessage(
        new OutboxMessage(effect.Key, effect.Kind, orderId, effect.Number, effect.Payload), effect.EnqueuedAt, effect.Attempts, effect.Parked, effect.ParkedAt));
}
