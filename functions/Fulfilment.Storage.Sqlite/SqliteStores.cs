using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Intake;
using Fulfilment.Storage.Sqlite.Orders;
using Fulfilment.Storage.Sqlite.Policy;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Storage.Sqlite;

/// <summary>The store ports on the embedded engine's database.</summary>
public static class SqliteStores
{
    /// <summary>For the engine's options: the tables of all stores.</summary>
    public static IReadOnlyList<SchemaModule> Modules { get; } = [OrdersSchema.Module, IntakeSchema.Module, SqlitePolicyStore.Module];

    /// <summary>Needs <see cref="IEngineStore"/>, <see cref="IStoreDirectory"/> and <see cref="TimeProvider"/> to be registered too.</summary>
    public static IServiceCollection AddSqliteStores(this IServiceCollection services) => services
        .AddSingleton<IOrderIndex, SqliteOrderIndex>()
        .AddSingleton<SqliteReceiptStore>()
        .AddSingleton<IReceiptStore>(provider => provider.GetRequiredService<SqliteReceiptStore>())
        .AddSingleton<ITimelineStore, SqliteTimelineStore>()
        .AddSingleton<ICommandChannel, SqliteCommandChannel>()
        .AddSingleton<IDeliveryInbox, SqliteDeliveryInbox>()
        .AddSingleton<SqlitePolicyStore>()
        .AddSingleton<IPolicyStore>(provider => provider.GetRequiredService<SqlitePolicyStore>());
}
