using Fulfilment.DurableTask;
using Fulfilment.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Host.Serving;

/// <summary>
/// The stores' view of a database that another process may be serving, or that is only looked at: reads are read-only,
/// and a write is one short transaction of its own. It holds no lease, never touches the engine's own work, and refuses a
/// file of a later version.
/// </summary>
internal sealed class SideStore(string directory, TimeProvider clock) : IEngineStore
{
    public Task<T> WriteAsync<T>(Func<EngineTransaction, T> work, CancellationToken cancellationToken = default)
    {
        List<Action> onCommitted = [];
        var result = EngineFile.WriteBeside(directory, (connection, _) =>
        {
            using var transaction = new SideTransaction(connection, clock.GetUtcNow(), onCommitted);
            return work(transaction);
        }, SqliteStores.Modules);
        onCommitted.ForEach(action => action());
        return Task.FromResult(result);
    }

    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken = default)
    {
        using var connection = EngineFile.OpenReadOnly(directory, SqliteStores.Modules);
        return Task.FromResult(query(connection));
    }

    private sealed class SideTransaction(SqliteConnection connection, DateTimeOffset now, List<Action> onCommitted) : EngineTransaction, IDisposable
    {
        private readonly List<SqliteCommand> _commands = [];

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

        public override void OnCommitted(Action action) => onCommitted.Add(action);

        public override bool Start(string orchestratorName, string instanceId, object? input) => throw NotHere();

        public override bool RaiseEvent(string instanceId, string eventName, object? payload) => throw NotHere();

        public override bool Enqueue(OutboxMessage message) => throw NotHere();

        public override bool Reserve(string instanceId) => throw NotHere();

        public override bool Replace(string orchestratorName, string instanceId, object? input) => throw NotHere();

        public override IReadOnlyList<HeldMessage> TakeOutbox(IReadOnlyCollection<string> instanceIds) => throw NotHere();

        public override bool PutOutbox(HeldMessage held) => throw NotHere();

        public void Dispose() => _commands.ForEach(command => command.Dispose());

        private static InvalidOperationException NotHere() => new("Beside the server only its stores' tables are written; the engine's work is the engine's.");
    }
}
