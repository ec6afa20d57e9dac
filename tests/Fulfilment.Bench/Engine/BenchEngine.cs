using Fulfilment.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace Fulfilment.Bench.Engine;

/// <summary>The engine as the service runs it: full sync, real clock, default options unless a figure says otherwise.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private readonly EmbeddedEngine _engine;
    private readonly Endings _endings;

    private BenchEngine(EmbeddedEngine engine, Endings endings, string directory)
    {
        _engine = engine;
        _endings = endings;
        Folder = directory;
    }

    public string Folder { get; }

    public IOrchestrationClient Client => _engine.Client;

    public Task IdleAsync() => _engine.Progress.WhenIdleAsync();

    public static async Task<BenchEngine> StartAsync(string directory, Func<EngineOptions, EngineOptions>? configure = null)
    {
        var options = new EngineOptions { Directory = directory };
        var engine = await EmbeddedEngine.OpenAsync(configure?.Invoke(options) ?? options);
        var endings = new Endings();
        await engine.StartAsync(Workloads.Registry(endings), new ServiceCollection().BuildServiceProvider(), []);
        return new BenchEngine(engine, endings, directory);
    }

    /// <summary>Work on the engine's own connection, between its other work.</summary>
    public Task OnWriterAsync(Action<sqlite3> work) => _engine.Store.WriteAsync(transaction =>
    {
        work(transaction.Connection.Handle!);
        return 0;
    });

    /// <summary>How many commits the file has seen.</summary>
    public long Commits() => Number("SELECT value FROM meta WHERE key = 'commit'");

    /// <summary>To be called before the first of them starts.</summary>
    /// <returns>Ends when so many whose ids begin so have ended, each durably.</returns>
    public async Task WhenEndedAsync(string prefix, long count)
    {
        var last = await _endings.Expect(prefix, count);
        await Client.WaitForCompletionAsync(last);
    }

    /// <summary>A look into the file, for after the measuring: so many have completed there.</summary>
    public void RequireCompleted(string prefix, long count)
    {
        var completed = Number(
            $"SELECT count(*) FROM registry r JOIN instances i ON i.iid = r.iid WHERE i.status = {(int)OrchestrationStatus.Completed} AND r.instance >= '{prefix}' AND r.instance < '{prefix}~'");
        if (completed != count) throw new InvalidOperationException($"{completed} of {count} orchestrations completed; what was measured is not their work.");
    }

    public long Number(string sql)
    {
        using var connection = EngineFile.OpenReadOnly(Folder);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
