namespace Fulfilment.Domain.Orders;

/// <summary>What the stock says about the order's demand. An answer to an older demand is a NoOp.</summary>
internal static class StockHandler
{
    public static Decision<OrderEvent> Allocated(Turn turn, OrderCommand.StockAllocated c)
    {
        var stock = turn.Order.Stock;
        if (c.DemandVersion != stock.Version || stock.Complete) return turn.NoOp();
        if (!c.Complete && !IsNewPart(turn, c)) return turn.NoOp();
        turn.Raise(new OrderEvent.StockCame(c.DemandVersion, c.Complete, StockDemands.Sum(c.Lines)));
        if (stock.BackOrderTold) turn.Mail(MailTemplates.StockArrived);
        return turn.Accept();
    }

    public static Decision<OrderEvent> Expected(Turn turn, OrderCommand.StockExpected c)
    {
        var stock = turn.Order.Stock;
        var missing = StockDemands.Sum(c.Missing);
        if (c.DemandVersion != stock.Version || missing.Count == 0) return turn.NoOp();
        if (!stock.Complete && stock.BackOrderTold && StockDemands.Same(missing, stock.Missing) && c.Eta == stock.Eta) return turn.NoOp();
        turn.Raise(new OrderEvent.StockMissing(missing, c.Eta));
        if (!stock.BackOrderTold || c.Eta != stock.Eta) turn.Mail(MailTemplates.BackOrder, m => m with { Missing = missing, Deadline = c.Eta });
        return turn.Accept();
    }

    /// <summary>A part counts only for an order that is to be split, and only before its first parcel: the second takes all the rest.</summary>
    private static bool IsNewPart(Turn turn, OrderCommand.StockAllocated c) =>
        turn.State is OrderState.Open && turn.Order.Stock.Mode == DemandMode.Split && !StockDemands.Same(StockDemands.Sum(c.Lines), turn.Order.Stock.Allocated);
}
