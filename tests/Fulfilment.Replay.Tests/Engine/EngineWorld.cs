using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Replay.Tests.Engine;

/// <summary>An engine that runs small orchestrators in a folder of its own.</summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulfilment-replay-").FullName;
    private readonly ManualClock _clock = new();
    private EmbeddedEngine _engine = null!;

    public IOrchestrationClient Client => _engine.Client;

    public IEngineStore Store => _engine.Store;

    public static async Task<EngineWorld> StartAsync(TaskRegistry registry)
    {
        var world = new EngineWorld();
        world._engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = world._folder, Clock = world._clock, Json = DomainJson.Options });
        await world._engine.StartAsync(registry, new ServiceCollection().BuildServiceProvider(), []);
        return world;
    }

    /// <summary>As a tool does, beside the running engine.</summary>
    public SqliteConnection OpenReadOnly() => EngineFile.OpenReadOnly(_folder);

    public async Task<string> StartAsync(string name, object? input)
    {
        var id = await Client.ScheduleNewAsync(name, input);
        await IdleAsync();
        return id;
    }

    /// <summary>Runs one instance as far as it goes.</summary>
    public async Task<StoredHistory> RunAsync(string name, object? input) => await HistoryAsync(await StartAsync(name, input));

    public async Task<StoredHistory> HistoryAsync(string id) => await Store.ReadAsync(connection => StoredHistories.Find(connection, id)) ?? throw new InvalidOperationException($"{id} has no history.");

    /// <summary>Lets time pass, stopping wherever the engine has something to do.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var target = _clock.GetUtcNow() + by;
        await IdleAsync();
        while (_engine.Progress.NextDue is { } due && due <= target)
        {
            _clock.AdvanceTo(due);
            await IdleAsync();
        }

        _clock.AdvanceTo(target);
        await IdleAsync();
    }

    public Task IdleAsync() => _engine.Progress.WhenIdleAsync();

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
