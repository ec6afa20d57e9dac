using Fulfilment.DurableTask;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Host.Serving;

/// <summary>
/// The stores' view of a database that another process may be serving, or that is only looked at: reads are read-only,
/// and a write is one short transaction of its own. It holds no lease and never touches the engine's own work.
/// </summary>
internal sealed class SideStore(string databaseFile, TimeProvider clock) : IEngineStore
{
    // The server commits within milliseconds; a person waits this long at most for a gap.
    private const int BusySeconds = 10;

    public Task<T> WriteAsync<T>(Func<EngineTransaction, T> work, CancellationToken cancellationToken = default)
    {
        using var connection = Open(SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA synchronous=FULL");
        Execute(connection, "BEGIN IMMEDIATE");
        using var transaction = new SideTransaction(connection, clock.GetUtcNow());
        var result = work(transaction);
        Execute(connection, "COMMIT");
        transaction.Committed();
        return Task.FromResult(result);
    }

    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken = default)
    {
        using var connection = Open(SqliteOpenMode.ReadOnly);
        return Task.FromResult(query(connection));
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = databaseFile, Mode = mode, Pooling = false, DefaultTimeout = BusySeconds,
        }.ToString());
        connection.Open();
        return connection;
    }

    // A connection that closes without COMMIT rolls back by itself.
    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class SideTransaction(SqliteConnection connection, DateTimeOffset now) : EngineTransaction, IDisposable
    {
        private readonly List<SqliteCommand> _commands = [];
        private readonly List<Action> _onCommitted = [];

        public override SqliteConnection Connection => connection;

        public override DateTimeOffset Now => now;

        public override SqliteCommand Prepare(string sql, params ReadOnlySpan<object?> parameters)
        {
            var command = connection.CreateCommand();
            _commands.Add(command);
            command.CommandText = sql;
            for (var i = 0; i < parameters.Length; i++) command.Parameters.AddWithValue($"?{i + 1}", parameters[i] ?? DBNull.Value);
            return command;
        }

        public override void OnCommitted(Action action) => _onCommitted.Add(action);

        public override bool Start(string orchestratorName, string instanceId, object? input) => throw NotHere();

        public override bool RaiseEvent(string instanceId, string eventName, object? payload) => throw NotHere();

        public override bool Enqueue(OutboxMessage message) => throw NotHere();

        public override bool Reserve(string instanceId) => throw NotHere();

        public override bool Replace(string orchestratorName, string instanceId, object? input) => throw NotHere();

        public override IReadOnlyList<HeldMessage> TakeOutbox(IReadOnlyCollection<string> instanceIds) => throw NotHere();

        public override bool PutOutbox(HeldMessage held) => throw NotHere();

        public void Committed() => _onCommitted.ForEach(action => action());

        public void Dispose() => _commands.ForEach(command => command.Dispose());

        private static InvalidOperationException NotHere() => new("Beside the server only its stores' tables are written; the engine's work is the engine's.");
    }
}
