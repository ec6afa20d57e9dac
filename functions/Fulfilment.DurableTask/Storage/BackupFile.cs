using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Storage;

/// <summary>Copies of the file, made and put back so that a copy that cannot be used is never taken for one that can.</summary>
internal static class BackupFile
{
    public static void Create(string directory, string target, IReadOnlyList<SchemaModule> modules)
    {
        if (File.Exists(target))
        {
            throw new EngineFileException($"'{target}' exists already: choose another name for the backup.");
        }

        using var source = DatabaseFile.OpenForReading(directory, modules);
        var partial = target + ".partial";
        DatabaseFile.Guarded(target, () =>
        {
            File.Delete(partial);
            using (var copy = DatabaseFile.Open(partial, SqliteOpenMode.ReadWriteCreate))
            {
                source.BackupDatabase(copy);
                // A single file without a log beside it, so that it can be moved as it is.
                DatabaseFile.Scalar(copy, "PRAGMA journal_mode = DELETE");
            }

            Sync(partial);
            return 0;
        });
        if (CheckFile(partial) is [var first, ..])
        {
            File.Delete(partial);
            throw new EngineFileException($"The backup was not made, '{DatabaseFile.PathIn(directory)}' is damaged: {first}. Restore an earlier backup with 'fulfil restore'.");
        }

        File.Move(partial, target);
    }

    public static string? Restore(string source, string directory, IReadOnlyList<SchemaModule> modules)
    {
        if (!File.Exists(source))
        {
            throw new EngineFileException($"There is no backup '{source}': check its path.");
        }

        RefuseUnusable(source, modules);
        using var lease = EngineLease.Take(directory);
        var path = DatabaseFile.PathIn(directory);
        var arriving = path + ".restoring";
        File.Copy(source, arriving, overwrite: true);
        Sync(arriving);
        var kept = SetAside(path);
        File.Move(arriving, path);
        CommitMark.Remove(directory);
        return kept;
    }

    public static IReadOnlyList<string> Check(string directory, IReadOnlyList<SchemaModule> modules)
    {
        using var connection = DatabaseFile.OpenForReading(directory, modules);
        return Check(connection);
    }

    private static IReadOnlyList<string> CheckFile(string path)
    {
        using var connection = DatabaseFile.Guarded(path, () => DatabaseFile.Open(path, SqliteOpenMode.ReadOnly));
        return Check(connection);
    }

    private static IReadOnlyList<string> Check(SqliteConnection connection)
    {
        var found = new List<string>();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                found.Add(reader.GetString(0));
            }
        }
        catch (SqliteException error)
        {
            found.Add($"the file cannot be read ({error.Message})");
        }

        found.Remove("ok");
        if (found.Count == 0 && (HistoryChecker.FindDamage(connection) ?? LostEnds.Find(connection)) is { } damage)
        {
            found.Add(damage);
        }

        return found;
    }

    private static void RefuseUnusable(string source, IReadOnlyList<SchemaModule> modules)
    {
        using var connection = DatabaseFile.Guarded(source, () => DatabaseFile.Open(source, SqliteOpenMode.ReadOnly));
        DatabaseFile.Guarded(source, () =>
        {
            DatabaseFile.RefuseUnknown(connection, modules, source);
            return 0;
        });
        if (Check(connection) is [var first, ..])
        {
            throw new EngineFileException($"The backup '{source}' is damaged: {first}. Use an earlier one.");
        }
    }

    private static string? SetAside(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var kept = path + ".before-restore";
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            File.Delete(kept + suffix);
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, kept + suffix);
            }
        }

        return kept;
    }

    private static void Sync(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}
