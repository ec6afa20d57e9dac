using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Fulfilment.DurableTask.Storage;

/// <summary>Opens the file, and turns what can be wrong with it into one line each.</summary>
internal static class DatabaseFile
{
    public const string FileName = "engine.db";

    /// <summary>Bytes of log left on disk when it begins anew; a long read beside the engine, such as a backup, lets it grow past this.</summary>
    public const long LongestLog = 64 * 1024 * 1024;

    public static string PathIn(string directory) => Path.Combine(directory, FileName);

    /// <summary>Opens or creates the file for the engine: checked, migrated, in WAL mode with full sync.</summary>
    /// <exception cref="EngineFileException">It cannot be used as it is.</exception>
    public static SqliteConnection OpenForWriting(string directory, IReadOnlyList<SchemaModule> modules)
    {
        var path = PathIn(directory);
        return Opened(path, SqliteOpenMode.ReadWriteCreate, connection => Prepare(connection, path, modules));
    }

    /// <summary>Opens an existing file for reading only.</summary>
    /// <exception cref="EngineFileException">There is none, it cannot be used, or it is another program's or a later version's.</exception>
    public static SqliteConnection OpenForReading(string directory, IReadOnlyList<SchemaModule> modules)
    {
        var path = PathIn(directory);
        if (!File.Exists(path))
        {
            throw new EngineFileException($"There is no '{path}': check the data folder.");
        }

        return Opened(path, SqliteOpenMode.ReadOnly, connection => RefuseUnknown(connection, modules, path));
    }

    private static SqliteConnection Opened(string path, SqliteOpenMode mode, Action<SqliteConnection> check) => Guarded(path, () =>
    {
        var connection = Open(path, mode);
        try
        {
            check(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        Scalar(connection, "PRAGMA busy_timeout = 30000");
        return connection;
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Runs <paramref name="action"/>; storage errors come out as <see cref="EngineFileException"/>.</summary>
    public static T Guarded<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException error)
        {
            throw Explain(path, error);
        }
    }

    public static EngineFileException Explain(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => new EngineFileException($"'{path}' is not a database of this program: choose another data folder.", error),
        raw.SQLITE_CORRUPT => new EngineFileException($"'{path}' is damaged: restore the latest backup with 'fulfil restore'.", error),
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            new EngineFileException($"'{path}' cannot be written: give this user write access to the folder, or choose another.", error),
        raw.SQLITE_FULL => new EngineStorageFullException(FullMessage(path), error),
        raw.SQLITE_BUSY => new EngineFileException($"'{path}' is held by another program: close it, then repeat.", error),
        _ => new EngineFileException($"'{path}' cannot be used ({error.Message}): check the disk, or restore a backup with 'fulfil restore'.", error),
    };

    public static string FullMessage(string path) =>
        $"The disk that holds '{path}' is full: free some space, then repeat. What was acknowledged before is safe; this was not accepted.";

    private static void Prepare(SqliteConnection connection, string path, IReadOnlyList<SchemaModule> modules)
    {
        RefuseUnknown(connection, modules, path);
        Scalar(connection, $"PRAGMA application_id = {Schema.ApplicationId}");
        Scalar(connection, "PRAGMA journal_mode = WAL");
        Scalar(connection, "PRAGMA synchronous = FULL");
        Scalar(connection, "PRAGMA cache_size = -16384");
        Scalar(connection, "PRAGMA wal_autocheckpoint = 0");
        Scalar(connection, $"PRAGMA journal_size_limit = {LongestLog}");
        Scalar(connection, "PRAGMA temp_store = MEMORY");
        Demand(connection, "journal_mode", "wal", path);
        Demand(connection, "synchronous", "2", path);
        Migrations.Run(connection, [Schema.Engine, .. modules]);
    }

    /// <param name="modules">All the stores' modules; the engine's own is always looked at. None: stores are not looked at.</param>
    /// <exception cref="EngineFileException">The file is another program's, or a later version's.</exception>
    public static void RefuseUnknown(SqliteConnection connection, IReadOnlyList<SchemaModule> modules, string path)
    {
        var versions = Migrations.Versions(connection);
        RefuseForeign(connection, versions, path);
        Migrations.RefuseNewer(versions, [Schema.Engine, .. modules], path);
        if (modules.Count > 0)
        {
            Migrations.RefuseUnknown(versions, [Schema.Engine, .. modules], path);
        }
    }

    private static void RefuseForeign(SqliteConnection connection, IReadOnlyDictionary<string, int> versions, string path)
    {
        var tables = (long)Scalar(connection, "SELECT count(*) FROM sqlite_master")!;
        var id = (long)Scalar(connection, "PRAGMA application_id")!;
        if (tables > 0 && (id != Schema.ApplicationId || !versions.ContainsKey(Schema.Engine.Name)))
        {
            throw new EngineFileException($"'{path}' is another program's database: choose another data folder.");
        }
    }

    /// <summary>A file system without shared memory, or a build of SQLite with other defaults, must not weaken what an acknowledgement means.</summary>
    private static void Demand(SqliteConnection connection, string pragma, string wanted, string path)
    {
        var actual = Convert.ToString(Scalar(connection, "PRAGMA " + pragma), System.Globalization.CultureInfo.InvariantCulture);
        if (actual != wanted)
        {
            throw new EngineFileException($"'{path}' does not take {pragma} = {wanted} (it is {actual}): put the data folder on a local disk.");
        }
    }
}
