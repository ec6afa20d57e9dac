namespace Fulfilment.Domain.Orders;

internal static class BackorderRules
{
    /// <summary>Goods that the customer may choose about: known to be missing, and not on their way to him.</summary>
    public static IReadOnlyList<StockLine> Missing(OrderState state) => state switch
    {
        OrderState.Open s => s.Order.Stock.Complete ? [] : s.Order.Stock.Missing,
        OrderState.PartlyReleased s => s.Order.Stock.Complete ? [] : ShipmentContents.Rest(s.Order),
        OrderState.Unplaced or OrderState.Released or OrderState.Sent or OrderState.Delivered or OrderState.Cancelled or OrderState.ClosedOutside => [],
        _ => throw new InvalidOperationException($"Unknown order state {state.GetType().Name}."),
    };
}
