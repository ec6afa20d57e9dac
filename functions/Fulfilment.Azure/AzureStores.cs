using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Catalogue;
using Fulfilment.Azure.Intake;
using Fulfilment.Azure.Logistics;
using Fulfilment.Azure.Mail;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Payments;
using Fulfilment.Azure.Policy;
using Fulfilment.Azure.Retention;
using Fulfilment.Azure.Staff;
using Fulfilment.Azure.Stock;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Tokens;
using Fulfilment.Azure.Transfer;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fulfilment.Azure;

/// <summary>The store ports on Azure Tables and Storage Queues.</summary>
public static class AzureStores
{
    /// <summary>
    /// Needs <see cref="IOrchestrationClient"/>, <see cref="IStoreDirectory"/>, <see cref="TimeProvider"/> and logging to be registered too. Call
    /// <see cref="AzureTables.EnsureCreatedAsync"/> before first use.
    /// </summary>
    public static IServiceCollection AddAzureStores(this IServiceCollection services, StorageAccount account, string prefix = "", OutboxPolicy? outbox = null) => services
        .AddSingleton(account)
        .AddSingleton(outbox ?? new OutboxPolicy())
        .AddSingleton<IMessageQueues>(_ => new StorageQueues(account, prefix))
        // Signing and retrying go by real time, whatever clock the orders live by.
        .AddSingleton(_ => new AzureTables(new TableService(Http(), account.Tables, account.TableAuthorization(), TimeProvider.System, prefix: prefix)))
        .AddSingleton(_ => new Positions(TimeProvider.System))
        .AddSingleton(Patience.Default)
        .AddWriting()
        .AddPorts();

    private static IServiceCollection AddWriting(this IServiceCollection services) => services
        .AddSingleton<OutboxRows>()
        .AddSingleton(provider => new AzureWriteBatches(provider.GetRequiredService<OutboxRows>(), provider.GetRequiredService<IOrchestrationClient>()))
        .AddSingleton(provider => new OutboxProcessor(
            provider.GetRequiredService<AzureTables>(), provider.GetRequiredService<OutboxRows>(), provider.GetRequiredService<OutboxPolicy>(), provider.GetRequiredService<AzureWriteBatches>(),
            provider.GetServices<IOutboxHandler>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<OutboxProcessor>>()))
        .AddSingleton<DeliveryRows>()
        .AddSingleton<DeliveryParking>()
        .AddSingleton<OrderInstances>()
        .AddSingleton(provider => new IntakeProcessor(provider.GetRequiredService<DeliveryRows>(), provider.GetRequiredService<OrderInstances>(), provider.GetRequiredService<DeliveryParking>()))
        .AddSingleton(provider => new AzureMaintenance(
            provider.GetRequiredService<CatalogueImports>(), provider.GetRequiredService<StockRunner>(), provider.GetRequiredService<IStoreDirectory>(),
            provider.GetRequiredService<ILogger<AzureMaintenance>>()))
        .AddSingleton(provider => new AzureRetention(
            provider.GetRequiredService<AzureTables>(), provider.GetRequiredService<TransferMarks>(), provider.GetRequiredService<IOrchestrationClient>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AzureRetention>>()));

    private static IServiceCollection AddPorts(this IServiceCollection services) => services
        .AddSingleton<OrderList>()
        .AddSingleton<AzureOrderIndex>()
        .AddSingleton<IOrderIndex>(provider => provider.GetRequiredService<AzureOrderIndex>())
        .AddSingleton<ReceiptRows>()
        .AddSingleton<LateCommands>()
        .AddSingleton<AzureReceiptStore>()
        .AddSingleton<IReceiptStore>(provider => provider.GetRequiredService<AzureReceiptStore>())
        .AddSingleton<ITimelineStore, AzureTimelineStore>()
        .AddSingleton<ICommandChannel, AzureCommandChannel>()
        .AddSingleton<IDeliveryInbox, AzureDeliveryInbox>()
        .AddSingleton<IPolicyStore, AzurePolicyStore>()
        .AddSingleton<AzureTokenStore>()
        .AddSingleton<ITokenStore>(provider => provider.GetRequiredService<AzureTokenStore>())
        .AddSingleton<CatalogueImports>()
        .AddSingleton<AzureCatalogue>()
        .AddSingleton<ICatalogue>(provider => provider.GetRequiredService<AzureCatalogue>())
        .AddSingleton<IPaymentLedger, AzurePaymentLedger>()
        .AddSingleton<AzureStaffAlerts>()
        .AddSingleton<IStaffAlerts>(provider => provider.GetRequiredService<AzureStaffAlerts>())
        .AddSingleton<AzureMailLog>()
        .AddSingleton<IMailLog>(provider => provider.GetRequiredService<AzureMailLog>())
        .AddSingleton<AzureReleaseFeed>()
        .AddSingleton<IReleaseFeed>(provider => provider.GetRequiredService<AzureReleaseFeed>())
        .AddSingleton<IWaybillNumbers, AzureWaybillNumbers>()
        .AddSingleton<StockNewsTeller>()
        .AddSingleton<StockJournal>()
        .AddSingleton<StockRunner>()
        .AddSingleton<IStockLedger, AzureStockLedger>()
        .AddSingleton<FailedInstances>()
        .AddSingleton<IQuarantine, AzureQuarantine>()
        .AddSingleton<IOrderMoves, AzureOrderMoves>()
        .AddSingleton<TransferMarks>()
        .AddSingleton<StoreRows>()
        .AddSingleton<OrderRows>()
        .AddSingleton<ITransferTarget, AzureTransferTarget>()
        .AddSingleton<TakenEffects>()
        .AddSingleton<TakenGoods>()
        .AddSingleton<KeptDepartures>()
        .AddSingleton<OrderRowsReader>()
        .AddSingleton<StoreRowsReader>()
        .AddSingleton<ITransferSource, AzureTransferSource>();

    private static HttpClient Http() => new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = 100 });
}
