using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Compliance;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Storage.Sqlite.Tests;

/// <summary>The stores over an embedded engine in a folder of its own.</summary>
internal sealed class SqliteHarness : StoreHarness
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fulfil-");
    private readonly BatchRunner _batches = new();
    private EmbeddedEngine? _engine;
    private ServiceProvider? _services;

    public string Folder => _folder.FullName;

    public EmbeddedEngine Engine => _engine ?? throw new InvalidOperationException("The engine is not open.");

    public static async Task<SqliteHarness> OpenAsync()
    {
        var harness = new SqliteHarness();
        await harness.StartAsync();
        return harness;
    }

    /// <summary>For the suites.</summary>
    public static async Task<StoreHarness> OpenStoreAsync() => await OpenAsync();

    public override T Port<T>() => (_services ?? throw new InvalidOperationException("The stores are not open.")).GetRequiredService<T>();

    public override Task CommitAsync(Action<IWriteBatch> fill) => _batches.RunAsync(Engine.Client, fill);

    public override Task StartOrderAsync(string orderId) => Engine.Client.ScheduleNewAsync(OrderOrchestrator.Name, null, new StartOptions(orderId));

    public override async Task EndOrderAsync(string orderId)
    {
        await Engine.Client.TerminateAsync(orderId);
        await Engine.Client.WaitForCompletionAsync(orderId);
    }

    public override async Task<IReadOnlyList<OrderCommand>> RaisedAsync(string orderId)
    {
        await Engine.Progress.WhenIdleAsync();
        if (await Engine.Client.GetInstanceAsync(orderId) is null) return [];
        var history = await Engine.Client.GetHistoryAsync(orderId);
        return [.. history.Select(Command).OfType<OrderCommand>()];
    }

    public override async Task ReopenAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private static OrderCommand? Command(HistoryEntry entry) => entry switch
    {
        { Kind: "ExecutionStarted", Payload: { } input } => JsonSerializer.Deserialize<LoopInput<OrderState, OrderCommand>>(input, DomainJson.Options)?.First,
        { Kind: "EventRaised", Name: LoopNames.CommandEvent, Payload: { } payload } => JsonSerializer.Deserialize<OrderCommand>(payload, DomainJson.Options),
        _ => null,
    };

    private async Task StartAsync()
    {
        _engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = Folder, Clock = Clock, Json = DomainJson.Options, Modules = SqliteStores.Modules });
        _services = new ServiceCollection()
            .AddSingleton(_engine.Store).AddSingleton<TimeProvider>(Clock).AddSingleton(Stores)
            .AddSqliteStores().BuildServiceProvider();
        var registry = new TaskRegistry().AddOrchestrator(OrderOrchestrator.Name, _ => new ListeningOrder());
        _batches.Register(registry);
        await _engine.StartAsync(registry, _services, []);
    }

    private async Task StopAsync()
    {
        if (_engine is not null) await _engine.DisposeAsync();
        if (_services is not null) await _services.DisposeAsync();
    }
}
