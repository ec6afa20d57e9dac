using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Storage;

/// <summary>Read-only connections, opened on demand and kept. WAL lets them read beside the writer.</summary>
internal sealed class ReadPool(string directory) : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private volatile bool _disposed;

    public T Read<T>(Func<SqliteConnection, T> query)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var connection = _idle.TryTake(out var idle) ? idle : DatabaseFile.OpenForReading(directory, []);
        try
        {
            return query(connection);
        }
        finally
        {
            Return(connection);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    private void Return(SqliteConnection connection)
    {
        if (_disposed || _idle.Count >= 16)
        {
            connection.Dispose();
            return;
        }

        _idle.Add(connection);
    }
}
