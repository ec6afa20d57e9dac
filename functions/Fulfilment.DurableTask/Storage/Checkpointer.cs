using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Fulfilment.DurableTask.Storage;

/// <summary>
/// Folds the write-ahead log into the file. The bulk is copied by a connection of its own while the engine goes on; only the
/// little that was written meanwhile is copied on the engine's thread, after which the log begins anew at its start. Left to
/// SQLite, all of it would fall on whichever commit crosses the line.
/// </summary>
internal sealed class Checkpointer(Database database, string path, ILogger logger, Action<SqliteException> onFailure) : IDisposable
{
    /// <summary>Pages written to the log before it is worth the syncs.</summary>
    private const int Pages = 4000;

    private const int CacheWrites = 9;

    private Task<bool>? _copying;

    /// <summary>Between batches, on the engine's thread.</summary>
    public void AfterCommit()
    {
        if (_copying is null)
        {
            if (Written(reset: false) >= Pages)
            {
                Written(reset: true);
                _copying = Task.Run(Copy);
            }

            return;
        }

        if (_copying.IsCompleted)
        {
            var copied = _copying.Result;
            _copying = null;
            if (copied)
            {
                DatabaseFile.Scalar(database.Connection, "PRAGMA wal_checkpoint(PASSIVE)");
            }
        }
    }

    public void Dispose() => _copying?.Wait();

    private bool Copy()
    {
        try
        {
            using var connection = DatabaseFile.Open(path, SqliteOpenMode.ReadWrite);
            DatabaseFile.Scalar(connection, "PRAGMA synchronous = FULL");
            DatabaseFile.Scalar(connection, "PRAGMA wal_checkpoint(PASSIVE)");
            return true;
        }
        catch (SqliteException error) when (error.SqliteErrorCode is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            // After a failed write or sync of the file nobody knows what it holds, and a second try would be told that all is well.
            onFailure(error);
            return false;
        }
        catch (SqliteException error)
        {
            // Nothing is lost: what is in the log is synced, and stays there until a later attempt.
            logger.LogError(error, "The write-ahead log of {Path} could not be folded in; it grows until that succeeds", path);
            return false;
        }
    }

    private int Written(bool reset)
    {
        raw.sqlite3_db_status(database.Handle, CacheWrites, out var written, out _, reset ? 1 : 0);
        return written;
    }
}
