using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Fulfilment.DurableTask.Processing;

/// <summary>What an error of SQLite means for the batch.</summary>
internal static class StorageErrors
{
    /// <summary>The disk is full, or another program does not let go of the file: the batch can be undone and done again later.</summary>
    public static bool PassesBy(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_BUSY;

    /// <summary>Not one statement's fault: the storage itself. See <see cref="PassesBy"/>; anything else ends the process.</summary>
    public static bool EndsBatch(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT
        or raw.SQLITE_NOTADB or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL or raw.SQLITE_BUSY;
}
