using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Storage;

/// <summary>Follows the checksum chains through the history, in the order the rows were written.</summary>
internal static class HistoryChecker
{
    private const int ReportedAtOnce = 1000;

    private const string Columns = "SELECT h.iid, h.seq, h.at, h.sum, h.data, i.execution, h.id FROM history h LEFT JOIN instances i ON i.iid = h.iid";

    /// <param name="from">Row number after which to begin; rows before it are taken as they are.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static HistoryDamage? FindDamage(SqliteConnection connection, long from = 0, IProgress<FileProgress>? progress = null) => Guarded(() =>
    {
        var all = progress is null ? 0L : (long)DatabaseFile.Scalar(connection, "SELECT count(*) FROM history")!;
        using var rows = new Statement(connection.Handle!, $"{Columns} WHERE h.id > ?1 ORDER BY h.id");
        return Follow(connection, rows.Bind(1, from), done =>
        {
            if (done.Rows % ReportedAtOnce == 0)
            {
                progress?.Report(new FileProgress("checking history rows", done.Rows, all));
            }

            return true;
        }).Damage ?? (from <= 0 ? Missing(connection) : null);
    });

    /// <summary>Whether damage that was found before is still there.</summary>
    /// <param name="mark">Its <see cref="HistoryDamage.Mark"/>.</param>
    public static HistoryDamage? FindAgain(SqliteConnection connection, long mark) =>
        Guarded(() => mark > 0 ? CheckSlice(connection, (mark - 1, mark), long.MaxValue).Damage : Missing(connection, $"iid = {-mark}"));

    /// <summary>A piece of the history as it is at one moment, so that the engine may write meanwhile.</summary>
    /// <param name="range">Row number after which to begin, and the last one to check.</param>
    /// <param name="bytes">About how much to read.</param>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static HistorySlice CheckSlice(SqliteConnection connection, (long From, long UpTo) range, long bytes)
    {
        using var rows = new Statement(connection.Handle!, $"{Columns} WHERE h.id > ?1 AND h.id <= ?2 ORDER BY h.id");
        return Follow(connection, rows.Bind(1, range.From).Bind(2, range.UpTo), done => done.Bytes < bytes);
    }

    private static HistoryDamage? Guarded(Func<HistoryDamage?> follow)
    {
        try
        {
            return follow();
        }
        catch (SqliteException error)
        {
            return new HistoryDamage(null, $"the history cannot be read ({error.Message})");
        }
    }

    /// <param name="goOn">Asked after each row.</param>
    private static HistorySlice Follow(SqliteConnection connection, Statement rows, Func<HistorySlice, bool> goOn)
    {
        using var before = new Statement(connection.Handle!, "SELECT sum FROM history WHERE iid = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1");
        var ends = new Dictionary<long, long>();
        var done = new HistorySlice(0, 0, AtEnd: false, LastRow: 0, Damage: null);
        while (rows.Step())
        {
            var (iid, seq, sum) = (rows.Int64(0), rows.Int64(1), rows.Int64(3));
            if (rows.IsNull(5))
            {
                return done with { Damage = new(rows.Int64(6), $"history row {seq} of instance number {iid} belongs to no instance") };
            }

            // Nothing comes before the first row of all.
            var previous = ends.TryGetValue(iid, out var end) ? end : Before(before, iid, seq) ?? RowChecksum.Seed(iid, (int)rows.Int64(5));
            if (RowChecksum.Next(previous, seq, rows.Int64(2), rows.BlobSpan(4)) != sum)
            {
                return done with { Damage = new(rows.Int64(6), $"the history of instance number {iid} does not match its checksum at sequence {seq}") };
            }

            ends[iid] = sum;
            done = new(done.Rows + 1, done.Bytes + rows.BlobSpan(4).Length, AtEnd: false, rows.Int64(6), Damage: null);
            if (!goOn(done))
            {
                return done;
            }
        }

        return done with { AtEnd = true };
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

    /// <summary>A chain of which no row is left breaks nowhere.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static HistoryDamage? Missing(SqliteConnection connection, string among = "true") =>
        DatabaseFile.Scalar(connection, $"SELECT iid FROM instances i WHERE {among} AND NOT EXISTS(SELECT 1 FROM history h WHERE h.iid = i.iid) LIMIT 1") is long iid
            ? new(-iid, $"instance number {iid} has lost its history")
            : null;
}

/// <param name="Mark">By which it is found again: the number of the row that does not follow, or of the instance without rows, negative. Null when that cannot be told.</param>
/// <param name="Text">What is wrong, for people.</param>
internal sealed record HistoryDamage(long? Mark, string Text);

/// <summary>How far a check has come.</summary>
/// <param name="AtEnd">There were no more rows.</param>
/// <param name="LastRow">Number of the last row that was found good; 0 when none was.</param>
internal readonly record struct HistorySlice(long Rows, long Bytes, bool AtEnd, long LastRow, HistoryDamage? Damage);
