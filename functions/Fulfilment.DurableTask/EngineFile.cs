using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask;

/// <summary>An engine's file for tools, beside or without a running engine.</summary>
public static class EngineFile
{
    /// <summary>Path of the database in a data folder.</summary>
    public static string PathIn(string directory) => DatabaseFile.PathIn(directory);

    /// <summary>Opens the file for reading only; a running engine is not disturbed.</summary>
    /// <exception cref="EngineFileException">There is no file, or it cannot be read.</exception>
    public static SqliteConnection OpenReadOnly(string directory) => DatabaseFile.OpenForReading(directory);

    /// <summary>Version of each module's tables, by module name.</summary>
    public static IReadOnlyDictionary<string, int> Versions(SqliteConnection connection) => Migrations.Versions(connection);
}
