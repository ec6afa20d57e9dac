using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Storage.Sqlite.Orders;
using Fulfilment.Storage.Sqlite.Transfer;

namespace Fulfilment.Storage.Sqlite.Intake;

/// <summary>What a delivery causes, inside the transaction that records it.</summary>
internal static class IntakeActor
{
    public const string Ended = "The order has ended: recorded, nothing raised.";

    /// <returns>The answer; a Parked one has no id yet.</returns>
    public static IntakeAnswer Act(EngineTransaction tx, Delivery delivery, string commandId, IntakeAction action) => action switch
    {
        IntakeAction.Upsert upsert => Upsert(tx, delivery, commandId, upsert),
        IntakeAction.Raise raise => Raise(tx, raise),
        IntakeAction.Park park => new(IntakeOutcome.Parked, Path: park.Path, Detail: park.Reason),
        IntakeAction.Ignore ignore => new(IntakeOutcome.Ignored, Detail: ignore.Reason),
        _ => throw new InvalidOperationException($"Unknown intake action {action.GetType().Name}."),
    };

    private static IntakeAnswer Upsert(EngineTransaction tx, Delivery delivery, string commandId, IntakeAction.Upsert upsert)
    {
        if (tx.Start(upsert.OrderId, upsert.Place)) return new(IntakeOutcome.Started, upsert.OrderId);
        if (SqliteOrderMoves.ElsewhereSince(tx, upsert.OrderId) is { } since) return Elsewhere(upsert.OrderId, since);
        var change = new OrderCommand.StorefrontChanged(upsert.Place.Order)
        {
            CommandId = commandId,
            Actor = new Actor(ActorKind.Storefront, delivery.Source),
            At = upsert.Place.At,
        };
        return Known(upsert.OrderId, tx.Raise(upsert.OrderId, change));
    }

    private static IntakeAnswer Raise(EngineTransaction tx, IntakeAction.Raise raise)
    {
        if (SqliteOrderMoves.ElsewhereSince(tx, raise.OrderId) is { } since) return Elsewhere(raise.OrderId, since);
        if (tx.Raise(raise.OrderId, raise.Command)) return Known(raise.OrderId, raised: true);
        return SqliteOrderIndex.View(tx, raise.OrderId) is null
            ? new(IntakeOutcome.Parked, raise.OrderId, Path: "$", Detail: $"There is no order '{raise.OrderId}'.")
            : Known(raise.OrderId, raised: false);
    }

    /// <summary>Kept, so that it can be replayed where the order is: parked deliveries move with the next export.</summary>
    private static IntakeAnswer Elsewhere(string orderId, DateTimeOffset since) => new(IntakeOutcome.Parked, orderId, Path: "$", Detail: IntakeReasons.Moved(orderId, since));

    private static IntakeAnswer Known(string orderId, bool raised) => new(IntakeOutcome.Known, orderId, Detail: raised ? null : Ended);
}
