using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Host.Serving;
using Fulfilment.Host.Settings;
using Fulfilment.Orchestration;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite;

namespace Fulfilment.Host.Transfer;

/// <summary>The data folder's engine and stores without a door: no webhooks, no pages, and nothing is delivered.</summary>
internal sealed class StandingHost : IAsyncDisposable
{
    private readonly EmbeddedEngine _engine;
    private readonly ServiceProvider _services;
    private readonly ILoggerFactory _logs;

    private StandingHost(EmbeddedEngine engine, ServiceProvider services, ILoggerFactory logs, FulfilSettings settings)
    {
        _engine = engine;
        _services = services;
        _logs = logs;
        Stores = [.. settings.Stores.Select(store => store.Store.Profile.Id)];
    }

    /// <summary>Those of the settings.</summary>
    public IReadOnlyList<string> Stores { get; }

    /// <exception cref="EngineInUseException">The server runs.</exception>
    public static async Task<StandingHost> OpenAsync(string directory, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(directory);
        var settings = SettingsLoader.Load(path, []);
        var logs = LoggerFactory.Create(FulfilmentServer.ConfigureLogging);
        var engine = await EmbeddedEngine.OpenAsync(
            new EngineOptions { Directory = path, Json = DomainJson.Options, Modules = SqliteStores.Modules, LoggerFactory = logs, HoldOutbox = true }, cancellationToken);
        var services = HostServices.Add(new ServiceCollection().AddSingleton(logs).AddLogging(), path, settings, engine, TimeProvider.System);
        return new StandingHost(engine, services.BuildServiceProvider(), logs, settings);
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Lets the orders run until each waits for something.</summary>
    public async Task RunUntilIdleAsync(CancellationToken cancellationToken)
    {
        await _engine.StartAsync(OrchestrationRegistration.CreateRegistry(), _services, [.. _services.GetServices<IOutboxHandler>()], cancellationToken);
        await _engine.Progress.WhenIdleAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _services.DisposeAsync();
        _logs.Dispose();
    }
}
