using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Fulfilment.DurableTask.Storage;

/// <summary>The one write connection. Used by the engine's thread only, once the engine is open.</summary>
internal sealed class Database : IDisposable
{
    private readonly List<Statement> _statements = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _savepoint;
    private readonly Statement _release;
    private readonly Statement _rollbackTo;

    public Database(SqliteConnection connection)
    {
        Connection = connection;
        Handle = connection.Handle!;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _savepoint = Prepare("SAVEPOINT work");
        _release = Prepare("RELEASE work");
        _rollbackTo = Prepare("ROLLBACK TO work");
    }

    public SqliteConnection Connection { get; }

    public sqlite3 Handle { get; }

    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    public Statement Prepare(string sql)
    {
        var statement = new Statement(Handle, sql);
        _statements.Add(statement);
        return statement;
    }

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    /// <summary>SQLite may already have rolled back by itself; both ways the transaction is gone afterwards.</summary>
    public void Rollback()
    {
        if (InTransaction)
        {
            _rollback.Execute();
        }
    }

    public void Savepoint() => _savepoint.Execute();

    public void Release() => _release.Execute();

    public void UndoSavepoint()
    {
        _rollbackTo.Execute();
        _release.Execute();
    }

    public void Dispose()
    {
        _statements.ForEach(statement => statement.Dispose());
        Connection.Dispose();
    }
}
