namespace Fulfilment.Domain.Orders;

/// <summary>What carriers say. Scans may come doubled, late and out of order: only what is further along is news.</summary>
internal static class CarrierHandler
{
    public static Decision<OrderEvent> PickedUp(Turn turn, OrderCommand.CarrierPickedUp c) => About(turn, c.TrackingNumber, shipment =>
    {
        if (shipment.SentAt is not null) return turn.NoOp();
        ShipmentSteps.Leave(turn, shipment);
        return turn.Accept();
    });

    public static Decision<OrderEvent> Tracking(Turn turn, OrderCommand.Tracking c) => About(turn, c.TrackingNumber, shipment => c.Status switch
    {
        TrackingStatus.LabelCreated => turn.NoOp(),
        TrackingStatus.InTransit or TrackingStatus.OutForDelivery or TrackingStatus.AtRelayPoint => Scan(turn, shipment, c),
        TrackingStatus.Delivered => Arrive(turn, shipment),
        TrackingStatus.Failed => Trouble(turn, shipment, c.Description ?? "the carrier reports a problem"),
        _ => throw new InvalidOperationException($"Unknown tracking status {c.Status}."),
    });

    public static Decision<OrderEvent> Delivered(Turn turn, OrderCommand.Delivered c) => About(turn, c.TrackingNumber, shipment => Arrive(turn, shipment));

    public static Decision<OrderEvent> Failed(Turn turn, OrderCommand.DeliveryFailed c) => About(turn, c.TrackingNumber, shipment => Trouble(turn, shipment, c.Reason));

    private static Decision<OrderEvent> About(Turn turn, string trackingNumber, Func<Shipment, Decision<OrderEvent>> decide)
    {
        if (turn.Order.Shipments.FirstOrDefault(s => s.TrackingNumber == trackingNumber) is not { } shipment)
            return turn.Refuse(new Refusal.NotAllowed($"No parcel of this order bears {trackingNumber}."));
        return shipment.Stopped || shipment.DeliveredAt is not null ? turn.NoOp() : decide(shipment);
    }

    private static Decision<OrderEvent> Scan(Turn turn, Shipment shipment, OrderCommand.Tracking c)
    {
        // After a failed attempt the parcel may go any way again.
        var isNews = shipment.Tracking is null or TrackingStatus.Failed || c.Status > shipment.Tracking;
        if (!isNews) return turn.NoOp();
        if (shipment.SentAt is null) ShipmentSteps.Leave(turn, shipment, tell: c.Status == TrackingStatus.InTransit);
        turn.Raise(new OrderEvent.Tracked(shipment.Number, c.Status, c.Description, c.Location));
        if (c.Status == TrackingStatus.OutForDelivery) turn.Mail(MailTemplates.OutForDelivery, m => ShipmentSteps.Parcel(m, shipment));
        if (c.Status == TrackingStatus.AtRelayPoint) turn.Mail(MailTemplates.AtRelayPoint, m => ShipmentSteps.Parcel(m, shipment));
        return turn.Accept();
    }

    private static Decision<OrderEvent> Arrive(Turn turn, Shipment shipment)
    {
        if (shipment.SentAt is null) ShipmentSteps.Leave(turn, shipment, tell: false);
        turn.Raise(new OrderEvent.ShipmentArrived(shipment.Number, turn.Now));
        turn.Emit(new Effect.NotifyStorefront("delivered", shipment.Number, shipment.Carrier, shipment.TrackingNumber));
        turn.Mail(MailTemplates.Delivered, m => ShipmentSteps.Parcel(m, shipment));
        return turn.Accept();
    }

    private static Decision<OrderEvent> Trouble(Turn turn, Shipment shipment, string reason)
    {
        if (shipment.DeliveryProblem == reason) return turn.NoOp();
        turn.Raise(new OrderEvent.DeliveryTroubled(shipment.Number, reason));
        turn.Alert("DeliveryFailed", $"Order {turn.Order.Snapshot.Number}: {shipment.TrackingNumber}: {reason}");
        turn.Mail(MailTemplates.DeliveryProblem, m => ShipmentSteps.Parcel(m, shipment) with { Reason = reason });
        return turn.Accept();
    }
}
