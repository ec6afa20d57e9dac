using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Storage;

/// <summary>What SQLite itself does not notice: a log that lost its end, and history that was changed.</summary>
internal static class OpeningChecks
{
    /// <summary>History rows checked before the engine opens; older ones are checked when their instance is next loaded, and by the check command.</summary>
    private const int Rows = 200_000;

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
        var from = DatabaseFile.Guarded(path, () => (long)(DatabaseFile.Scalar(connection, $"SELECT coalesce(max(id), 0) - {Rows} FROM history")!));
        if (HistoryChecker.FindDamage(connection, from) is { } damage)
        {
            throw new EngineFileException($"'{path}' is damaged: {damage}. Restore the latest backup with 'fulfil restore'.");
        }
    }
}
