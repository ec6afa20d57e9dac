using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask;

/// <summary>An engine's file for tools: beside a running engine where it says so, otherwise without one.</summary>
public static class EngineFile
{
    /// <summary>Path of the database in a data folder.</summary>
    public static string PathIn(string directory) => DatabaseFile.PathIn(directory);

    /// <summary>Opens the file for reading only; a running engine is not disturbed.</summary>
    /// <exception cref="EngineFileException">There is no file, or it cannot be read.</exception>
    public static SqliteConnection OpenReadOnly(string directory) => DatabaseFile.OpenForReading(directory);

    /// <summary>Version of each module's tables, by module name.</summary>
    public static IReadOnlyDictionary<string, int> Versions(SqliteConnection connection) => Migrations.Versions(connection);

    /// <summary>
    /// One short transaction beside a running engine, or without one: for what an operator writes from another process. It
    /// may wait for the engine's commit, and the engine for it. The tables must be there: the engine's first start makes them.
    /// </summary>
    /// <exception cref="EngineFileException">There is no file, or it cannot be written.</exception>
    public static T WriteBeside<T>(string directory, Func<SqliteConnection, SqliteTransaction, T> work)
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
            var result = work(connection, transaction);
            transaction.Commit();
            return result;
        });
    }

    /// <summary>Copies the file as it is now into <paramref name="target"/>, beside a running engine; the copy is checked.</summary>
    /// <param name="target">A file that does not exist yet.</param>
    /// <exception cref="EngineFileException">The source is damaged, or the target exists or cannot be written.</exception>
    public static void Backup(string directory, string target) => BackupFile.Create(directory, target);

    /// <summary>
    /// Puts a backup in place of the file in <paramref name="directory"/>. What was there is kept beside it, its name ending in
    /// ".before-restore". No engine may be running on the folder.
    /// </summary>
    /// <returns>Path of the file that was replaced; null when there was none.</returns>
    /// <exception cref="EngineInUseException">An engine is running on the folder.</exception>
    /// <exception cref="EngineFileException">The backup is no backup, damaged, or of a newer version.</exception>
    public static string? Restore(string source, string directory, IReadOnlyList<SchemaModule> modules) => BackupFile.Restore(source, directory, modules);

    /// <summary>Reads everything: the structure of the file, every checksum of the history. Beside a running engine it checks what was committed when it began.</summary>
    /// <returns>What is wrong, one line each; empty when nothing is.</returns>
    /// <exception cref="EngineFileException">There is no file, or it cannot be opened.</exception>
    public static IReadOnlyList<string> Check(string directory) => BackupFile.Check(directory);
}
