using Fulfilment.DurableTask.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fulfilment.Bench.Raw;

/// <summary>One connection with the engine's tables, settings and way of folding the log in, and with nothing else to do.</summary>
internal sealed class RawFile : IDisposable
{
    private readonly Checkpointer _checkpointer;

    public RawFile(string folder)
    {
        Database = new Database(DatabaseFile.OpenForWriting(folder, []));
        _checkpointer = new Checkpointer(Database, DatabaseFile.PathIn(folder), NullLogger.Instance, static error => throw error);
    }

    public Database Database { get; }

    public void Commit()
    {
        Database.Commit();
        _checkpointer.AfterCommit();
    }

    public void Dispose()
    {
        _checkpointer.Dispose();
        Database.Dispose();
    }
}
