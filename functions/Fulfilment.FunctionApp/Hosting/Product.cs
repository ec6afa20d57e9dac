using System.Diagnostics;
using Fulfilment.Azure;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.DurableTask;
using Fulfilment.FunctionApp.Adapters;
using Fulfilment.Host.Serving;
using Fulfilment.Host.Settings;
using Fulfilment.Integrations;
using Fulfilment.Orchestration;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Web;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>
/// The product with its Azure adapters, in a container of its own: its routes must not become routes of the Functions worker,
/// which would serve them outside any function.
/// </summary>
public sealed class Product : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly FulfilSettings _settings;
    private readonly Lazy<HttpPipeline> _http;
    private readonly Lock _lock = new();
    private Task? _preparation;

    private Product(ServiceProvider services, FulfilSettings settings)
    {
        _services = services;
        _settings = settings;
        _http = new Lazy<HttpPipeline>(() => new HttpPipeline(services));
    }

    public IServiceProvider Services => _services;

    public HttpPipeline Http => _http.Value;

    /// <summary>Ended instances are kept this long after their end; their orders' rows stay for good.</summary>
    public TimeSpan Retention => TimeSpan.FromDays(_settings.RetentionDays);

    /// <param name="logs">The worker's.</param>
    /// <param name="instead">What stands in for what lies beyond the app, such as its queues and mail provider.</param>
    public static Product Create(StorageAccount account, FulfilSettings settings, ILoggerFactory logs, string prefix = "", TimeProvider? clock = null, PayloadLimit? limit = null,
        Action<IServiceCollection>? instead = null)
    {
        UnresolvedSettings.Warn(settings, logs.CreateLogger<Product>());
        MeaninglessSettings.Warn(settings, logs.CreateLogger<Product>());
        var services = new ServiceCollection()
            .AddSingleton(logs)
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton(clock ?? TimeProvider.System)
            .AddSingleton<IStoreDirectory>(new StoreDirectory(settings.Stores.Select(entry => entry.Store)))
            .AddSingleton<IOrchestrationClient, InvocationClient>()
            .AddAzureStores(account, prefix)
            .AddIntegrations(new IntegrationOptions { MailFolder = Path.Combine(Path.GetTempPath(), "fulfilment-mail"), TemplateRoot = AppContext.BaseDirectory })
            .AddFulfilmentOrchestration()
            .AddOrderTransfer()
            .AddFulfilmentWeb(new WebOptions { BootstrapSecret = settings.BootstrapSecret })
            .AddSingleton(OrchestrationRegistration.CreateRegistry())
            .AddSingleton(limit ?? PayloadLimit.AzureStorage)
            .AddSingleton<OrchestratorRunner>()
            .AddSingleton<ActivityRunner>()
            .AddSingleton<WmsSteps>()
            .AddSingleton<IPoisonQueues>(new PoisonQueues(account, prefix))
            .AddSingleton<PoisonDesk>()
            .AddSingleton<StandingReport>();
        // What a web host brings for routing and minimal APIs.
        services.AddOptions();
        services.AddSingleton(new DiagnosticListener("Microsoft.AspNetCore"));
        services.AddSingleton<DiagnosticSource>(provider => provider.GetRequiredService<DiagnosticListener>());
        instead?.Invoke(services);
        return new Product(services.BuildServiceProvider(), settings);
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The stores' durable client is this one until the result is disposed.</summary>
    public IDisposable Use(DurableTaskClient client) => InvocationClient.Use(client, Get<PayloadLimit>());

    /// <summary>Tables and first policies, once a process. A failure is not remembered: the next invocation tries again.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_preparation is null or { IsFaulted: true } or { IsCanceled: true }) _preparation = PrepareOnceAsync();
            return _preparation.WaitAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task PrepareOnceAsync()
    {
        await Get<AzureTables>().EnsureCreatedAsync();
        await PolicySeed.ApplyAsync(_settings, Get<IPolicyStore>(), CancellationToken.None);
    }
}
