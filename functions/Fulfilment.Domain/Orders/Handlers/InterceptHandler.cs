namespace Fulfilment.Domain.Orders;

/// <summary>Stopping a parcel after the release, while the warehouse still has it. Asked is not done: the warehouse's answer settles the receipt.</summary>
internal static class InterceptHandler
{
    public static Decision<OrderEvent> Ask(Turn turn, OrderCommand.Intercept c)
    {
        var targets = turn.Order.Shipments.Where(s => s is { InWarehouse: true, Intercept: null }).ToList();
        if (targets.Count == 0)
        {
            var pending = turn.Order.Shipments.Any(s => s is { InWarehouse: true, Intercept.Succeeded: null });
            return pending ? turn.NoOp() : turn.Refuse(AfterRelease.Reason(turn.Order), AfterRelease.Next(turn));
        }

        foreach (var shipment in targets)
        {
            turn.Raise(new OrderEvent.InterceptAsked(shipment.Number, c.CommandId, c.Actor, c.Reason));
            turn.Emit(new Effect.RequestIntercept(shipment.Release.Key, shipment.Number, c.Reason));
        }

        return turn.AcceptAsAsked();
    }

    public static Decision<OrderEvent> Succeeded(Turn turn, OrderCommand.InterceptSucceeded c)
    {
        if (ShipmentSteps.Find(turn.Order, c.Shipment) is not { } shipment) return ShipmentSteps.Unknown(turn, c.Shipment);
        if (shipment.Stopped) return turn.NoOp();
        if (shipment.SentAt is not null)
        {
            turn.Alert("InterceptContradicted", $"Order {turn.Order.Snapshot.Number}: shipment {c.Shipment} is reported stopped, but it has left.");
            return turn.Refuse(new Refusal.NotAllowed($"Shipment {c.Shipment} has left."));
        }

        // The warehouse may stop a parcel that nobody asked about.
        if (shipment.Intercept is null) turn.Raise(new OrderEvent.InterceptAsked(c.Shipment, c.CommandId, c.Actor, null));
        turn.Raise(new OrderEvent.InterceptAnswered(c.Shipment, true, null, turn.Now));
        SettleReceipt(turn, c.Shipment, null);
        if (turn.Order.Shipments.All(s => s.Stopped)) CancelHandler.Perform(turn, shipment.Intercept?.Reason ?? "stopped in the warehouse", shipment.Intercept?.By ?? c.Actor);
        else TakeOff(turn, shipment);
        return turn.Accept();
    }

    public static Decision<OrderEvent> Failed(Turn turn, OrderCommand.InterceptFailed c)
    {
        if (ShipmentSteps.Find(turn.Order, c.Shipment) is not { } shipment) return ShipmentSteps.Unknown(turn, c.Shipment);
        if (shipment.Intercept is not { Succeeded: null }) return turn.NoOp();
        Fail(turn, shipment, c.Reason);
        return turn.Accept();
    }

    public static void Fail(Turn turn, Shipment shipment, string reason)
    {
        turn.Raise(new OrderEvent.InterceptAnswered(shipment.Number, false, reason, turn.Now));
        SettleReceipt(turn, shipment.Number, reason);
        turn.Mail(MailTemplates.EditRefused, m => m with { Reason = reason });
    }

    /// <summary>One Intercept may concern several parcels: its receipt is settled by the last answer, and applied only if all were stopped.</summary>
    private static void SettleReceipt(Turn turn, int number, string? reason)
    {
        var intercept = ShipmentSteps.Find(turn.Order, number)!.Intercept!;
        if (intercept.CommandId == turn.Command.CommandId) return;
        var all = turn.Order.Shipments.Where(s => s.Intercept?.CommandId == intercept.CommandId).ToList();
        if (all.Any(s => s.Intercept!.Succeeded is null)) return;
        var stopped = all.All(s => s.Stopped);
        var refusal = stopped ? null : new Refusal.NotAllowed(reason ?? "Not every parcel could be stopped.");
        turn.Settle(intercept.CommandId, nameof(OrderCommand.Intercept), intercept.By, stopped ? Outcome.Applied : Outcome.Rejected, refusal);
    }

    /// <summary>The stopped parcel's goods are no longer sold; the other parcels go on.</summary>
    private static void TakeOff(Turn turn, Shipment stopped)
    {
        var changes = stopped.Release.Lines.Select(l => (Line: turn.Order.Content.Line(l.Id), l.Quantity)).Where(x => x.Line is not null)
            .Select(x => (ContentChange)new ContentChange.SetQuantity(x.Line!.Id, Math.Max(0, x.Line.Quantity - x.Quantity))).ToList();
        turn.Raise(new OrderEvent.ContentChanged(changes));
        StockSteps.Adjust(turn);
        MoneySteps.Refund(turn, PaymentRules.Credit(turn.Order), "a parcel was stopped");
    }
}
