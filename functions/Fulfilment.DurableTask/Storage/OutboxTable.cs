using System.Text.Json;

namespace Fulfilment.DurableTask.Storage;

/// <summary>What the engine keeps in memory of a message that waits; the payload is read when it is delivered.</summary>
/// <param name="Due">UTC ticks; not delivered earlier.</param>
internal sealed record OutboxEntry(long Id, string Kind, string InstanceId, long Number, int Attempts, long Due);

/// <summary>Messages to deliver, and for good the keys of all there ever were.</summary>
internal sealed class OutboxTable(Database database)
{
    private readonly Statement _remember = database.Prepare("INSERT OR IGNORE INTO outbox_keys(key) VALUES(?1)");
    private readonly Statement _insert = database.Prepare(
        "INSERT INTO outbox(id, key, kind, instance, number, payload, enqueued, attempts, due, trace) VALUES(max((SELECT coalesce(max(id), 0) FROM outbox), ?8) + 1, ?1, ?2, ?3, ?4, ?5, ?6, 0, ?6, ?7) RETURNING id");
    private readonly Statement _read = database.Prepare("SELECT key, payload, enqueued, trace FROM outbox WHERE id = ?1");
    private readonly Statement _has = database.Prepare("SELECT 1 FROM outbox WHERE id = ?1");
    private readonly Statement _delete = database.Prepare("DELETE FROM outbox WHERE id = ?1");
    private readonly Statement _postpone = database.Prepare("UPDATE outbox SET attempts = ?2, due = ?3 WHERE id = ?1");
    private readonly Statement _park = database.Prepare("UPDATE outbox SET attempts = ?2, parked = ?3, parked_at = ?4 WHERE id = ?1");
    private readonly Statement _unpark = database.Prepare(
        "UPDATE outbox SET parked = NULL, parked_at = NULL, attempts = 0, due = ?2 WHERE id = ?1 AND parked IS NOT NULL RETURNING kind, instance, number");
    private readonly Statement _take = database.Prepare(
        """
        SELECT id, key, kind, instance, number, payload, enqueued, attempts, parked, parked_at FROM outbox
        WHERE instance IN (SELECT value FROM json_each(?1)) ORDER BY instance, kind, number
        """);
    private readonly Statement _restore = database.Prepare("UPDATE outbox SET enqueued = ?2, attempts = ?3, parked = ?4, parked_at = ?5 WHERE id = ?1");
    private readonly Statement _forget = database.Prepare("DELETE FROM outbox_keys WHERE key = ?1");
    private readonly Statement _waiting = database.Prepare("SELECT id, kind, instance, number, attempts, due FROM outbox WHERE parked IS NULL");

    /// <summary>Given last by this process. An id is not given twice, though its row be gone: memory may still know the first by it.</summary>
    private long _lastId;

    /// <summary>Null when the key is known already: the first message stands.</summary>
    public OutboxEntry? Add(OutboxMessage message, long now, string? trace)
    {
        if (_remember.Bind(1, message.Key).Execute() == 0)
        {
            return null;
        }

        _insert.Bind(1, message.Key).Bind(2, message.Kind).Bind(3, message.InstanceId).Bind(4, message.Number).Bind(5, message.Payload).Bind(6, now).Bind(7, trace).Bind(8, _lastId).Step();
        var id = _lastId = _insert.Int64(0);
        _insert.Reset();
        return new OutboxEntry(id, message.Kind, message.InstanceId, message.Number, 0, now);
    }

    public (OutboxMessage Message, long EnqueuedAt, string? Trace)? Read(OutboxEntry entry)
    {
        if (!_read.Bind(1, entry.Id).Step())
        {
            return null;
        }

        var message = new OutboxMessage(_read.Text(0), entry.Kind, entry.InstanceId, entry.Number, _read.Text(1));
        var found = (message, _read.Int64(2), _read.IsNull(3) ? null : _read.Text(3));
        _read.Reset();
        return found;
    }

    public bool Has(long id)
    {
        var found = _has.Bind(1, id).Step();
        _has.Reset();
        return found;
    }

    public void Delete(long id) => _delete.Bind(1, id).Execute();

    public void Postpone(OutboxEntry entry) => _postpone.Bind(1, entry.Id).Bind(2, entry.Attempts).Bind(3, entry.Due).Execute();

    public void Park(long id, int attempts, string reason, long now) => _park.Bind(1, id).Bind(2, attempts).Bind(3, reason).Bind(4, now).Execute();

    public OutboxEntry? Unpark(long id, long now)
    {
        if (!_unpark.Bind(1, id).Bind(2, now).Step())
        {
            return null;
        }

        var entry = new OutboxEntry(id, _unpark.Text(0), _unpark.Text(1), _unpark.Int64(2), 0, now);
        _unpark.Reset();
        return entry;
    }

    /// <summary>Removes the instances' messages with their keys.</summary>
    public List<HeldMessage> Take(IEnumerable<string> instanceIds)
    {
        var taken = new List<(long Id, HeldMessage Held)>();
        _take.Bind(1, JsonSerializer.Serialize(instanceIds));
        while (_take.Step())
        {
            var message = new OutboxMessage(_take.Text(1), _take.Text(2), _take.Text(3), _take.Int64(4), _take.Text(5));
            var parked = _take.IsNull(8) ? null : _take.Text(8);
            taken.Add((_take.Int64(0), new HeldMessage(message, Instant(_take.Int64(6)), (int)_take.Int64(7), parked, parked is null ? null : Instant(_take.Int64(9)))));
        }

        foreach (var (id, held) in taken)
        {
            Delete(id);
            _forget.Bind(1, held.Message.Key).Execute();
        }

        return [.. taken.Select(item => item.Held)];
    }

    /// <summary>A message from elsewhere, as it was there; null when the key is known.</summary>
    public OutboxEntry? Put(HeldMessage held, long now)
    {
        if (Add(held.Message, now, null) is not { } entry)
        {
            return null;
        }

        _restore.Bind(1, entry.Id).Bind(2, held.EnqueuedAt.UtcTicks).Bind(3, held.Attempts).Bind(4, held.Parked).Bind(5, held.ParkedAt?.UtcTicks).Execute();
        return entry with { Attempts = held.Attempts };
    }

    /// <summary>Kinds are few, and shared: it may be a hundred thousand messages that wait for one provider.</summary>
    public List<OutboxEntry> Waiting()
    {
        var entries = new List<OutboxEntry>();
        while (_waiting.Step())
        {
            entries.Add(new OutboxEntry(_waiting.Int64(0), string.Intern(_waiting.Text(1)), _waiting.Text(2), _waiting.Int64(3), (int)_waiting.Int64(4), _waiting.Int64(5)));
        }

        return entries;
    }

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
