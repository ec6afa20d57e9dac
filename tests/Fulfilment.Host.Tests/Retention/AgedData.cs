using System.Text;
using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Host.Settings;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite;
using Fulfilment.Storage.Sqlite.Retention;
using Fulfilment.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Host.Tests.Retention;

/// <summary>An engine with the stores on a clock that the test moves: instances that end at once, and deliveries.</summary>
internal sealed class AgedData : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private AgedData(EmbeddedEngine engine, ManualClock clock)
    {
        Engine = engine;
        Clock = clock;
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock).AddSingleton(engine.Store).AddSingleton<IStoreDirectory>(new StoreDirectory([]))
            .AddSqliteStores().BuildServiceProvider();
    }

    public EmbeddedEngine Engine { get; }

    public ManualClock Clock { get; }

    public SqliteRetention Retention => _services.GetRequiredService<SqliteRetention>();

    public static async Task<AgedData> OpenAsync(string folder, DateTimeOffset start)
    {
        var clock = new ManualClock(start);
        var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = folder, Clock = clock, Json = DomainJson.Options, Modules = SqliteStores.Modules });
        await engine.StartAsync(new TaskRegistry().AddOrchestrator("Ended", _ => new Ended()), new ServiceCollection().BuildServiceProvider(), []);
        return new(engine, clock);
    }

    /// <summary>An order that has ended, and the webhook that brought it.</summary>
    public async Task AddAsync(string id)
    {
        await Engine.Client.ScheduleNewAsync("Ended", null, new StartOptions(id));
        await Engine.Client.WaitForCompletionAsync(id);
        await _services.GetRequiredService<IDeliveryInbox>().AcceptAsync(
            new Delivery("own", "demo", "order", id, Encoding.UTF8.GetBytes("body"), Clock.GetUtcNow()), new IntakeAction.Ignore("a test's"));
    }

    public async Task<IReadOnlyList<string>> InstancesAsync() => [.. (await Engine.Client.QueryAsync(new OrchestrationQuery())).Items.Select(item => item.InstanceId)];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Engine.DisposeAsync();
    }

    private sealed class Ended : IOrchestrator
    {
        public Task<object?> RunAsync(OrchestrationContext context) => Task.FromResult<object?>(null);
    }
}
