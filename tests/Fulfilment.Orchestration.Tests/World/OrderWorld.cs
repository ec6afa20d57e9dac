using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Orchestration.Tests.World;

/// <summary>
/// The real orchestrators on the real engine and the real stores, in a folder of their own, with a clock that only the test
/// moves. Only what lies beyond the machine is played: mail provider, payment provider, carrier.
/// </summary>
internal sealed partial class OrderWorld : ShopHost
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulfilment-world-").FullName;
    private EmbeddedEngine? _engine;
    private ServiceProvider? _services;
    private int _sent;

    private OrderWorld(ReleasePolicy policy) => Policy = policy;

    public override ReleasePolicy Policy { get; }

    public PlayedAddresses Addresses { get; } = new();

    /// <summary>The program's code; another one takes effect with the next restart, as a deploy does.</summary>
    public TaskRegistry Code { get; set; } = OrchestrationRegistration.CreateRegistry();

    /// <summary>The data folder.</summary>
    public string Folder => _folder;

    /// <summary>Of sleeping orders; another number takes effect with the next restart.</summary>
    public long CacheBytes { get; set; } = new EngineOptions { Directory = "" }.CacheBytes;

    /// <summary>Under which orders are started from now on.</summary>
    public int Rules { get; set; } = RulesVersions.Current;

    public EmbeddedEngine Engine => _engine ?? throw new InvalidOperationException("The world is stopped.");

    public static async Task<OrderWorld> StartAsync(ReleasePolicy? policy = null)
    {
        var world = new OrderWorld(policy ?? Samples.Policy);
        await world.OpenAsync();
        return world;
    }

    public override T Get<T>() => (_services ?? throw new InvalidOperationException("The world is stopped.")).GetRequiredService<T>();

    /// <summary>Stops the engine and opens it again on the same file: what runs on is replayed cold.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
        await IdleAsync();
    }

    /// <summary>The server is down for so long.</summary>
    public async Task OutageAsync(TimeSpan length)
    {
        await CloseAsync();
        Clock.AdvanceTo(Clock.GetUtcNow() + length);
        await OpenAsync();
        await IdleAsync();
    }

    public async Task<string> PlaceAsync(OrderSnapshot order)
    {
        var id = OrderIds.Create(order.Store, order.Source, order.ExternalId);
        var delivery = new Delivery("own", order.Store, "order", $"d-{++_sent}", [(byte)_sent, (byte)(_sent >> 8)], Clock.GetUtcNow());
        var place = new OrderCommand.Place(order, Samples.Store.Profile, Policy, Rules)
        {
            CommandId = delivery.CommandId,
            Actor = new Actor(ActorKind.Storefront, "own"),
            At = Clock.GetUtcNow(),
        };
        await Get<IDeliveryInbox>().AcceptAsync(delivery, new IntakeAction.Upsert(id, place));
        await IdleAsync();
        return id;
    }

    /// <summary>Puts goods on the shelf.</summary>
    public async Task ArriveAsync(string sku, int quantity)
    {
        await Get<IStockLedger>().ArriveAsync(Samples.StoreKey, $"arrival-{++_sent}", sku, quantity);
        await IdleAsync();
    }

    public Task<Receipt> CustomerAsync(string orderId, Func<string, OrderCommand> command) => SendAsync(orderId, command($"c-{++_sent}"));

    public string NextId() => $"c-{++_sent}";

    public override Task IdleAsync() => Engine.Progress.WhenIdleAsync();

    protected override DateTimeOffset? NextDue => Engine.Progress.NextDue;

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <param name="emptying">Nothing is delivered.</param>
    /// <param name="starts">False: nothing is run either; for what is done to a host that stands still.</param>
    private async Task OpenAsync(bool emptying = false, bool starts = true, Func<IEngineStore, IEngineStore>? storage = null)
    {
        _engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = _folder, Clock = Clock, Json = DomainJson.Options, Modules = SqliteStores.Modules, HoldOutbox = emptying, CacheBytes = CacheBytes });
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(storage?.Invoke(_engine.Store) ?? _engine.Store)
            .AddSingleton(_engine.Client)
            .AddSingleton(_engine.Quarantine)
            .AddSingleton<IStoreDirectory>(new Samples.Stores())
            .AddSqliteStores()
            .AddFulfilmentOrchestration()
            .AddOrderTransfer()
            .AddSingleton<IMailRenderer, PlainRenderer>()
            .AddSingleton<IMailTransport>(Mail)
            .AddSingleton<IPaymentProvider>(Payments)
            .AddSingleton<ILabelProvider, PlayedLabels>()
            .AddSingleton<IStorefrontNotifier, SilentStorefront>()
            .AddSingleton<IAddressCheck>(Addresses)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
        if (!starts) return;
        if ((await Get<IPolicyStore>().GetAsync(Samples.StoreKey)).Version < Policy.Version)
            await Get<IPolicyStore>().PutAsync(Samples.StoreKey, Policy, expectedVersion: Policy.Version - 1, "test");
        await _engine.StartAsync(Code, _services, [.. _services.GetServices<IOutboxHandler>()]);
    }

    private async Task CloseAsync()
    {
        if (_engine is not null) await _engine.DisposeAsync();
        if (_services is not null) await _services.DisposeAsync();
        (_engine, _services) = (null, null);
    }
}
