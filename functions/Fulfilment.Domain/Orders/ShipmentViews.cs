namespace Fulfilment.Domain.Orders;

internal static class ShipmentViews
{
    public static ShipmentView Of(Shipment s) =>
        new(s.Number, StatusOf(s), s.Release.Lines, s.Carrier, s.TrackingNumber, s.TrackingUrl, s.Tracking, s.DeliveryProblem ?? s.Problem ?? s.RejectedReason);

    public static OrderStatus StatusOf(Shipment s)
    {
        if (s.Stopped) return OrderStatus.Cancelled;
        if (s.DeliveredAt is not null) return OrderStatus.Delivered;
        if (s.SentAt is not null) return OrderStatus.Sent;
        return s.Step switch
        {
            null => OrderStatus.Released,
            WarehouseStep.Collected => OrderStatus.Collected,
            WarehouseStep.Packing => OrderStatus.Packing,
            WarehouseStep.ReadyForShipment => OrderStatus.ReadyForShipment,
            WarehouseStep.HandedToCarrier => OrderStatus.Sent,
            _ => throw new InvalidOperationException($"Unknown step {s.Step}."),
        };
    }

    /// <summary>The order is as far as the parcel that is least far.</summary>
    public static OrderStatus Least(OrderData order) => order.Shipments.Where(s => !s.Stopped).Select(StatusOf).DefaultIfEmpty(OrderStatus.Released).Min();
}
