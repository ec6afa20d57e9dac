using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Storage;

/// <summary>What SQLite itself does not notice: a log that lost its end, and history that was changed.</summary>
internal static class OpeningChecks
{
    // The newest history, checked before the engine opens: little enough that a restart is quick whatever the rows' size. Older
    // rows are checked when their instance is next loaded, and by the check command.
    private const int Rows = 200_000;
    private const long Bytes = 64 * 1024 * 1024;

    /// <exception cref="EngineFileException">Something that was acknowledged is missing or changed.</exception>
    public static void Run(SqliteConnection connection, CommitMark mark, string directory)
    {
        var path = DatabaseFile.PathIn(directory);
        var commit = (long)DatabaseFile.Scalar(connection, "SELECT value FROM meta WHERE key = 'commit'")!;
        if (commit < mark.Commit)
        {
            throw new EngineFileException(
                $"'{path}' ends at commit {commit}, but {mark.Commit} was acknowledged: its write-ahead log is lost or damaged. Restore the latest backup with 'fulfil restore'.");
        }

        mark.Commit = commit;
        if (HistoryChecker.FindDamage(connection, DatabaseFile.Guarded(path, () => LastUnchecked(connection))) is { } damage)
        {
            throw new EngineFileException($"'{path}' is damaged: {damage}. Restore the latest backup with 'fulfil restore'.");
        }
    }

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
