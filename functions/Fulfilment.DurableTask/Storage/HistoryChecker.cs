using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Storage;

/// <summary>Follows the checksum chains through the history, in the order the rows were written.</summary>
internal static class HistoryChecker
{
    private const int ReportedAtOnce = 1000;

    private const string Select =
        """
        SELECT h.iid, h.seq, h.at, h.sum, h.data, i.execution
        FROM history h LEFT JOIN instances i ON i.iid = h.iid WHERE h.id > $from ORDER BY h.id
        """;

    /// <param name="from">Row number after which to begin; rows before it are taken as they are.</param>
    /// <returns>What is wrong, for people; null when nothing is.</returns>
    public static string? FindDamage(SqliteConnection connection, long from = 0, IProgress<FileProgress>? progress = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select;
        command.Parameters.AddWithValue("$from", from);
        using var before = connection.CreateCommand();
        before.CommandText = "SELECT seq, sum FROM history WHERE iid = $iid AND seq < $seq ORDER BY seq DESC LIMIT 1";
        before.Parameters.Add("$iid", SqliteType.Integer);
        before.Parameters.Add("$seq", SqliteType.Integer);
        using var missing = connection.CreateCommand();
        missing.CommandText = "SELECT iid FROM instances i WHERE NOT EXISTS(SELECT 1 FROM history h WHERE h.iid = i.iid) LIMIT 1";
        try
        {
            return Follow(command, before, progress, progress is null ? 0 : Rows(connection))
                ?? (from <= 0 && missing.ExecuteScalar() is long iid ? $"instance number {iid} has lost its history" : null);
        }
        catch (SqliteException error)
        {
            return $"the history cannot be read ({error.Message})";
        }
    }

    private static long Rows(SqliteConnection connection) => (long)DatabaseFile.Scalar(connection, "SELECT count(*) FROM history")!;

    private static string? Follow(SqliteCommand rows, SqliteCommand before, IProgress<FileProgress>? progress, long all)
    {
        var done = 0L;
        var ends = new Dictionary<long, (long Seq, long Sum)>();
        using var reader = rows.ExecuteReader();
        while (reader.Read())
        {
            var iid = reader.GetInt64(0);
            var seq = reader.GetInt64(1);
            if (reader.IsDBNull(5))
            {
                return $"history row {seq} of instance number {iid} belongs to no instance";
            }

            var previous = ends.TryGetValue(iid, out var end) ? end.Sum : Before(before, iid, seq) ?? RowChecksum.Seed(iid, reader.GetInt32(5));
            if (RowChecksum.Next(previous, seq, reader.GetInt64(2), reader.GetFieldValue<byte[]>(4)) != reader.GetInt64(3))
            {
                return $"the history of instance number {iid} does not match its checksum at sequence {seq}";
            }

            if (++done % ReportedAtOnce == 0)
            {
                progress?.Report(new FileProgress("checking history rows", done, all));
            }

            ends[iid] = (seq, reader.GetInt64(3));
        }

        return null;
    }

    private static long? Before(SqliteCommand before, long iid, long seq)
    {
        before.Parameters["$iid"].Value = iid;
        before.Parameters["$seq"].Value = seq;
        using var reader = before.ExecuteReader();
        return reader.Read() ? reader.GetInt64(1) : null;
    }
}
