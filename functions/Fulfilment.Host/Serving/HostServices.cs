using Fulfilment.DurableTask;
using Fulfilment.Host.Retention;
using Fulfilment.Host.Settings;
using Fulfilment.Integrations;
using Fulfilment.Orchestration;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite;
using Fulfilment.Web.Ops;

namespace Fulfilment.Host.Serving;

/// <summary>The embedded engine, its stores and the integrations, wired together for whoever opens the data folder.</summary>
internal static class HostServices
{
    public static IServiceCollection Add(IServiceCollection services, string dataDirectory, FulfilSettings settings, EmbeddedEngine engine, TimeProvider clock) => services
        .AddSingleton(clock)
        .AddSingleton<IStoreDirectory>(new StoreDirectory(settings.Stores.Select(s => s.Store)))
        .AddSingleton(engine.Client)
        .AddSingleton(engine.Store)
        .AddSingleton(engine.Quarantine)
        .AddSingleton(engine.Progress)
        .AddSqliteStores()
        .AddSingleton<IReadinessProbe>(new EngineProbe(engine))
            .AddSingleton<Purge>()
        .AddSingleton(provider => new PurgeJob(provider.GetRequiredService<Purge>(), clock, TimeSpan.FromDays(settings.RetentionDays), provider.GetRequiredService<ILogger<PurgeJob>>()))
        .AddIntegrations(new IntegrationOptions { MailFolder = Path.Combine(dataDirectory, DataFolder.MailboxFolder), TemplateRoot = dataDirectory })
        .AddFulfilmentOrchestration()
        .AddOrderTransfer();
}
