using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;

namespace Fulfilment.Storage.Sqlite.Orders;

/// <summary>Orders as the engine knows them.</summary>
internal static class OrderInstances
{
    /// <summary>False when the id was ever used.</summary>
    public static bool Start(this EngineTransaction tx, string orderId, OrderCommand.Place place) =>
        tx.Start(OrderOrchestrator.Name, orderId, OrderOrchestrator.Start(place));

    /// <summary>False when the order is unknown or its instance has ended.</summary>
    public static bool Raise(this EngineTransaction tx, string orderId, OrderCommand command) =>
        tx.RaiseEvent(orderId, LoopNames.CommandEvent, CommandPayload.Of(command));
}
