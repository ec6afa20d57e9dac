using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask;

/// <summary>An engine's file for tools: beside a running engine where it says so, otherwise without one.</summary>
public static class EngineFile
{
    /// <summary>Path of the database in a data folder.</summary>
    public static string PathIn(string directory) => DatabaseFile.PathIn(directory);

    /// <summary>Opens the file for reading only; a running engine is not disturbed.</summary>
    /// <param name="modules">The stores' tables that the caller knows, so that a later version of them is refused.</param>
    /// <exception cref="EngineFileException">There is no file, it cannot be read, or it is of a newer version.</exception>
    public static SqliteConnection OpenReadOnly(string directory, IReadOnlyList<SchemaModule>? modules = null) => DatabaseFile.OpenForReading(directory, modules ?? []);

    /// <summary>Version of each module's tables, by module name.</summary>
    public static IReadOnlyDictionary<string, int> Versions(SqliteConnection connection) => Migrations.Versions(connection);

    /// <summary>How many finished instances a purge with this filter would remove.</summary>
    public static long CountFinished(SqliteConnection connection, PurgeFilter filter) => InstanceReader.CountFinished(connection, filter);

    /// <summary>
    /// One short transaction beside a running engine, or without one: for what an operator writes from another process. It
    /// may wait for the engine's commit, and the engine for it. The tables must be there: the engine's first start makes them.
    /// </summary>
    /// <param name="modules">The stores' tables that the caller knows, so that a later version of them is refused.</param>
    /// <exception cref="EngineFileException">There is no file, it cannot be written, or it is of a newer version.</exception>
    public static T WriteBeside<T>(string directory, Func<SqliteConnection, SqliteTransaction, T> work, IReadOnlyList<SchemaModule>? modules = null)
    {
        var path = PathIn(directory);
        if (!File.Exists(path))
        {
            throw new EngineFileException($"There is no '{path}': check the data folder, or start the service once.");
        }

        return DatabaseFile.Guarded(path, () =>
        {
            using var connection = DatabaseFile.Open(path, SqliteOpenMode.ReadWrite);
            DatabaseFile.Scalar(connection, "PRAGMA synchronous = FULL");
            using var transaction = connection.BeginTransaction();
            // Inside the transaction: nobody can migrate the file between the look and the write.
            DatabaseFile.RefuseUnknown(connection, modules ?? [], path);
            var result = work(connection, transaction);
            transaction.Commit();
            return result;
        });
    }

    /// <summary>Copies the file as it is now into <paramref name="target"/>, beside a running engine; the copy is checked.</summary>
    /// <param name="target">A file that does not exist yet.</param>
    /// <param name="modules">The stores' tables that the caller knows, so that a later version of them is refused.</param>
    /// <exception cref="EngineFileException">The source is damaged or of a newer version, or the target exists or cannot be written.</exception>
    public static void Backup(string directory, string target, IReadOnlyList<SchemaModule>? modules = null, IProgress<FileProgress>? progress = null) =>
        BackupFile.Create(directory, target, modules ?? [], progress);

    /// <summary>
    /// Puts a backup in place of the file in <paramref name="directory"/>. What was there is kept beside it, its name ending in
    /// ".before-restore". No engine may be running on the folder.
    /// </summary>
    /// <returns>Path of the file that was replaced; null when there was none.</returns>
    /// <exception cref="EngineInUseException">An engine is running on the folder.</exception>
    /// <exception cref="EngineFileException">The backup is no backup, damaged, or of a newer version.</exception>
    public static string? Restore(string source, string directory, IReadOnlyList<SchemaModule> modules, IProgress<FileProgress>? progress = null) =>
        BackupFile.Restore(source, directory, modules, progress);

    /// <summary>Reads everything: the structure of the file, every checksum of the history. Beside a running engine it checks what was committed when it began.</summary>
    /// <param name="modules">The stores' tables that the caller knows, so that a later version of them is refused.</param>
    /// <returns>What is wrong, one line each; empty when nothing is.</returns>
    /// <exception cref="EngineFileException">There is no file, it cannot be opened, or it is of a newer version.</exception>
    public static IReadOnlyList<string> Check(string directory, IReadOnlyList<SchemaModule>? modules = null, IProgress<FileProgress>? progress = null) =>
        BackupFile.Check(directory, modules ?? [], progress);
}

/// <summary>How far a long piece of work on a file is.</summary>
/// <param name="Step">What is being done, for people.</param>
public readonly record struct FileProgress(string Step, long Done, long All);
