using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;
using Fulfilment.Storage.Sqlite.Catalogue;
using Fulfilment.Storage.Sqlite.Intake;
using Fulfilment.Storage.Sqlite.Logistics;
using Fulfilment.Storage.Sqlite.Mail;
using Fulfilment.Storage.Sqlite.Orders;
using Fulfilment.Storage.Sqlite.Payments;
using Fulfilment.Storage.Sqlite.Policy;
using Fulfilment.Storage.Sqlite.Retention;
using Fulfilment.Storage.Sqlite.Staff;
using Fulfilment.Storage.Sqlite.Stock;
using Fulfilment.Storage.Sqlite.Tokens;
using Fulfilment.Storage.Sqlite.Transfer;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Storage.Sqlite;

/// <summary>The store ports on the embedded engine's database.</summary>
public static class SqliteStores
{
    /// <summary>For the engine's options: the tables of all stores.</summary>
    public static IReadOnlyList<SchemaModule> Modules { get; } =
    [
        OrdersSchema.Module, IntakeSchema.Module, SqlitePolicyStore.Module, StockSchema.Module, SqliteMailLog.Module, SqliteTokenStore.Module, SqliteCatalogue.Module,
        SqlitePaymentLedger.Module, LogisticsSchema.Module, SqliteStaffAlerts.Module, TransferSchema.Module,
    ];

    /// <summary>Needs <see cref="IEngineStore"/>, <see cref="IStoreDirectory"/> and <see cref="TimeProvider"/> to be registered too.</summary>
    public static IServiceCollection AddSqliteStores(this IServiceCollection services) => services
        .AddSingleton<IOrderIndex, SqliteOrderIndex>()
        .AddSingleton<SqliteReceiptStore>()
        .AddSingleton<IReceiptStore>(provider => provider.GetRequiredService<SqliteReceiptStore>())
        .AddSingleton<ITimelineStore, SqliteTimelineStore>()
        .AddSingleton<ICommandChannel, SqliteCommandChannel>()
        .AddSingleton<IDeliveryInbox, SqliteDeliveryInbox>()
        .AddSingleton<SqlitePolicyStore>()
        .AddSingleton<IPolicyStore>(provider => provider.GetRequiredService<SqlitePolicyStore>())
        .AddSingleton<IStockLedger, SqliteStockLedger>()
        .AddSingleton<IMailLog, SqliteMailLog>()
        .AddSingleton<ITokenStore, SqliteTokenStore>()
        .AddSingleton<ICatalogue, SqliteCatalogue>()
        .AddSingleton<IPaymentLedger, SqlitePaymentLedger>()
        .AddSingleton<IReleaseFeed, SqliteReleaseFeed>()
        .AddSingleton<IWaybillNumbers, SqliteWaybillNumbers>()
        .AddSingleton<IStaffAlerts, SqliteStaffAlerts>()
        .AddSingleton<SqliteRetention>()
        .AddSingleton<IOrderMoves, SqliteOrderMoves>()
        .AddSingleton<ITransferSource, SqliteTransferSource>()
        .AddSingleton<ITransferTarget, SqliteTransferTarget>();
}
