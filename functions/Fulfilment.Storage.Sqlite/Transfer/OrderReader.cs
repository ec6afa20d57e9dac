using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Storage.Sqlite.Orders;
using Fulfilment.Storage.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Transfer;

/// <summary>Reads the rows of one order, as a transaction sees them.</summary>
internal static class OrderReader
{
    /// <summary>Null for an order that was never published here.</summary>
    public static TransferOrder? Read(EngineTransaction tx, string orderId)
    {
        var row = tx.First("SELECT view, revision, updated_at, NULL FROM orders_index WHERE order_id = ?1", SqliteOrderIndex.ReadRow, orderId);
        if (row is null) return null;
        return new TransferOrder
        {
            Id = orderId,
            Moves = 0,
            Row = row,
            Receipts = tx.Query("SELECT receipt FROM orders_receipts WHERE order_id = ?1 ORDER BY position", r => r.Json<Receipt>(0), orderId),
            Commands = tx.Query(
                "SELECT command_id, body_hash, accepted_at FROM orders_commands WHERE order_id = ?1 ORDER BY accepted_at, command_id",
                r => new KnownCommand(r.GetString(0), r.TextOrNull(1), r.Time(2)), orderId),
            Timeline = tx.Query(
                "SELECT revision, position, entry FROM orders_timeline WHERE order_id = ?1 ORDER BY revision, position",
                r => new KeyedEntry(r.GetInt64(0), r.GetInt32(1), r.Json<TimelineEntry>(2)), orderId),
            Payments = tx.Query("SELECT entry FROM payments_entries WHERE order_id = ?1 ORDER BY position", r => r.Json<PaymentEntry>(0), orderId),
            Mails = tx.Query(
                "SELECT message, status, intents, intended_at, sent_at, provider_id, reason FROM mail_log WHERE order_id = ?1 ORDER BY position",
                r => new MailLogEntry(r.Json<MailMessage>(0), r.GetString(1), r.GetInt32(2), r.Time(3), r.TimeOrNull(4), r.TextOrNull(5), r.TextOrNull(6)), orderId),
            Releases = Releases(tx, row.View),
            Alerts = tx.Query(
                "SELECT key, order_id, store, code, text, raised_at, resolved_at, resolved_by FROM staff_alerts WHERE order_id = ?1 ORDER BY position",
                r => new TransferAlert(new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.Time(5)), r.TimeOrNull(6), r.TextOrNull(7)), orderId),
            // Their names begin with the order's id; the bounds take what follows it: '#' and '/'.
            Links = tx.Query(
                "SELECT id, name, created_at, expires_at, store, hash, revoked_at FROM tokens_grants WHERE id >= ?1 AND id < ?2 AND order_id = ?3 AND kind = 'CustomerOrder' ORDER BY created_at, id",
                r => Link(r, orderId), orderId + "#", orderId + "0", orderId),
        };
    }

    /// <summary>A shipment's release key is made of the order's id and its number.</summary>
    private static List<TransferRelease> Releases(EngineTransaction tx, OrderView view) => tx.Query(
        "SELECT release, state, intercept, detail FROM logistics_releases WHERE release_key >= ?1 AND release_key < ?2 ORDER BY position",
        r => new TransferRelease(r.Json<ReleaseOrder>(0), r.Name<ReleaseFeedState>(1), r.GetBoolean(2), r.TextOrNull(3)), view.Id + "/", view.Id + "0");

    private static TransferLink Link(SqliteDataReader row, string orderId) => new(
        new TokenGrant(row.GetString(0), TokenKind.CustomerOrder, Role: null, row.TextOrNull(4), orderId, row.GetString(1), row.Time(2), row.TimeOrNull(3)),
        Convert.ToHexStringLower(row.GetFieldValue<byte[]>(5)), row.TimeOrNull(6));
}
