using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Storage;

/// <summary>What SQLite itself does not notice: a log that lost its end, and history that was changed.</summary>
internal static class OpeningChecks
{
    // The newest history, checked before the engine opens: little enough that a restart is quick whatever the rows' size. Older
    // rows are checked beside the running engine, and when their instance is loaded before that.
    public const long Bytes = 64 * 1024 * 1024;
    private const int Rows = 200_000;

    /// <returns>Number of the newest row of history that is still to be checked; 0 when none is.</returns>
    /// <exception cref="EngineFileException">Something that was acknowledged is missing or changed.</exception>
    public static long Run(SqliteConnection connection, CommitMark mark, string directory)
    {
        var path = DatabaseFile.PathIn(directory);
        var commit = (long)DatabaseFile.Scalar(connection, "SELECT value FROM meta WHERE key = 'commit'")!;
        if (commit < mark.Commit)
        {
            throw new EngineFileException(
                $"'{path}' ends at commit {commit}, but {mark.Commit} was acknowledged: its write-ahead log is lost or damaged. Restore the latest backup with 'fulfil restore'.");
        }

        mark.Commit = commit;
        var left = DatabaseFile.Guarded(path, () => LastUnchecked(connection));
        if ((FoundBefore(connection, path) ?? HistoryChecker.FindDamage(connection, left)) is { } damage)
        {
            throw new EngineFileException(Refusal(path, damage));
        }

        return left;
    }

    /// <summary>One line that says what to do.</summary>
    public static string Refusal(string path, HistoryDamage damage) => $"'{path}' is damaged: {damage.Text}. Restore the latest backup with 'fulfil restore'.";

    /// <summary>What stopped an earlier run, if it still is so: nobody need wait for it to be found again.</summary>
    private static HistoryDamage? FoundBefore(SqliteConnection connection, string path) =>
        DatabaseFile.Guarded(path, () => DatabaseFile.Scalar(connection, $"SELECT value FROM meta WHERE key = '{MetaTable.Damaged}'")) is long mark
            ? HistoryChecker.FindAgain(connection, mark)
            : null;

    /// <summary>Number of the newest row that is left out; 0 when all are checked. A blob's length is read without the blob.</summary>
    private static long LastUnchecked(SqliteConnection connection)
    {
        using var newest = new Statement(connection.Handle!, "SELECT id, length(data) FROM history ORDER BY id DESC");
        var bytes = 0L;
        for (var row = 0; newest.Step(); row++)
        {
            bytes += newest.Int64(1);
            if (row > 0 && (row == Rows || bytes > Bytes))
            {
                return newest.Int64(0);
            }
        }

        return 0;
    }
}
