using System.Globalization;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Processing;

/// <summary>Ids are "orchestration:" or "outbox:" and a number.</summary>
internal sealed class EngineQuarantine(EngineThread thread, ReadPool reads) : IQuarantine
{
    private const string Select =
        """
        SELECT 'orchestration', q.iid, r.instance, q.reason, q.at, q.attempts FROM quarantine q JOIN registry r ON r.iid = q.iid
        UNION ALL
        SELECT 'outbox', o.id, o.instance, o.parked, o.parked_at, o.attempts FROM outbox o WHERE o.parked IS NOT NULL
        ORDER BY 5 LIMIT $limit
        """;

    private readonly EngineCore _core = thread.Core;

    public Task<IReadOnlyList<QuarantinedItem>> ListAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        Task.Run<IReadOnlyList<QuarantinedItem>>(() => reads.Read(connection => List(connection, limit)), cancellationToken);

    public Task<bool> RetryAsync(string id, CancellationToken cancellationToken = default)
    {
        var separator = id.IndexOf(':', StringComparison.Ordinal);
        if (separator < 0 || !long.TryParse(id.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Task.FromResult(false);
        }

        return id[..separator] switch
        {
            "orchestration" => thread.RunAsync(() => RetryInstance(number), cancellationToken),
            "outbox" => thread.RunAsync(() => RetryMessage(number), cancellationToken),
            _ => Task.FromResult(false),
        };
    }

    private bool RetryInstance(long iid)
    {
        if (_core.Cache.Get(iid) is not { } instance || !_core.Lifecycle.ClearQuarantine(instance))
        {
            return false;
        }

        instance.FailedTurns = 0;
        _core.Activities?.Forgive(iid);
        _core.Lifecycle.ReleaseHeld(instance);
        _core.Ready.Add(instance);
        return true;
    }

    private bool RetryMessage(long id)
    {
        _core.Batch.Write();
        if (_core.Tables.Outbox.Unpark(id, _core.Batch.Now) is not { } entry)
        {
            return false;
        }

        _core.Outbox.Add(entry);
        return true;
    }

    private static List<QuarantinedItem> List(SqliteConnection connection, int limit)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select;
        command.Parameters.AddWithValue("$limit", limit);
        using var reader = command.ExecuteReader();
        var items = new List<QuarantinedItem>();
        while (reader.Read())
        {
            var kind = reader.GetString(0);
            items.Add(new QuarantinedItem($"{kind}:{reader.GetInt64(1)}", kind, reader.GetString(2), reader.GetString(3),
                new DateTimeOffset(reader.GetInt64(4), TimeSpan.Zero), reader.GetInt32(5)));
        }

        return items;
    }
}
