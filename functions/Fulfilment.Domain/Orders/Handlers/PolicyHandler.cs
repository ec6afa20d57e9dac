namespace Fulfilment.Domain.Orders;

internal static class PolicyHandler
{
    /// <summary>An older version that was overtaken on its way is a NoOp.</summary>
    public static Decision<OrderEvent> Decide(Turn turn, OrderCommand.PolicyChanged c)
    {
        if (c.Policy.Version <= turn.Order.Policy.Version) return turn.NoOp();
        turn.Raise(new OrderEvent.PolicyReplaced(c.Policy));
        if (turn.State is OrderState.Open) StockSteps.Adjust(turn);
        return turn.Accept();
    }
}
