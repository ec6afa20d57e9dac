namespace Fulfilment.Domain.Orders;

internal static class ShipmentSteps
{
    public static Shipment? Find(OrderData order, int number) => order.Shipments.FirstOrDefault(s => s.Number == number);

    public static Decision<OrderEvent> Unknown(Turn turn, int number) => turn.Refuse(new Refusal.NotAllowed($"There is no shipment {number}."));

    /// <summary>The parcel has left the house: the goods come off the stock, and an intercept has failed.</summary>
    /// <param name="tell">False when the customer is just being told of something later.</param>
    public static void Leave(Turn turn, Shipment shipment, bool tell = true)
    {
        if (shipment.Intercept is { Succeeded: null }) InterceptHandler.Fail(turn, shipment, "it had left already");
        turn.Raise(new OrderEvent.ShipmentLeft(shipment.Number, turn.Now));
        var lines = StockDemands.Sum(shipment.Release.Lines.Select(l => new StockLine(l.Sku, l.Quantity)));
        turn.Emit(new Effect.ConsumeStock(turn.Order.Id, turn.Order.Store.Id, lines));
        turn.Emit(new Effect.NotifyStorefront("shipped", shipment.Number, shipment.Carrier, shipment.TrackingNumber));
        if (tell) turn.Mail(MailTemplates.Shipped, m => Parcel(m, shipment));
    }

    public static MailModel Parcel(MailModel model, Shipment shipment) => model with
    {
        Carrier = shipment.Carrier,
        TrackingNumber = shipment.TrackingNumber,
        TrackingUrl = shipment.TrackingUrl,
        RelayPoint = shipment.Release.RelayPoint?.Name,
    };
}
