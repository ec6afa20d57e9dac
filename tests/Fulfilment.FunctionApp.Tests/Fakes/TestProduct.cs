using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Tests.Azurite;
using Fulfilment.Azure.Tests.Faults;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.Host.Settings;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Fulfilment.FunctionApp.Tests.Fakes;

/// <summary>The app's product over tables and queues of its own, and a durable client that notes what is started and raised.</summary>
public sealed partial class TestProduct : IAsyncDisposable
{
    public const string Secret = "bWFkZS11cC1zZWNyZXQtb2YtYS10ZXN0LXNob3A=";
    private static int _count;

    private TestProduct(Product product) => Product = product;

    public Product Product { get; }

    public ManualClock Clock { get; private init; } = new();

    /// <summary>What the product logs.</summary>
    public RecordingLogger Logs { get; private init; } = new();

    public StorageAccount Account { get; private init; } = null!;

    /// <summary>Before the names of this product's tables and queues.</summary>
    public string Prefix { get; private init; } = "";

    /// <summary>Where the process dies.</summary>
    internal Faults Dying { get; private init; } = new();

    public List<(string Name, string InstanceId, object? Input, IReadOnlyList<string> Dedupe)> Started { get; } = [];

    public List<(string InstanceId, string Event, object? Payload)> Raised { get; } = [];

    public Mock<DurableTaskClient> Client { get; } = new("client");

    public static Task<TestProduct> OpenAsync(MailSettings? mail = null, string? bootstrapSecret = null, PayloadLimit? limit = null)
    {
        var profile = new StoreProfile("demo", "Demo", "fr", Currency.Of("EUR"), "Europe/Paris");
        var settings = new FulfilSettings(null, [new StoreEntry(new StoreSettings { Profile = profile, Secrets = new StoreSecrets { Own = [Secret] }, Mail = mail ?? new MailSettings() }, null)]) { BootstrapSecret = bootstrapSecret };
        return OpenAsync(settings, limit);
    }

    /// <param name="beside">Another process's product, whose tables and queues this one shares.</param>
    public static async Task<TestProduct> OpenAsync(FulfilSettings settings, PayloadLimit? limit = null, TestProduct? beside = null)
    {
        var account = StorageAccount.Parse((await AzuriteServer.GetAsync()).ConnectionString);
        var clock = beside?.Clock ?? new ManualClock();
        var prefix = beside?.Prefix ?? $"f{Environment.ProcessId}x{Interlocked.Increment(ref _count)}";
        var logs = new RecordingLogger();
        var faults = new Faults();
        var product = new TestProduct(Product.Create(account, settings, logs, prefix, clock, limit, instead: services => services.AddSingleton(_ => Tables(account, prefix, faults))))
        {
            Clock = clock,
            Logs = logs,
            Account = account,
            Prefix = prefix,
            Dying = faults,
        };
        product.SetUpClient();
        await product.Product.PrepareAsync(CancellationToken.None);
        return product;
    }

    private static AzureTables Tables(StorageAccount account, string prefix, Faults faults) =>
        new(new TableService(new HttpClient(new FaultyHandler(() => faults.Plan, () => null)), account.Tables, account.TableAuthorization(), TimeProvider.System, prefix: prefix));

    public ValueTask DisposeAsync() => Product.DisposeAsync();

    private void SetUpClient()
    {
        Client.Setup(client => client.ScheduleNewOrchestrationInstanceAsync(It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .Returns((TaskName name, object? input, StartOrchestrationOptions? options, CancellationToken _) =>
            {
                Started.Add((name.Name, options!.InstanceId!, input, options.DedupeStatuses!));
                return Task.FromResult(options.InstanceId!);
            });
        Client.Setup(client => client.RaiseEventAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()))
            .Callback((string id, string name, object? payload, CancellationToken _) => Raised.Add((id, name, payload)));
        Client.Setup(client => client.GetInstanceAsync(It.IsAny<string>(), It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string id, bool _, CancellationToken _) => Started.Any(start => start.InstanceId == id) ? new OrchestrationMetadata("OrderOrchestrator", id) : null);
        Client.Setup(client => client.GetAllInstancesAsync(It.IsAny<OrchestrationQuery?>())).Returns(new FakePages<OrchestrationMetadata>([]));
    }
}
