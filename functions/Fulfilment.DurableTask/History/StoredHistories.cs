using System.Text;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask;

/// <summary>Reads histories from an engine's file. A running engine is not disturbed: no read lasts longer than a page.</summary>
public static class StoredHistories
{
    private const int PageSize = 256;

    private const string Select =
        """
        SELECT i.iid, r.instance, i.name, i.execution, i.pending_from, (SELECT p.instance FROM registry p WHERE p.iid = i.parent_iid)
        FROM instances i JOIN registry r ON r.iid = i.iid
        """;

    private static readonly string Unfinished = $"i.status NOT IN ({(int)OrchestrationStatus.Completed}, {(int)OrchestrationStatus.Failed}, {(int)OrchestrationStatus.Terminated})";

    /// <param name="finished">Also of instances that have ended.</param>
    public static long Count(SqliteConnection connection, bool finished)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM instances i" + (finished ? "" : " WHERE " + Unfinished);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>All present executions, in pages: each page is of one instant.</summary>
    /// <param name="newestFirst">By when the id was first used.</param>
    public static IEnumerable<IReadOnlyList<StoredHistory>> Read(SqliteConnection connection, bool finished, bool newestFirst = false)
    {
        var where = $"WHERE i.iid {(newestFirst ? '<' : '>')} $after" + (finished ? "" : " AND " + Unfinished) + $" ORDER BY i.iid {(newestFirst ? "DESC" : "ASC")} LIMIT {PageSize}";
        for (var last = newestFirst ? long.MaxValue : 0L; Page(connection, where, ref last) is { Count: > 0 } page;)
        {
            yield return page;
        }
    }

    /// <summary>Null when there is no such instance.</summary>
    public static StoredHistory? Find(SqliteConnection connection, string instanceId)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        var rows = Rows(connection, "WHERE r.instance = $id", ("$id", instanceId));
        return rows.Count == 0 ? null : History(connection, rows[0]);
    }

    private static List<StoredHistory> Page(SqliteConnection connection, string where, ref long last)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        var rows = Rows(connection, where, ("$after", last));
        last = rows.Count == 0 ? last : rows[^1].Iid;
        return [.. rows.Select(row => History(connection, row))];
    }

    private static List<Row> Rows(SqliteConnection connection, string where, (string Name, object Value) parameter)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select + "\n" + where;
        command.Parameters.AddWithValue(parameter.Name, parameter.Value);
        using var reader = command.ExecuteReader();
        var rows = new List<Row>();
        while (reader.Read())
        {
            rows.Add(new Row(
                reader.GetInt64(0), Text(reader, 1), Text(reader, 2), reader.GetInt32(3),
                reader.IsDBNull(4) ? long.MaxValue : reader.GetInt64(4), reader.IsDBNull(5) ? null : Text(reader, 5)));
        }

        return rows;
    }

    private static StoredHistory History(SqliteConnection connection, Row row)
    {
        try
        {
            return new StoredHistory(row.InstanceId, row.Name, row.Execution, row.ParentId, Events(connection, row)) { PendingFrom = row.PendingFrom };
        }
        catch (InvalidDataException error)
        {
            return new StoredHistory(row.InstanceId, row.Name, row.Execution, row.ParentId, []) { Damage = error.Message };
        }
    }

    private static List<HistoryEvent> Events(SqliteConnection connection, Row row)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT seq, at, sum, data FROM history WHERE iid = $iid ORDER BY seq";
        command.Parameters.AddWithValue("$iid", row.Iid);
        using var reader = command.ExecuteReader();
        var events = new List<HistoryEvent>();
        var sum = RowChecksum.Seed(row.Iid, row.Execution);
        while (reader.Read())
        {
            var data = reader.GetFieldValue<byte[]>(3);
            sum = RowChecksum.Next(sum, reader.GetInt64(0), reader.GetInt64(1), data);
            if (sum != reader.GetInt64(2))
            {
                throw new InvalidDataException($"The history of '{row.InstanceId}' is damaged before sequence {reader.GetInt64(0)}: restore the latest backup with 'fulfil restore'.");
            }

            events.AddRange(HistoryCodec.Decode(data, reader.GetInt64(0)));
        }

        return events;
    }

    /// <summary>As bytes: an id may hold a NUL, at which the text accessor would stop.</summary>
    private static string Text(SqliteDataReader reader, int column) => Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(column));

    private sealed record Row(long Iid, string InstanceId, string Name, int Execution, long PendingFrom, string? ParentId);
}
