using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Processing;

/// <summary>The stores' way in.</summary>
internal sealed class EngineStore(EngineThread thread, ReadPool reads, Database database) : IEngineStore
{
    public Task<T> WriteAsync<T>(Func<EngineTransaction, T> work, CancellationToken cancellationToken = default)
    {
        var trace = Tracing.CurrentParent();
        return thread.RunAsync(() => thread.Core.Store.Run<T>(work, trace), cancellationToken);
    }

    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken = default)
    {
        // A local activity runs ahead of the commit: it must see what its own batch has written, so it reads on the write connection.
        if (thread.IsCurrent && thread.Core.Activities is { IsInLocal: true })
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(query(database.Connection));
        }

        return Task.Run(() => reads.Read(query), cancellationToken);
    }
}
