using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

internal static class GateHandler
{
    public static Decision<OrderEvent> ReleaseNow(Turn turn)
    {
        if (GraceRules.End(turn.Order) <= turn.Now) return turn.NoOp();
        turn.Raise(new OrderEvent.GraceWaived(turn.Now, turn.Command.Actor.Name));
        return turn.Accept();
    }

    public static Decision<OrderEvent> Hold(Turn turn, OrderCommand.Hold c)
    {
        if (turn.Order.Hold?.Reason == c.Reason) return turn.NoOp();
        turn.Raise(new OrderEvent.Held(c.Reason, c.Actor, turn.Now));
        return turn.Accept();
    }

    public static Decision<OrderEvent> Unhold(Turn turn, OrderCommand.Unhold c)
    {
        if (turn.Order.Hold is null) return turn.NoOp();
        turn.Raise(new OrderEvent.Unheld(c.Reason));
        return turn.Accept();
    }
}
