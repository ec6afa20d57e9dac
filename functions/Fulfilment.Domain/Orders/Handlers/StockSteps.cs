namespace Fulfilment.Domain.Orders;

/// <summary>Keeps the demand on the stock in step with the order.</summary>
internal static class StockSteps
{
    /// <summary>What the order wants now, with a provisional edit in it, and without what has left the house.</summary>
    public static IReadOnlyList<StockLine> Wanted(OrderData order) => StockDemands.Minus(StockDemands.Of(WithPending(order)), ShipmentContents.Gone(order));

    public static OrderContent WithPending(OrderData order) =>
        order.Provisional is { } pending && ProvisionalSteps.CanSettle(order.Content, pending) ? ContentEvolution.Settled(order.Content, pending) : order.Content;

    /// <param name="reserved">The whole new demand has been set apart with the facts of this command already.</param>
    public static void Adjust(Turn turn, bool reserved = false)
    {
        var order = turn.Order;
        if (order.BlockedAsTest) return;
        var (stock, wanted) = (order.Stock, Wanted(order));
        if (reserved)
        {
            turn.Raise(new OrderEvent.StockDemanded(stock.Version + 1, wanted, DemandMode.AllOrNothing, Complete: true));
            return;
        }

        if (StockDemands.Same(wanted, stock.Lines) && (stock.Complete || !PriorityMoved(turn))) return;
        Demand(turn, wanted, stock.Mode, complete: stock.Complete && wanted.Count > 0 && StockDemands.IsWithin(wanted, stock.Lines));
    }

    public static void Demand(Turn turn, IReadOnlyList<StockLine> wanted, DemandMode mode, bool complete)
    {
        var version = turn.Order.Stock.Version + 1;
        turn.Raise(new OrderEvent.StockDemanded(version, wanted, mode, complete));
        // Also when nothing is wanted any more: a release bears no version, and would undo a reservation that was made before it arrived.
        if (wanted.Count > 0 || version > 1) turn.Emit(new Effect.DemandStock(StockDemands.Demand(turn.Order, version, wanted, mode)));
    }

    /// <summary>After a refusal: what was reserved for the command goes back to what the order had.</summary>
    public static void Restore(Turn turn)
    {
        var stock = turn.Order.Stock;
        var version = stock.Version + 2;
        turn.Raise(new OrderEvent.StockDemanded(version, stock.Lines, stock.Mode, stock.Complete));
        turn.Emit(new Effect.DemandStock(StockDemands.Demand(turn.Order, version, stock.Lines, stock.Mode)));
    }

    private static bool PriorityMoved(Turn turn)
    {
        if (turn.Before is not OrderState.Known { Order: var before }) return true;
        return StockDemands.Priority(before.Content, before.Policy, before.Snapshot.PlacedAt) != StockDemands.Priority(turn.Order.Content, turn.Order.Policy, turn.Order.Snapshot.PlacedAt);
    }
}
