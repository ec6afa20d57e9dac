using System.Globalization;

namespace Fulfilment.Domain.Orders;

/// <summary>The gate: decided here, once per parcel, and never undone.</summary>
internal static class ReleaseHandler
{
    public static Decision<OrderEvent> Release(Turn turn, DateTimeOffset notBefore)
    {
        var order = turn.Order;
        var release = Parcel(turn, notBefore);
        var last = StockDemands.Minus(ShipmentContents.Rest(order), StockDemands.Sum(release.Lines.Select(l => new StockLine(l.Sku, l.Quantity)))).Count == 0;
        turn.Raise(new OrderEvent.ShipmentReleased(release, last));
        turn.Emit(new Effect.HandOver(release));
        turn.Emit(new Effect.CreateLabel(release));
        if (release.Shipment == 1) MoneySteps.Net(turn);
        turn.Mail(MailTemplates.Released);
        return turn.Accept();
    }

    private static ReleaseOrder Parcel(Turn turn, DateTimeOffset notBefore)
    {
        var order = turn.Order;
        var content = order.Content;
        var number = order.Shipments.Count + 1;
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{order.Id}/{number}"), order.Id, order.Store.Id, order.Snapshot.Number, number, turn.Now, notBefore,
            order.Grace.Waiver?.By ?? Actor.System.Name, content.Customer, content.ShipTo, content.RelayPoint, content.Shipping,
            StockDemands.Priority(content, order.Policy, order.Snapshot.PlacedAt), content.WishedDate, ShipmentContents.Next(order),
            content.GiftMessage, content.DeliveryInstructions, turn.NextVersion);
    }
}
