using Fulfilment.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace Fulfilment.Bench.Engine;

/// <summary>The engine as the service runs it: full sync, real clock, default options unless a figure says otherwise.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private readonly EmbeddedEngine _engine;

    private BenchEngine(EmbeddedEngine engine, string directory)
    {
        _engine = engine;
        Folder = directory;
    }

    public string Folder { get; }

    public IOrchestrationClient Client => _engine.Client;

    public Task IdleAsync() => _engine.Progress.WhenIdleAsync();

    public static async Task<BenchEngine> StartAsync(string directory, Func<EngineOptions, EngineOptions>? configure = null)
    {
        var options = new EngineOptions { Directory = directory };
        var engine = await EmbeddedEngine.OpenAsync(configure?.Invoke(options) ?? options);
        await engine.StartAsync(Workloads.Registry, new ServiceCollection().BuildServiceProvider(), []);
        return new BenchEngine(engine, directory);
    }

    /// <summary>Work on the engine's own connection, between its other work.</summary>
    public Task OnWriterAsync(Action<sqlite3> work) => _engine.Store.WriteAsync(transaction =>
    {
        work(transaction.Connection.Handle!);
        return 0;
    });

    /// <summary>How many commits the file has seen.</summary>
    public long Commits() => Number("SELECT value FROM meta WHERE key = 'commit'");

    /// <summary>Instances that have completed, of those whose ids begin so.</summary>
    public long Finished(string prefix) => Count(prefix, OrchestrationStatus.Completed);

    /// <summary>Waits until so many of them have ended, each durably.</summary>
    public async Task UntilFinishedAsync(string prefix, long count)
    {
        await IdleAsync();
        while (Finished(prefix) < count)
        {
            if (Count(prefix, OrchestrationStatus.Failed) > 0) throw new InvalidOperationException("An orchestration failed; what is measured would not be its work.");
            await Task.Delay(1);
            await IdleAsync();
        }
    }

    public long Number(string sql)
    {
        using var connection = EngineFile.OpenReadOnly(Folder);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private long Count(string prefix, OrchestrationStatus status) => Number(
        $"SELECT count(*) FROM registry r JOIN instances i ON i.iid = r.iid WHERE i.status = {(int)status} AND r.instance >= '{prefix}' AND r.instance < '{prefix}~'");

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
