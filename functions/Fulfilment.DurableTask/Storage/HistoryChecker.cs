using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Storage;

/// <summary>Follows the checksum chains through the history, in the order the rows were written.</summary>
internal static class HistoryChecker
{
    private const int ReportedAtOnce = 1000;

    private const string Rows =
        """
        SELECT h.iid, h.seq, h.at, h.sum, h.data, i.execution
        FROM history h LEFT JOIN instances i ON i.iid = h.iid WHERE h.id > ?1 ORDER BY h.id
        """;

    /// <param name="from">Row number after which to begin; rows before it are taken as they are.</param>
    /// <returns>What is wrong, for people; null when nothing is.</returns>
    public static string? FindDamage(SqliteConnection connection, long from = 0, IProgress<FileProgress>? progress = null)
    {
        try
        {
            return Follow(connection, from, progress) ?? (from <= 0 ? Missing(connection) : null);
        }
        catch (SqliteException error)
        {
            return $"the history cannot be read ({error.Message})";
        }
    }

    private static string? Follow(SqliteConnection connection, long from, IProgress<FileProgress>? progress)
    {
        var (done, all) = (0L, progress is null ? 0L : (long)DatabaseFile.Scalar(connection, "SELECT count(*) FROM history")!);
        using var rows = new Statement(connection.Handle!, Rows);
        using var before = new Statement(connection.Handle!, "SELECT sum FROM history WHERE iid = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1");
        var ends = new Dictionary<long, long>();
        rows.Bind(1, from);
        while (rows.Step())
        {
            var (iid, seq, sum) = (rows.Int64(0), rows.Int64(1), rows.Int64(3));
            if (rows.IsNull(5))
            {
                return $"history row {seq} of instance number {iid} belongs to no instance";
            }

            // Nothing comes before the first row of all.
            var previous = ends.TryGetValue(iid, out var end) ? end : (from > 0 ? Before(before, iid, seq) : null) ?? RowChecksum.Seed(iid, (int)rows.Int64(5));
            if (RowChecksum.Next(previous, seq, rows.Int64(2), rows.BlobSpan(4)) != sum)
            {
                return $"the history of instance number {iid} does not match its checksum at sequence {seq}";
            }

            if (++done % ReportedAtOnce == 0)
            {
                progress?.Report(new FileProgress("checking history rows", done, all));
            }

            ends[iid] = sum;
        }

        return null;
    }

    private static long? Before(Statement before, long iid, long seq)
    {
        if (!before.Bind(1, iid).Bind(2, seq).Step())
        {
            return null;
        }

        var sum = before.Int64(0);
        before.Reset();
        return sum;
    }

    private static string? Missing(SqliteConnection connection) =>
        DatabaseFile.Scalar(connection, "SELECT iid FROM instances i WHERE NOT EXISTS(SELECT 1 FROM history h WHERE h.iid = i.iid) LIMIT 1") is long iid
            ? $"instance number {iid} has lost its history"
            : null;
}
