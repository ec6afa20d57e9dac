using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Orchestration.Outbox;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Orchestration;

/// <summary>What every host registers, whatever its engine and stores.</summary>
public static class OrchestrationRegistration
{
    /// <summary>Needs the store ports, the mail, carrier, payment and storefront ports, and a <see cref="TimeProvider"/> to be registered too.</summary>
    public static IServiceCollection AddFulfilmentOrchestration(this IServiceCollection services) => services
        .AddSingleton<IPaymentProviders, PaymentProviders>()
        .AddSingleton<LedgerFollower>()
        .AddSingleton<PublishActivity>()
        .AddSingleton<GatherFactsActivity>()
        .AddSingleton<DepartActivity>()
        .AddSingleton<IOutboxHandler, MailHandler>()
        .AddSingleton<IOutboxHandler, StockHandler>()
        .AddSingleton<IOutboxHandler, LogisticsHandler>()
        .AddSingleton<IOutboxHandler, CarrierHandler>()
        .AddSingleton<IOutboxHandler, PaymentHandler>()
        .AddSingleton<IOutboxHandler, StorefrontHandler>()
        .AddSingleton<IOutboxHandler, StaffHandler>();

    /// <summary>For moving orders between hosts. Needs the transfer ports, <see cref="IOrchestrationClient"/> and <see cref="IQuarantine"/> to be registered too.</summary>
    public static IServiceCollection AddOrderTransfer(this IServiceCollection services) => services
        .AddSingleton<OrderDepartures>()
        .AddSingleton<OrderExport>()
        .AddSingleton<ExportPages>()
        .AddSingleton<OrderImport>();

    /// <summary>Orchestrators and activities by their persisted names.</summary>
    public static TaskRegistry CreateRegistry() => new TaskRegistry()
        .AddOrchestrator(OrderOrchestrator.Name, _ => new OrderOrchestrator())
        .AddActivity(LoopNames.Publish, services => services.GetRequiredService<PublishActivity>())
        .AddActivity(LoopNames.Depart, services => services.GetRequiredService<DepartActivity>())
        .AddActivity(LoopNames.GatherFacts, services => services.GetRequiredService<GatherFactsActivity>());
}
