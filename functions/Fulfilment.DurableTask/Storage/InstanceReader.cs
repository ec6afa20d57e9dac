using System.Text;
using Fulfilment.DurableTask.Replay;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Storage;

/// <summary>Reads instances for clients, on a read-only connection.</summary>
internal static class InstanceReader
{
    private const string Select =
        """
        SELECT r.instance, i.name, i.status, i.created, i.custom_status, i.iid,
            (SELECT h.at FROM history h WHERE h.iid = i.iid ORDER BY h.seq DESC LIMIT 1)
        FROM registry r JOIN instances i ON i.iid = r.iid
        """;

    public static OrchestrationMetadata? Find(SqliteConnection connection, string instanceId, bool withPayloads)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select + " WHERE r.instance = $id";
        command.Parameters.AddWithValue("$id", instanceId);
        using var reader = command.ExecuteReader();
        return reader.Read() ? Read(connection, reader, withPayloads) : null;
    }

    /// <summary>One more than the page tells whether another follows.</summary>
    public static OrchestrationPage Query(SqliteConnection connection, OrchestrationQuery query)
    {
        var items = new List<OrchestrationMetadata>();
        using var command = connection.CreateCommand();
        command.CommandText = Select + Where(query, command) + " ORDER BY r.instance";
        using var reader = command.ExecuteReader();
        while (items.Count <= query.PageSize && reader.Read())
        {
            var id = Text(reader, 0);
            if (query.InstanceIdPrefix is { Length: > 0 } prefix && !id.StartsWith(prefix, StringComparison.Ordinal))
            {
                break;
            }

            items.Add(Read(connection, reader, query.FetchInputsAndOutputs));
        }

        if (items.Count <= query.PageSize)
        {
            return new OrchestrationPage(items, null);
        }

        items.RemoveAt(items.Count - 1);
        return new OrchestrationPage(items, Convert.ToBase64String(Encoding.UTF8.GetBytes(items[^1].InstanceId)));
    }

    /// <summary>Numbers of finished instances that match, after <paramref name="after"/>.</summary>
    public static List<long> Finished(SqliteConnection connection, PurgeFilter filter, long after, int count)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT i.iid FROM instances i WHERE i.iid > $after" + Finished(filter, command) + " ORDER BY i.iid LIMIT $count";
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$count", count);
        using var reader = command.ExecuteReader();
        var found = new List<long>();
        while (reader.Read())
        {
            found.Add(reader.GetInt64(0));
        }

        return found;
    }

    public static long CountFinished(SqliteConnection connection, PurgeFilter filter)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM instances i WHERE 1 = 1" + Finished(filter, command);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Null when there is no such instance.</summary>
    public static List<HistoryEvent>? History(SqliteConnection connection, string instanceId)
    {
        using var find = connection.CreateCommand();
        find.CommandText = "SELECT i.iid FROM registry r JOIN instances i ON i.iid = r.iid WHERE r.instance = $id";
        find.Parameters.AddWithValue("$id", instanceId);
        return find.ExecuteScalar() is long iid ? Segments(connection, iid, "ORDER BY seq") : null;
    }

    private static OrchestrationMetadata Read(SqliteConnection connection, SqliteDataReader reader, bool withPayloads)
    {
        var status = (OrchestrationStatus)reader.GetInt32(2);
        var created = new DateTimeOffset(reader.GetInt64(3), TimeSpan.Zero);
        var updated = reader.IsDBNull(6) ? created : new DateTimeOffset(reader.GetInt64(6), TimeSpan.Zero);
        var metadata = new OrchestrationMetadata(Text(reader, 1), Text(reader, 0), status, created, updated);
        if (!withPayloads && status != OrchestrationStatus.Failed)
        {
            return metadata;
        }

        var iid = reader.GetInt64(5);
        var end = Segments(connection, iid, "ORDER BY seq DESC LIMIT 1").LastOrDefault();
        metadata = metadata with { FailureDetails = end is { Kind: HistoryKind.ExecutionFailed } ? Payloads.ReadFailure(end.Payload) : null };
        return !withPayloads ? metadata : metadata with
        {
            SerializedInput = Payloads.Text(Segments(connection, iid, "ORDER BY seq LIMIT 1").FirstOrDefault()?.Payload),
            SerializedOutput = end is { Kind: HistoryKind.ExecutionCompleted or HistoryKind.ExecutionTerminated } ? Payloads.Text(end.Payload) : null,
            SerializedCustomStatus = reader.IsDBNull(4) ? null : Payloads.Text(reader.GetFieldValue<byte[]>(4)),
        };
    }

    private static List<HistoryEvent> Segments(SqliteConnection connection, long iid, string order)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT seq, data FROM history WHERE iid = $iid " + order;
        command.Parameters.AddWithValue("$iid", iid);
        using var reader = command.ExecuteReader();
        var events = new List<HistoryEvent>();
        while (reader.Read())
        {
            events.AddRange(HistoryCodec.Decode(reader.GetFieldValue<byte[]>(1), reader.GetInt64(0)));
        }

        return events;
    }

    private static string Where(OrchestrationQuery query, SqliteCommand command)
    {
        var sql = new StringBuilder(" WHERE 1 = 1");
        if (query.ContinuationToken is { } token)
        {
            sql.Append(" AND r.instance > $token");
            command.Parameters.AddWithValue("$token", ReadToken(token));
        }

        if (query.InstanceIdPrefix is { Length: > 0 } prefix)
        {
            sql.Append(" AND r.instance >= $prefix");
            command.Parameters.AddWithValue("$prefix", prefix);
        }

        return sql.Append(Common(query.CreatedFrom, query.CreatedTo, query.Statuses, command)).ToString();
    }

    /// <summary>The last event of a finished instance is its end. Creation comes first in the condition: it spares most of the reads.</summary>
    private static string Finished(PurgeFilter filter, SqliteCommand command)
    {
        var sql = " AND i.status IN (3, 4, 5)" + Common(filter.CreatedFrom, filter.CreatedTo, filter.Statuses, command);
        if (filter.CompletedTo is not { } ended)
        {
            return sql;
        }

        command.Parameters.AddWithValue("$ended", ended.UtcTicks);
        return sql + " AND i.created < $ended AND (SELECT h.at FROM history h WHERE h.iid = i.iid ORDER BY h.seq DESC LIMIT 1) < $ended";
    }

    private static string Common(DateTimeOffset? from, DateTimeOffset? to, IReadOnlyList<OrchestrationStatus>? statuses, SqliteCommand command)
    {
        var sql = new StringBuilder();
        if (from is { } first)
        {
            sql.Append(" AND i.created >= $from");
            command.Parameters.AddWithValue("$from", first.UtcTicks);
        }

        if (to is { } last)
        {
            sql.Append(" AND i.created < $to");
            command.Parameters.AddWithValue("$to", last.UtcTicks);
        }

        if (statuses is not null)
        {
            sql.Append(" AND i.status IN (").AppendJoin(',', statuses.Select(status => (int)status)).Append(')');
        }

        return sql.ToString();
    }

    private static string ReadToken(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException error)
        {
            throw new ArgumentException("The continuation token is not one of this engine's.", nameof(token), error);
        }
    }

    /// <summary>As bytes: an id may hold a NUL, at which the text accessor would stop.</summary>
    private static string Text(SqliteDataReader reader, int column) => Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(column));
}
