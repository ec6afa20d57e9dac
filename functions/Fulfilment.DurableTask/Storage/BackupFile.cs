using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Fulfilment.DurableTask.Storage;

/// <summary>Copies of the file, made and put back so that a copy that cannot be used is never taken for one that can.</summary>
internal static class BackupFile
{
    private const int CopiedAtOnce = 2048;

    private static readonly string[] Logs = ["-wal", "-shm"];

    public static void Create(string directory, string target, IReadOnlyList<SchemaModule> modules, IProgress<FileProgress>? progress, Action<string>? syncFolder = null)
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
                Copy(source, copy, progress);
                // A single file without a log beside it, so that it can be moved as it is.
                DatabaseFile.Scalar(copy, "PRAGMA journal_mode = DELETE");
            }

            Sync(partial);
            return 0;
        });
        if (CheckFile(partial, progress) is [var first, ..])
        {
            File.Delete(partial);
            throw new EngineFileException($"The backup was not made, '{DatabaseFile.PathIn(directory)}' is damaged: {first}. Restore an earlier backup with 'fulfil restore'.");
        }

        File.Move(partial, target);
        (syncFolder ?? FolderSync.Sync)(Path.GetDirectoryName(Path.GetFullPath(target))!);
    }

    public static string? Restore(string source, string directory, IReadOnlyList<SchemaModule> modules, IProgress<FileProgress>? progress, Action<string>? syncFolder = null)
    {
        if (!File.Exists(source))
        {
            throw new EngineFileException($"There is no backup '{source}': check its path.");
        }

        RefuseUnusable(source, modules, progress);
        using var lease = EngineLease.Take(directory);
        var path = DatabaseFile.PathIn(directory);
        var arriving = path + ".restoring";
        progress?.Report(new FileProgress("copying", 0, 1));
        Bring(source, arriving);
        Sync(arriving);
        var kept = PutInPlace(arriving, path);
        CommitMark.Remove(directory);
        (syncFolder ?? FolderSync.Sync)(Path.GetFullPath(directory));
        return kept;
    }

    public static IReadOnlyList<string> Check(string directory, IReadOnlyList<SchemaModule> modules, IProgress<FileProgress>? progress)
    {
        using var connection = DatabaseFile.OpenForReading(directory, modules);
        return Check(connection, progress);
    }

    private static IReadOnlyList<string> CheckFile(string path, IProgress<FileProgress>? progress)
    {
        using var connection = DatabaseFile.Guarded(path, () => DatabaseFile.Open(path, SqliteOpenMode.ReadOnly));
        return Check(connection, progress);
    }

    private static IReadOnlyList<string> Check(SqliteConnection connection, IProgress<FileProgress>? progress)
    {
        var found = new List<string>();
        // One moment for all of it: an order that goes on between two readings would look damaged.
        using var moment = connection.BeginTransaction(deferred: true);
        try
        {
            DatabaseFile.Scalar(connection, "SELECT count(*) FROM sqlite_master");
            progress?.Report(new FileProgress("checking the structure", 0, 1));
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
        if (found.Count == 0 && (HistoryChecker.FindDamage(connection, progress: progress)?.Text ?? LostEnds.Find(connection)) is { } damage)
        {
            found.Add(damage);
        }

        return found;
    }

    private static void RefuseUnusable(string source, IReadOnlyList<SchemaModule> modules, IProgress<FileProgress>? progress)
    {
        using var connection = DatabaseFile.Guarded(source, () => DatabaseFile.Open(source, SqliteOpenMode.ReadOnly));
        DatabaseFile.Guarded(source, () =>
        {
            DatabaseFile.RefuseUnknown(connection, modules, source);
            return 0;
        });
        if (Check(connection, progress) is [var first, ..])
        {
            throw new EngineFileException($"The backup '{source}' is damaged: {first}. Use an earlier one.");
        }
    }

    /// <summary>In steps, to say how far it is. The open read transaction keeps all steps at one moment, whatever the engine writes meanwhile.</summary>
    private static void Copy(SqliteConnection source, SqliteConnection copy, IProgress<FileProgress>? progress)
    {
        using var moment = source.BeginTransaction(deferred: true);
        DatabaseFile.Scalar(source, "SELECT count(*) FROM sqlite_master");
        using var backup = raw.sqlite3_backup_init(copy.Handle, "main", source.Handle, "main");
        int state;
        do
        {
            state = raw.sqlite3_backup_step(backup, CopiedAtOnce);
            var all = raw.sqlite3_backup_pagecount(backup);
            progress?.Report(new FileProgress("copying pages", all - raw.sqlite3_backup_remaining(backup), all));
        }
        while (state == raw.SQLITE_OK);

        SqliteException.ThrowExceptionForRC(state == raw.SQLITE_DONE ? raw.SQLITE_OK : state, copy.Handle);
    }

    /// <summary>
    /// With what is in its log: a file that no engine closed, such as the one that an earlier restore replaced, has its newest commits there.
    /// </summary>
    private static void Bring(string source, string arriving)
    {
        File.Delete(arriving);
        if (!File.Exists(source + "-wal"))
        {
            File.Copy(source, arriving);
            return;
        }

        using var from = DatabaseFile.Open(source, SqliteOpenMode.ReadOnly);
        using var to = DatabaseFile.Open(arriving, SqliteOpenMode.ReadWriteCreate);
        Copy(from, to, progress: null);
        DatabaseFile.Scalar(to, "PRAGMA journal_mode = DELETE");
    }

    /// <summary>
    /// What was there is kept beside it. At no moment is there no file: a service that is started by itself just then would
    /// begin an empty one. With its log gone first, a crash in between leaves a file that the mark refuses.
    /// </summary>
    private static string? PutInPlace(string arriving, string path)
    {
        if (!File.Exists(path))
        {
            File.Move(arriving, path);
            return null;
        }

        var kept = NameFor(path);
        foreach (var suffix in Logs.Where(suffix => File.Exists(path + suffix)))
        {
            File.Move(path + suffix, kept + suffix);
        }

        File.Replace(arriving, path, kept);
        return kept;
    }

    /// <summary>Not one that was kept before: it may be the only copy of what is in it, or the very file that is being restored.</summary>
    private static string NameFor(string path)
    {
        const string Kept = ".before-restore";
        var name = path + Kept;
        for (var number = 2; ((string[])["", .. Logs]).Any(suffix => File.Exists(name + suffix)); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{path}.{number}{Kept}");
        }

        return name;
    }

    private static void Sync(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}
