using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Compliance;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Storage.Sqlite.Tests;

/// <summary>The stores over an engine in a folder of its own.</summary>
internal sealed class SqliteHarness : StoreHarness
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fulfil-");
    private TemporaryEngine _engine = null!;
    private ServiceProvider _services = null!;

    public static Task<StoreHarness> OpenAsync()
    {
        var harness = new SqliteHarness();
        harness.Open();
        return Task.FromResult<StoreHarness>(harness);
    }

    public override T Port<T>() => _services.GetRequiredService<T>();

    public override Task CommitAsync(Action<IWriteBatch> fill)
    {
        var batch = new Batch();
        fill(batch);
        return _engine.WriteAsync(tx =>
        {
            batch.Writes.ForEach(w => w.Apply(tx));
            return true;
        });
    }

    public override Task StartOrderAsync(string orderId) => _engine.WriteAsync(tx => tx.Start("OrderOrchestrator", orderId, null));

    public override Task EndOrderAsync(string orderId) => _engine.WriteAsync(tx => tx.Prepare("UPDATE t_i SET ended = 1 WHERE id = ?1", orderId).ExecuteNonQuery());

    public override async Task<IReadOnlyList<OrderCommand>> RaisedAsync(string orderId) => await _engine.ReadAsync(db =>
    {
        using var c = db.CreateCommand();
        c.CommandText = "SELECT payload FROM t_e WHERE id = $id ORDER BY n";
        c.Parameters.AddWithValue("$id", orderId);
        using var r = c.ExecuteReader();
        var list = new List<OrderCommand>();
        while (r.Read()) list.Add(JsonSerializer.Deserialize<OrderCommand>(r.GetString(0), DomainJson.Options)!);
        return list;
    });

    public override Task ReopenAsync()
    {
        Close();
        Open();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        Close();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private void Open()
    {
        _engine = new TemporaryEngine(Path.Combine(_folder.FullName, "engine.db"), Clock, SqliteStores.Modules);
        _services = new ServiceCollection()
            .AddSingleton<IEngineStore>(_engine).AddSingleton<TimeProvider>(Clock).AddSingleton(Stores).AddSqliteStores().BuildServiceProvider();
    }

    private void Close()
    {
        _services.Dispose();
        _engine.Dispose();
    }

    private sealed class Batch : IWriteBatch
    {
        public List<SqlWrite> Writes { get; } = [];
        public void Add(StoreWrite write) => Writes.Add((SqlWrite)write);
        public void Enqueue(OutboxMessage message) => throw new InvalidOperationException();
        public void RaiseEvent(string instanceId, string eventName, object? payload) => throw new InvalidOperationException();
    }
}
