using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Intake;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Tests.Azurite;
using Fulfilment.Azure.Tests.Faults;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Compliance;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Azure.Tests.Compliance;

/// <summary>The stores over tables of their own in Azurite; the task hub and the queues are in memory and outlive a reopening.</summary>
internal sealed class AzureHarness : StoreHarness
{
    private readonly string _prefix;
    private ServiceProvider _services = null!;

    private AzureHarness(string prefix, FakeTaskHub hub, FakeQueues queues)
    {
        _prefix = prefix;
        Hub = hub;
        Queues = queues;
    }

    public FakeTaskHub Hub { get; }

    public FakeQueues Queues { get; }

    /// <summary>What others do meanwhile; null: nothing.</summary>
    public Interlude? Meanwhile { get; set; }

    /// <summary>Where the process dies; null: it lives.</summary>
    public FaultPlan? Faults
    {
        get;
        set
        {
            field = value;
            Hub.Faults = value;
            Queues.Faults = value;
        }
    }

    public static async Task<StoreHarness> OpenAsync() => await OpenAzureAsync();

    public static async Task<AzureHarness> OpenAzureAsync(Action<IServiceCollection>? configure = null)
    {
        var harness = new AzureHarness(TestTables.NextPrefix(), new FakeTaskHub(), new FakeQueues()) { Configure = configure };
        await harness.StartAsync();
        return harness;
    }

    /// <summary>A second process over the same tables, queues and task hub.</summary>
    public async Task<AzureHarness> OpenBesideAsync()
    {
        var harness = new AzureHarness(_prefix, Hub, Queues) { Configure = Configure };
        await harness.StartAsync();
        return harness;
    }

    private Action<IServiceCollection>? Configure { get; init; }

    public override T Port<T>() => _services.GetRequiredService<T>();

    public override async Task CommitAsync(Action<IWriteBatch> fill)
    {
        var batch = Port<AzureWriteBatches>().Create();
        fill(batch);
        await batch.CommitAsync();
    }

    public override async Task StartOrderAsync(string orderId)
    {
        await Port<OrderInstances>().RegisterAsync(orderId, "started by a test", CancellationToken.None);
        Hub.Start(orderId);
    }

    public override async Task EndOrderAsync(string orderId)
    {
        await DrainIntakeAsync();
        Hub.End(orderId);
    }

    public override async Task<IReadOnlyList<OrderCommand>> RaisedAsync(string orderId)
    {
        await DrainIntakeAsync();
        return Hub.Raised(orderId);
    }

    /// <summary>What the queue function does with the messages that are there.</summary>
    public Task DrainIntakeAsync() => Queues.HandleAsync(QueueNames.Intake, message => Port<IntakeProcessor>().ProcessAsync(message));

    public override async Task ReopenAsync()
    {
        await _services.DisposeAsync();
        await StartAsync();
    }

    public override ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task StartAsync()
    {
        var account = StorageAccount.Parse((await AzuriteServer.GetAsync()).ConnectionString);
        var services = new ServiceCollection()
            .AddLogging()
            .AddAzureStores(account, _prefix)
            .AddSingleton(_ => new AzureTables(new TableService(new HttpClient(new FaultyHandler(() => Faults, () => Meanwhile)), account.Tables, account.TableAuthorization(), TimeProvider.System, prefix: _prefix)))
            .AddSingleton<IMessageQueues>(Queues)
            .AddSingleton<IOrchestrationClient>(Hub)
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Stores);
        Configure?.Invoke(services);
        _services = services.BuildServiceProvider();
        await Port<AzureTables>().EnsureCreatedAsync();
    }
}
