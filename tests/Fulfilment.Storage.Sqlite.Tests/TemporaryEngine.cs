using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Microsoft.Data.Sqlite;

namespace Fulfilment.Storage.Sqlite.Tests;

/// <summary>An engine's store without the engine: one connection, one lock.</summary>
internal sealed class TemporaryEngine : IEngineStore, IDisposable
{
    private readonly string _connectionString;
    private readonly SqliteConnection _writer;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();

    public TemporaryEngine(string path, TimeProvider clock, IReadOnlyList<SchemaModule> modules)
    {
        _clock = clock;
        _connectionString = $"Data Source={path};Pooling=False";
        _writer = new SqliteConnection(_connectionString);
        _writer.Open();
        Run("PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS t_i(id TEXT PRIMARY KEY, ended INTEGER); CREATE TABLE IF NOT EXISTS t_e(n INTEGER PRIMARY KEY, id TEXT, payload TEXT); CREATE TABLE IF NOT EXISTS t_m(name TEXT PRIMARY KEY)");
        foreach (var module in modules)
        {
            using var c = _writer.CreateCommand();
            c.CommandText = "INSERT OR IGNORE INTO t_m VALUES($n)";
            c.Parameters.AddWithValue("$n", module.Name);
            if (c.ExecuteNonQuery() == 1) foreach (var m in module.Migrations) Run(m);
        }
    }

    public void Run(string sql)
    {
        using var c = _writer.CreateCommand();
        c.CommandText = sql;
        c.ExecuteNonQuery();
    }

    public Task<T> WriteAsync<T>(Func<EngineTransaction, T> work, CancellationToken cancellationToken = default) => Task.Run(() =>
    {
        lock (_lock)
        {
            var tx = new Tx(_writer, _clock);
            Run("BEGIN IMMEDIATE");
            T result;
            try
            {
                result = work(tx);
            }
            catch
            {
                Run("ROLLBACK");
                throw;
            }

            Run("COMMIT");
            foreach (var a in tx.Committed) a();
            return result;
        }
    }, cancellationToken);

    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken = default) => Task.Run(() =>
    {
        using var c = new SqliteConnection(_connectionString + ";Mode=ReadOnly");
        c.Open();
        return query(c);
    }, cancellationToken);

    public void Dispose() => _writer.Dispose();

    private sealed class Tx(SqliteConnection connection, TimeProvider clock) : EngineTransaction
    {
        private readonly Dictionary<string, SqliteCommand> _prepared = [];
        public List<Action> Committed { get; } = [];
        public override SqliteConnection Connection => connection;
        public override DateTimeOffset Now => clock.GetUtcNow();

        public override SqliteCommand Prepare(string sql, params ReadOnlySpan<object?> parameters)
        {
            if (!_prepared.TryGetValue(sql, out var command)) _prepared.Add(sql, command = connection.CreateCommand());
            command.CommandText = sql;
            command.Parameters.Clear();
            for (var i = 0; i < parameters.Length; i++) command.Parameters.AddWithValue($"?{i + 1}", parameters[i] ?? DBNull.Value);
            return command;
        }

        public override bool Start(string orchestratorName, string instanceId, object? input)
        {
            if (Prepare("INSERT OR IGNORE INTO t_i VALUES(?1, 0)", instanceId).ExecuteNonQuery() == 0) return false;
            if (input is not null) Prepare("INSERT INTO t_e(id, payload) VALUES(?1, ?2)", instanceId, JsonSerializer.Serialize(input, DomainJson.Options)).ExecuteNonQuery();
            return true;
        }

        public override bool RaiseEvent(string instanceId, string eventName, object? payload)
        {
            if ((long)Prepare("SELECT COUNT(*) FROM t_i WHERE id = ?1 AND ended = 0", instanceId).ExecuteScalar()! == 0) return false;
            Prepare("INSERT INTO t_e(id, payload) VALUES(?1, ?2)", instanceId, JsonSerializer.Serialize(payload, DomainJson.Options)).ExecuteNonQuery();
            return true;
        }

        public override bool Enqueue(OutboxMessage message) => throw new InvalidOperationException();
        public override void OnCommitted(Action action) => Committed.Add(action);
    }
}
