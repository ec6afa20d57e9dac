using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;

namespace Fulfilment.Storage.Sqlite.Orders;

/// <summary>Orders as the engine knows them.</summary>
internal static class OrderInstances
{
    /// <summary>False when the id was ever used.</summary>
    public static bool Start(this EngineTransaction tx, string orderId, OrderCommand.Place place) =>
        tx.Start("OrderOrchestrator", orderId, JsonSerializer.SerializeToElement<OrderCommand>(place, DomainJson.Options));

    /// <summary>False when the order is unknown or its instance has ended.</summary>
    public static bool Raise(this EngineTransaction tx, string orderId, OrderCommand command) =>
        tx.RaiseEvent(orderId, "command", JsonSerializer.SerializeToElement(command, DomainJson.Options));
}
