namespace Fulfilment.Domain.Orders;

/// <summary>State after an event. Total: every event is known, and says the same whatever the machine or the time.</summary>
internal static class OrderEvolution
{
    public static OrderState Evolve(OrderState state, OrderEvent @event) => @event switch
    {
        OrderEvent.Placed e => new OrderState.Open(Place(IdOf(state), e)),
        OrderEvent.Cancelled e => new OrderState.Cancelled(state.Data with { Provisional = null, Hold = null, Money = state.Data.Money with { DueSince = null } }, e.At, e.Reason, e.By),
        OrderEvent.ClosedOutside e => new OrderState.ClosedOutside(state.Data with { Provisional = null, Hold = null, Money = state.Data.Money with { DueSince = null } }, e.At),
        OrderEvent.ShipmentReleased e => Release(state, e),
        OrderEvent.RemainderDropped e => ShipmentEvolution.AfterLastRelease(state.Data, e.At),
        OrderEvent.Noted => state,
        OrderEvent.Recorded or OrderEvent.PolicyReplaced or OrderEvent.SnapshotSeen or OrderEvent.ConflictsFound
            or OrderEvent.ContentChanged or OrderEvent.ProvisionalMade or OrderEvent.ProvisionalSettled or OrderEvent.ProvisionalLapsed => With(state, ContentEvolution.Evolve(state.Data, @event)),
        OrderEvent.GraceExtended or OrderEvent.GraceWaived or OrderEvent.Held or OrderEvent.Unheld
            or OrderEvent.ContactRequested or OrderEvent.ContactReminded or OrderEvent.ContactGivenUp or OrderEvent.ContactConfirmed or OrderEvent.ContactDeclined
            or OrderEvent.StockDemanded or OrderEvent.StockCame or OrderEvent.StockMissing or OrderEvent.BackorderChosen => With(state, GateEvolution.Evolve(state.Data, @event)),
        OrderEvent.PaymentSet or OrderEvent.MoneyReceived or OrderEvent.MoneyReturned or OrderEvent.PaymentBecameDue or OrderEvent.PaymentCleared =>
            With(state, state.Data with { Money = MoneyEvolution.Evolve(state.Data.Money, @event) }),
        OrderEvent.Acknowledged or OrderEvent.LogisticsRejected or OrderEvent.StepReached or OrderEvent.ProblemFound or OrderEvent.ProblemSolved
            or OrderEvent.SlaMissed or OrderEvent.LabelAttached or OrderEvent.ShipmentLeft or OrderEvent.Tracked or OrderEvent.ShipmentArrived
            or OrderEvent.DeliveryTroubled or OrderEvent.InterceptAsked or OrderEvent.InterceptAnswered => ShipmentEvolution.Evolve(state, @event),
        _ => throw new InvalidOperationException($"Unknown order event {@event.GetType().Name}."),
    };

    public static OrderState With(OrderState state, OrderData order) =>
        state is OrderState.Known known ? known with { Order = order } : throw new InvalidOperationException("The order has not been placed yet.");

    private static string IdOf(OrderState state) => state is OrderState.Unplaced unplaced ? unplaced.OrderId : throw new InvalidOperationException("The order has been placed already.");

    private static OrderData Place(string id, OrderEvent.Placed e)
    {
        var zero = Money.Zero(e.Order.Charges.Currency);
        return new()
        {
            Id = id,
            Store = e.Store,
            Policy = e.Policy,
            RulesVersion = e.RulesVersion,
            Version = 0,
            Snapshot = e.Order,
            Content = OrderContent.Of(e.Order),
            Money = new(zero, zero, []),
            Grace = new(e.Order.PlacedAt < e.At ? e.Order.PlacedAt : e.At),
        };
    }

    private static OrderState Release(OrderState state, OrderEvent.ShipmentReleased e)
    {
        var order = state.Data with { Shipments = [.. state.Data.Shipments, new Shipment { Release = e.Release }] };
        return e.Last ? new OrderState.Released(order) : new OrderState.PartlyReleased(order);
    }
}
