namespace Fulfilment.Domain.Orders;

/// <summary>The customer's word on goods that are not there.</summary>
internal static class BackorderHandler
{
    public static Decision<OrderEvent> Decide(Turn turn, OrderCommand.BackorderChoice c)
    {
        var missing = BackorderRules.Missing(turn.State);
        if (missing.Count == 0) return turn.Refuse(new Refusal.NotAllowed("Nothing is missing."), NextSteps.For(turn.State, turn.Now, c.Actor.Kind));
        return c.Choice switch
        {
            BackorderOption.Wait => Choose(turn, c.Choice),
            BackorderOption.SplitShip => Split(turn),
            BackorderOption.DropMissing => Drop(turn, c.Choice, missing),
            BackorderOption.Cancel when turn.State is OrderState.PartlyReleased => Drop(turn, c.Choice, missing),
            BackorderOption.Cancel => Cancel(turn, c),
            _ => throw new InvalidOperationException($"Unknown choice {c.Choice}."),
        };
    }

    private static Decision<OrderEvent> Choose(Turn turn, BackorderOption choice)
    {
        if (turn.Order.Stock.Choice == choice) return turn.NoOp();
        turn.Raise(new OrderEvent.BackorderChosen(choice));
        return turn.Accept();
    }

    private static Decision<OrderEvent> Split(Turn turn)
    {
        if (turn.Order.Stock.Choice == BackorderOption.SplitShip || turn.State is OrderState.PartlyReleased) return turn.NoOp();
        turn.Raise(new OrderEvent.BackorderChosen(BackorderOption.SplitShip));
        StockSteps.Demand(turn, StockSteps.Wanted(turn.Order), DemandMode.Split, complete: false);
        return turn.Accept();
    }

    private static Decision<OrderEvent> Cancel(Turn turn, OrderCommand.BackorderChoice c)
    {
        CancelHandler.Perform(turn, "goods were missing", c.Actor);
        return turn.Accept();
    }

    private static Decision<OrderEvent> Drop(Turn turn, BackorderOption choice, IReadOnlyList<StockLine> missing)
    {
        if (turn.Order.Provisional is { } pending) return turn.Refuse(new Refusal.EditPending(pending.CommandId, pending.Terms.Until));
        var changes = Without(turn.Order, missing);
        if (!turn.Order.Content.Apply(changes).Lines.Any(l => l.Quantity > 0)) return turn.Refuse(new Refusal.WouldEmptyOrder(), nameof(OrderCommand.Cancel));
        turn.Raise(new OrderEvent.BackorderChosen(choice));
        turn.Raise(new OrderEvent.ContentChanged(changes));
        StockSteps.Adjust(turn);
        if (turn.State is OrderState.PartlyReleased)
        {
            turn.Raise(new OrderEvent.RemainderDropped(turn.Now));
            MoneySteps.Refund(turn, PaymentRules.Credit(turn.Order), "missing goods were dropped");
        }

        turn.Mail(MailTemplates.EditApplied, m => m with { Missing = missing });
        return turn.Accept();
    }

    /// <summary>Takes so many units off, from the last lines of a sku first, never more than is not yet released.</summary>
    private static List<ContentChange> Without(OrderData order, IReadOnlyList<StockLine> missing)
    {
        var left = missing.ToDictionary(m => m.Sku, m => m.Quantity);
        var changes = new List<ContentChange>();
        foreach (var line in order.Content.Lines.Where(l => l.RequiresShipping).Reverse())
        {
            var off = Math.Min(left.GetValueOrDefault(line.Sku), line.Quantity - ShipmentContents.ReleasedOf(order, line.Id));
            if (off <= 0) continue;
            left[line.Sku] -= off;
            changes.Add(off == line.Quantity ? new ContentChange.RemoveLine(line.Id) : new ContentChange.SetQuantity(line.Id, line.Quantity - off));
        }

        return changes;
    }
}
