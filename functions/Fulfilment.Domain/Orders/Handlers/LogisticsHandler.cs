namespace Fulfilment.Domain.Orders;

/// <summary>What the warehouse says. Late and doubled messages are NoOps.</summary>
internal static class LogisticsHandler
{
    public static Decision<OrderEvent> Acknowledged(Turn turn, OrderCommand.ReleaseAcknowledged c) =>
        InWarehouse(turn, c.Shipment, s => s.AcknowledgedAt is null, _ => turn.Raise(new OrderEvent.Acknowledged(c.Shipment, c.Reference, turn.Now)));

    /// <summary>The release stays: staff sort it out, and the customer is told nothing that may prove false.</summary>
    public static Decision<OrderEvent> Rejected(Turn turn, OrderCommand.ReleaseRejected c) => InWarehouse(turn, c.Shipment, s => s.RejectedReason != c.Reason, _ =>
    {
        turn.Raise(new OrderEvent.LogisticsRejected(c.Shipment, c.Reason));
        turn.Alert("ReleaseRejected", $"Order {turn.Order.Snapshot.Number}: logistics rejected shipment {c.Shipment}: {c.Reason}");
    });

    public static Decision<OrderEvent> Step(Turn turn, OrderCommand.StepReported c) => InWarehouse(turn, c.Shipment, s => s.Step is null || c.Step > s.Step, shipment =>
    {
        turn.Raise(new OrderEvent.StepReached(c.Shipment, c.Step, turn.Now, c.Operator, c.Note));
        if (c.Step == WarehouseStep.HandedToCarrier) ShipmentSteps.Leave(turn, shipment);
    });

    public static Decision<OrderEvent> Problem(Turn turn, OrderCommand.StepProblem c) => InWarehouse(turn, c.Shipment, s => s.Problem != c.Reason, _ =>
    {
        turn.Raise(new OrderEvent.ProblemFound(c.Shipment, c.Reason));
        turn.Alert("StepProblem", $"Order {turn.Order.Snapshot.Number}: problem with shipment {c.Shipment}: {c.Reason}");
    });

    public static Decision<OrderEvent> Resolved(Turn turn, OrderCommand.StepResolved c) =>
        InWarehouse(turn, c.Shipment, s => s.Problem is not null, _ => turn.Raise(new OrderEvent.ProblemSolved(c.Shipment, c.Note)));

    /// <summary>A label may come, or be replaced, until the parcel is delivered.</summary>
    public static Decision<OrderEvent> Label(Turn turn, OrderCommand.LabelCreated c)
    {
        if (ShipmentSteps.Find(turn.Order, c.Shipment) is not { } shipment) return ShipmentSteps.Unknown(turn, c.Shipment);
        if (shipment.Stopped || shipment.TrackingNumber == c.TrackingNumber) return turn.NoOp();
        turn.Raise(new OrderEvent.LabelAttached(c.Shipment, c.Carrier, c.TrackingNumber, c.Url));
        return turn.Accept();
    }

    private static Decision<OrderEvent> InWarehouse(Turn turn, int number, Func<Shipment, bool> isNews, Action<Shipment> record)
    {
        if (ShipmentSteps.Find(turn.Order, number) is not { } shipment) return ShipmentSteps.Unknown(turn, number);
        if (!shipment.InWarehouse || !isNews(shipment)) return turn.NoOp();
        record(shipment);
        return turn.Accept();
    }
}
