using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Fulfilment.DurableTask.Processing;

/// <summary>What an error of SQLite means for the batch.</summary>
internal static class StorageErrors
{
    public static bool IsFull(SqliteException error) => error.SqliteErrorCode == raw.SQLITE_FULL;

    /// <summary>Not one statement's fault: the storage itself. A full disk undoes the batch; anything else ends the process.</summary>
    public static bool EndsBatch(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT
        or raw.SQLITE_NOTADB or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL or raw.SQLITE_BUSY;
}
