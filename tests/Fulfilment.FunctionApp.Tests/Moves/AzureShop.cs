using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tests.Azurite;
using Fulfilment.Domain;
using Fulfilment.Domain.Release;
using Fulfilment.DurableTask;
using Fulfilment.FunctionApp.Functions;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.FunctionApp.Tests.Compliance;
using Fulfilment.Host.Settings;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Tests.World;
using Fulfilment.Orchestration.Transfer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fulfilment.FunctionApp.Tests.Moves;

/// <summary>
/// The function app as a host: its trigger functions over tables in the emulator, its task hub the embedded engine in the SDK's shape, so that the real
/// orchestrator runs, waits and departs through the adapters. Played are the queues, for the sake of their clock, and what lies beyond the app.
/// </summary>
internal sealed class AzureShop : ShopHost
{
    private static int _count;

    private readonly string _folder = Directory.CreateTempSubdirectory("fulfilment-azure-").FullName;
    private readonly ClockedQueues _queues;
    private EmbeddedEngine _engine = null!;
    private SdkShapedClient _client = null!;
    private Product _product = null!;
    private TransferCalls _transfer = null!;

    private AzureShop(ShopHost beside)
    {
        (Policy, Clock, Mail, Payments) = (beside.Policy, beside.Clock, beside.Mail, beside.Payments);
        _queues = new ClockedQueues(Clock);
    }

    public override ReleasePolicy Policy { get; }

    /// <summary>Another host in the same world: the same time, mail provider and payment provider.</summary>
    public static async Task<AzureShop> OpenAsync(ShopHost beside)
    {
        var shop = new AzureShop(beside);
        await shop.OpenAsync();
        return shop;
    }

    /// <summary>The stores' durable client, for as long as a test looks at this host; the functions name theirs themselves.</summary>
    public IDisposable Enter() => _product.Use(_client);

    public override T Get<T>() => _product.Get<T>();

    public override async Task IdleAsync()
    {
        await _engine.Progress.WhenIdleAsync();
        while (_queues.TakeDue() is { } message)
        {
            await DeliverAsync(message);
            await _engine.Progress.WhenIdleAsync();
        }
    }

    public override Task<(byte[] File, ExportResult Result)> ExportAsync() => _transfer.ExportAsync();

    public override async Task<ImportResult> ImportAsync(byte[] file)
    {
        var result = await _transfer.ImportAsync(file);
        await IdleAsync();
        return result;
    }

    public override async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _product.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override DateTimeOffset? NextDue => ((DateTimeOffset?[])[_engine.Progress.NextDue, _queues.NextDue]).Min();

    private async Task OpenAsync()
    {
        var account = StorageAccount.Parse((await AzuriteServer.GetAsync()).ConnectionString);
        var settings = new FulfilSettings(null, [new StoreEntry(Samples.Store, null)]);
        _product = Product.Create(account, settings, NullLoggerFactory.Instance, $"m{Environment.ProcessId}x{Interlocked.Increment(ref _count)}", Clock, instead: Play);
        await _product.PrepareAsync(CancellationToken.None);
        await Get<IPolicyStore>().PutAsync(Samples.StoreKey, Policy, expectedVersion: Policy.Version - 1, "test");
        _engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = _folder, Clock = Clock, Json = DomainJson.Options });
        _client = new SdkShapedClient(_engine.Client);
        _transfer = await TransferCalls.OpenAsync(_product, _client);
        await _engine.StartAsync(FunctionRegistry.Of(new OrderFunctions(_product), _client), _product.Services, []);
    }

    private void Play(IServiceCollection services) => services
        .AddSingleton<IMessageQueues>(_queues)
        .AddSingleton<IMailRenderer, PlainRenderer>()
        .AddSingleton<IMailTransport>(Mail)
        .AddSingleton<IPaymentProvider>(Payments)
        .AddSingleton<ILabelProvider, PlayedLabels>()
        .AddSingleton<IStorefrontNotifier, SilentStorefront>()
        .AddSingleton<IAddressCheck, PlayedAddresses>();

    private Task DeliverAsync(QueuedMessage message) => message.Queue switch
    {
        QueueNames.Intake => new QueueFunctions(_product).Intake(message.Message, _client, default),
        QueueNames.Outbox => new QueueFunctions(_product).Outbox(message.Message, _client, default),
        // For a warehouse that would rather wait than poll: this one polls.
        QueueNames.Releases => Task.CompletedTask,
        _ => throw new InvalidOperationException($"Nobody writes to {message.Queue} here."),
    };
}
