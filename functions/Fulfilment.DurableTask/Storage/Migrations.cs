using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Storage;

/// <summary>Brings each module's tables to the version this program knows, and refuses files from a later program.</summary>
internal static class Migrations
{
    private const string VersionTable = "CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID";

    /// <summary>Runs what is missing, all modules in one transaction.</summary>
    public static void Run(SqliteConnection connection, IEnumerable<SchemaModule> modules)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, transaction, VersionTable);
        foreach (var module in modules)
        {
            RunModule(connection, transaction, module);
        }

        Execute(connection, transaction, "INSERT OR IGNORE INTO meta VALUES('commit', 0), ('epoch', 0)");
        transaction.Commit();
    }

    /// <summary>Version of each module in the file; empty for a file without tables.</summary>
    public static IReadOnlyDictionary<string, int> Versions(SqliteConnection connection)
    {
        var versions = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using var exists = connection.CreateCommand();
        exists.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'meta'";
        if ((long)exists.ExecuteScalar()! == 0)
        {
            return versions;
        }

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key, value FROM meta WHERE key LIKE 'version.%'";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            versions[reader.GetString(0)["version.".Length..]] = reader.GetInt32(1);
        }

        return versions;
    }

    /// <exception cref="EngineFileException">The file was written by a later program.</exception>
    public static void RefuseNewer(IReadOnlyDictionary<string, int> versions, IEnumerable<SchemaModule> modules, string path)
    {
        foreach (var module in modules)
        {
            if (versions.TryGetValue(module.Name, out var version) && version > module.Migrations.Count)
            {
                throw new EngineFileException(
                    $"'{path}' was written by a newer version of this program ({module.Name} tables: {version}, known here: {module.Migrations.Count}): install that version, or restore an older backup.");
            }
        }
    }

    /// <summary>Tables of a store that this program does not have were written by a later one, which may keep in them what this one would then disregard.</summary>
    /// <exception cref="EngineFileException">There are such.</exception>
    public static void RefuseUnknown(IReadOnlyDictionary<string, int> versions, IEnumerable<SchemaModule> modules, string path)
    {
        if (versions.Keys.Except(modules.Select(module => module.Name), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new EngineFileException(
                $"'{path}' was written by a newer version of this program (it has {unknown} tables, which are not known here): install that version, or restore an older backup.");
        }
    }

    private static void RunModule(SqliteConnection connection, SqliteTransaction transaction, SchemaModule module)
    {
        using var read = connection.CreateCommand();
        read.Transaction = transaction;
        read.CommandText = "SELECT value FROM meta WHERE key = $key";
        read.Parameters.AddWithValue("$key", "version." + module.Name);
        var version = Convert.ToInt32(read.ExecuteScalar() ?? 0L, System.Globalization.CultureInfo.InvariantCulture);
        if (version == module.Migrations.Count)
        {
            return;
        }

        foreach (var migration in module.Migrations.Skip(version))
        {
            Execute(connection, transaction, migration);
        }

        using var write = connection.CreateCommand();
        write.Transaction = transaction;
        write.CommandText = "INSERT OR REPLACE INTO meta VALUES($key, $version)";
        write.Parameters.AddWithValue("$key", "version." + module.Name);
        write.Parameters.AddWithValue("$version", module.Migrations.Count);
        write.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
