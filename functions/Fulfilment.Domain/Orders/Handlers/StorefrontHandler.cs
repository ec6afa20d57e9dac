namespace Fulfilment.Domain.Orders;

/// <summary>A newer word of the storefront: its differences become an edit or a cancellation by it, its payments become facts.</summary>
internal static class StorefrontHandler
{
    public static Decision<OrderEvent> Decide(Turn turn, OrderCommand.StorefrontChanged c)
    {
        var (last, newer) = (turn.Order.Snapshot, c.Snapshot);
        if (newer.UpdatedAt <= last.UpdatedAt) return turn.NoOp();
        if (newer.Charges.Currency != last.Charges.Currency)
        {
            turn.Alert("StorefrontConflict", $"Order {last.Number}: the storefront changed its currency to {newer.Charges.Currency.Code}; nothing of that was taken over.");
            return turn.Refuse(new Refusal.InvalidChange("An order keeps its currency."));
        }

        var wasClear = PaymentRules.IsClear(turn.Order);
        var difference = StorefrontMerge.Compare(last, newer, turn.Order.Content);
        turn.Raise(new OrderEvent.SnapshotSeen(newer));
        var (income, outgo) = StorefrontMoney.Apply(turn, last, newer);
        var moved = income.IsPositive || outgo.IsPositive || turn.Order.Money.Authorised != ((OrderState.Known)turn.Before).Order.Money.Authorised;
        var withdrawn = StorefrontPayments.IsWithdrawn(newer) && !StorefrontPayments.IsWithdrawn(last);
        if (turn.State is not OrderState.Open) return AfterTheGate(turn, last, newer, difference, (income, outgo), moved);
        if (withdrawn) return Withdraw(turn, newer);
        if (newer.Status == StorefrontStatus.Completed) return Close(turn, newer);
        return Merge(turn, difference, outgo, moved, wasClear);
    }

    private static Decision<OrderEvent> Merge(Turn turn, StorefrontDifference difference, Money outgo, bool moved, bool wasClear)
    {
        if (difference.Changes.Count > 0)
        {
            if (!turn.Order.Content.Apply(difference.Changes).Lines.Any(l => l.Quantity > 0)) return Withdraw(turn, turn.Order.Snapshot);
            turn.Raise(new OrderEvent.ContentChanged(difference.Changes));
            StockSteps.Adjust(turn);
        }

        Conflicts(turn, difference.Conflicts);
        // Where quantities are in dispute it is for staff to say what a refund was for.
        if (difference.Conflicts.Count == 0) MoneySteps.Forgive(turn, outgo);
        PaymentHandler.AfterIncome(turn, wasClear);
        return difference.IsNothing && !moved ? turn.Remember(Outcome.NoOp) : turn.Accept();
    }

    private static void Conflicts(Turn turn, IReadOnlyList<string> fields)
    {
        if (fields.Count == 0) return;
        turn.Raise(new OrderEvent.ConflictsFound(fields));
        turn.Alert("StorefrontConflict", $"Order {turn.Order.Snapshot.Number}: changed on the storefront and here: {string.Join(", ", fields)}. The customer's value stays.");
    }

    private static Decision<OrderEvent> Withdraw(Turn turn, OrderSnapshot newer)
    {
        var by = turn.Command.Actor.Kind == ActorKind.Storefront ? turn.Command.Actor : new Actor(ActorKind.Storefront, "storefront");
        CancelHandler.Perform(turn, StorefrontPayments.IsWithdrawn(newer) ? StorefrontPayments.WithdrawalReason(newer) : "nothing is left on the storefront's order", by);
        return turn.Accept();
    }

    /// <summary>Somebody has sent it from elsewhere: it must not leave from here as well.</summary>
    private static Decision<OrderEvent> Close(Turn turn, OrderSnapshot newer)
    {
        var order = turn.Order;
        if (order.Provisional is not null) ProvisionalSteps.Lapse(turn, new Refusal.OrderClosed(OrderStatus.Delivered));
        if (order.Stock.Version > 0)
            turn.Emit(turn.Order.Stock.Complete ? new Effect.ConsumeStock(order.Id, order.Store.Id, turn.Order.Stock.Lines) : new Effect.ReleaseStock(order.Id, order.Store.Id));
        turn.Raise(new OrderEvent.ClosedOutside(turn.Now));
        turn.Alert("CompletedElsewhere", $"Order {newer.Number} was completed on the storefront before its release here; it will not be released.");
        return turn.Accept();
    }

    /// <summary>Money is always a fact; a change of content has lost the race.</summary>
    private static Decision<OrderEvent> AfterTheGate(Turn turn, OrderSnapshot last, OrderSnapshot newer, StorefrontDifference difference, (Money Income, Money Outgo) money, bool moved)
    {
        // The goods go as released, so what was given back for them is not owed again.
        if (turn.State is not (OrderState.Cancelled or OrderState.ClosedOutside)) MoneySteps.Forgive(turn, money.Outgo);
        if (money.Income.IsPositive) PaymentHandler.AfterIncome(turn, wasClear: true);
        var cancelled = newer.Status == StorefrontStatus.Cancelled && last.Status != StorefrontStatus.Cancelled;
        if (turn.State is OrderState.Cancelled or OrderState.ClosedOutside || (difference.IsNothing && !cancelled)) return moved ? turn.Accept() : turn.Remember(Outcome.NoOp);
        AfterRelease.AlertStorefrontChange(turn, cancelled ? "a cancellation" : "a change");
        return turn.Remember(Outcome.Rejected, AfterRelease.Reason(turn.Order), AfterRelease.Next(turn), newVersion: moved);
    }
}
