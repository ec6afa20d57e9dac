using System.Security.Cryptography;
using System.Text;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Intake;

internal sealed class SqliteDeliveryInbox(IEngineStore store) : IDeliveryInbox
{
    internal const string ParkedSql =
        """
        SELECT p.id, p.path, p.reason, p.parked_at, d.source, d.store, d.topic, d.delivery_id, d.received_at, d.body, p.position, p.answer
        FROM intake_parked p JOIN intake_deliveries d USING(position)
        """;

    public Task<IntakeAnswer> AcceptAsync(Delivery delivery, IntakeAction action, CancellationToken cancellationToken = default)
    {
        // Hashed on the caller's thread: the engine has one writer for everybody.
        var key = SHA256.HashData(Encoding.UTF8.GetBytes(delivery.Key));
        var commandId = delivery.CommandId;
        return store.WriteAsync(tx => Accept(tx, delivery, key, commandId, action), cancellationToken);
    }

    public Task<Page<ParkedDelivery>> ListParkedAsync(string? storeId, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        var after = Paging.Position(cursor) ?? 0;
        return store.ReadAsync(db =>
        {
            var rows = db.Query(
                ParkedSql + " WHERE p.answer IS NULL AND p.position > ?1 AND (?2 IS NULL OR p.store = ?2) ORDER BY p.position LIMIT ?3",
                ReadParked, after, storeId, Paging.Bound(limit) + 1);
            return Paging.Cut(rows, limit, row => row.Item, row => Paging.Text(row.Position));
        }, cancellationToken);
    }

    public Task<ParkedDelivery?> GetParkedAsync(string id, CancellationToken cancellationToken = default) =>
        store.ReadAsync(db => db.First(ParkedSql + " WHERE p.id = ?1 AND p.answer IS NULL", ReadParked, id)?.Item, cancellationToken);

    public Task<IntakeAnswer> ReplayParkedAsync(string id, IntakeAction action, CancellationToken cancellationToken = default) =>
        store.WriteAsync(tx => Replay(tx, id, action), cancellationToken);

    private static IntakeAnswer Accept(EngineTransaction tx, Delivery delivery, byte[] key, string commandId, IntakeAction action)
    {
        var first = tx.First("SELECT answer FROM intake_deliveries WHERE key = ?1", row => row.Json<IntakeAnswer>(0), key);
        if (first is not null) return first with { Repeated = true };
        var answer = IntakeActor.Act(tx, delivery, commandId, action);
        if (answer.Outcome == IntakeOutcome.Parked) answer = answer with { ParkedId = ParkedId(key) };
        Record(tx, delivery, key, answer);
        if (answer is { Outcome: IntakeOutcome.Parked }) Park(tx, delivery, answer);
        return answer;
    }

    private static void Record(EngineTransaction tx, Delivery delivery, byte[] key, IntakeAnswer answer) => tx.Execute(
        "INSERT INTO intake_deliveries(key, source, store, topic, delivery_id, received_at, answer, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        key, delivery.Source, delivery.Store, delivery.Topic, delivery.DeliveryId, delivery.ReceivedAt.UtcTicks, Columns.Json(answer), delivery.Body);

    private static void Park(EngineTransaction tx, Delivery delivery, IntakeAnswer answer) => tx.Execute(
        "INSERT INTO intake_parked(position, id, store, path, reason, parked_at) VALUES(last_insert_rowid(), ?1, ?2, ?3, ?4, ?5)",
        answer.ParkedId, delivery.Store, answer.Path, answer.Detail, tx.Now.UtcTicks);

    private static IntakeAnswer Replay(EngineTransaction tx, string id, IntakeAction action)
    {
        var parked = tx.First(ParkedSql + " WHERE p.id = ?1", ReadParked, id)
            ?? throw new KeyNotFoundException($"There is no parked delivery '{id}'.");
        if (parked.Answer is { } earlier) return earlier with { Repeated = true };
        var delivery = parked.Item.Delivery;
        var answer = IntakeActor.Act(tx, delivery, delivery.CommandId, action);
        if (answer.Outcome == IntakeOutcome.Parked)
        {
            tx.Execute("UPDATE intake_parked SET path = ?2, reason = ?3 WHERE id = ?1", id, answer.Path, answer.Detail);
            return answer with { ParkedId = id };
        }

        tx.Execute("UPDATE intake_parked SET answer = ?2 WHERE id = ?1", id, Columns.Json(answer));
        return answer;
    }

    /// <summary>A parked delivery of another host. False when the delivery is known here.</summary>
    internal static bool Restore(EngineTransaction tx, ParkedDelivery parked)
    {
        var key = SHA256.HashData(Encoding.UTF8.GetBytes(parked.Delivery.Key));
        if (tx.First("SELECT delivery_id FROM intake_deliveries WHERE key = ?1", row => row.GetString(0), key) is not null) return false;
        var answer = new IntakeAnswer(IntakeOutcome.Parked, ParkedId: ParkedId(key), Path: parked.Path, Detail: parked.Reason);
        Record(tx, parked.Delivery, key, answer);
        tx.Execute(
            "INSERT INTO intake_parked(position, id, store, path, reason, parked_at) VALUES(last_insert_rowid(), ?1, ?2, ?3, ?4, ?5)",
            answer.ParkedId, parked.Delivery.Store, parked.Path, parked.Reason, parked.ParkedAt.UtcTicks);
        return true;
    }

    private static string ParkedId(byte[] key) => "parked-" + Convert.ToHexStringLower(key)[..24];

    internal static ParkedRow ReadParked(SqliteDataReader row)
    {
        var delivery = new Delivery(row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetFieldValue<byte[]>(9), row.Time(8));
        var item = new ParkedDelivery(row.GetString(0), delivery, row.GetString(1), row.GetString(2), row.Time(3));
        return new(item, row.GetInt64(10), row.IsDBNull(11) ? null : row.Json<IntakeAnswer>(11));
    }

    /// <param name="Answer">Set once a replay has acted on it.</param>
    internal sealed record ParkedRow(ParkedDelivery Item, long Position, IntakeAnswer? Answer);
}
