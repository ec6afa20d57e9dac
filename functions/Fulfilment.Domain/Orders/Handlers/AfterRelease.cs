namespace Fulfilment.Domain.Orders;

/// <summary>A command that came after the gate: why it lost, and what can still be done.</summary>
internal static class AfterRelease
{
    public static Decision<OrderEvent> Refuse(Turn turn)
    {
        var next = Next(turn);
        if (turn.Command.Actor.Kind == ActorKind.Storefront) AlertStorefrontChange(turn, turn.Command.GetType().Name);
        if (turn.Command is OrderCommand.Edit edit && edit.Actor.Kind == ActorKind.Customer) turn.Mail(MailTemplates.EditRefused, m => m with { Changes = edit.Changes });
        return turn.Refuse(Reason(turn.Order), next);
    }

    public static Refusal Reason(OrderData order) => new Refusal.AlreadyReleased(order.Shipments[0].Release.ReleasedBy, order.Shipments[0].Release.ReleasedAt);

    public static void AlertStorefrontChange(Turn turn, string what) =>
        turn.Alert("StorefrontChangeAfterRelease", $"Order {turn.Order.Snapshot.Number}: the storefront sent {what} after the release. An intercept can be asked for while it is in the warehouse.");

    public static IReadOnlyList<string> Next(Turn turn) =>
        [.. NextSteps.For(turn.State, turn.Now, turn.Command.Actor.Kind == ActorKind.Storefront ? ActorKind.Agent : turn.Command.Actor.Kind)];
}
