namespace Fulfilment.Domain.Orders;

/// <summary>Answers where no instance is left to decide.</summary>
public static class OrderReceipts
{
    /// <summary>For a command that reaches an order whose instance has ended: the same refusal it would have got before.</summary>
    public static Receipt Closed(OrderCommand command, OrderView view, DateTimeOffset now)
    {
        Refusal reason = view.ReleasedAt is { } at && view.Status != OrderStatus.Cancelled
            ? new Refusal.AlreadyReleased(view.ReleasedBy ?? Actor.System.Name, at)
            : new Refusal.OrderClosed(view.Status);
        IReadOnlyList<string> next = reason is Refusal.AlreadyReleased && command.Actor.Kind is ActorKind.Customer or ActorKind.Agent or ActorKind.Admin ? [NextSteps.Return] : [];
        return new(command.CommandId, command.GetType().Name, command.Actor, now, Outcome.Rejected, view.Version, next) { Reason = reason };
    }
}
