namespace Fulfilment.Domain.Orders;

internal static class ShipmentEvolution
{
    public static OrderState Evolve(OrderState state, OrderEvent @event) => @event switch
    {
        OrderEvent.Acknowledged e => Change(state, e.Shipment, s => s with { AcknowledgedAt = e.At, Reference = e.Reference, RejectedReason = null }),
        OrderEvent.LogisticsRejected e => Change(state, e.Shipment, s => s with { RejectedReason = e.Reason }),
        OrderEvent.StepReached e => Change(state, e.Shipment, s => s with { Step = e.Step, StepAt = e.At, Problem = null }),
        OrderEvent.ProblemFound e => Change(state, e.Shipment, s => s with { Problem = e.Reason }),
        OrderEvent.ProblemSolved e => Change(state, e.Shipment, s => s with { Problem = null }),
        OrderEvent.SlaMissed e => Change(state, e.Shipment, s => s with { SlaAlerted = e.Step }),
        OrderEvent.LabelAttached e => Change(state, e.Shipment, s => s with { Carrier = e.Carrier, TrackingNumber = e.TrackingNumber, TrackingUrl = e.Url, Tracking = s.Tracking ?? TrackingStatus.LabelCreated }),
        OrderEvent.Tracked e => Change(state, e.Shipment, s => s with { Tracking = e.Status }),
        OrderEvent.DeliveryTroubled e => Change(state, e.Shipment, s => s with { DeliveryProblem = e.Reason, Tracking = TrackingStatus.Failed }),
        OrderEvent.InterceptAsked e => Change(state, e.Shipment, s => s with { Intercept = new(e.CommandId, e.By, e.Reason) }),
        OrderEvent.ShipmentLeft e => Move(Change(state, e.Shipment, s => s with { SentAt = e.At, Problem = null }), e.At),
        OrderEvent.ShipmentArrived e => Move(Change(state, e.Shipment, s => s with { DeliveredAt = e.At, Tracking = TrackingStatus.Delivered, DeliveryProblem = null }), e.At),
        OrderEvent.InterceptAnswered e => Move(Change(state, e.Shipment, s => s with { Intercept = s.Intercept! with { Succeeded = e.Succeeded } }), e.At),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is not about a shipment."),
    };

    public static OrderState AfterLastRelease(OrderData order, DateTimeOffset at) => Move(new OrderState.Released(order), at);

    private static OrderState Change(OrderState state, int number, Func<Shipment, Shipment> with) =>
        OrderEvolution.With(state, state.Data with { Shipments = [.. state.Data.Shipments.Select(s => s.Number == number ? with(s) : s)] });

    /// <summary>The order is as far as its last parcel; what is not released yet keeps it where it is.</summary>
    private static OrderState Move(OrderState state, DateTimeOffset at)
    {
        if (state is OrderState.PartlyReleased) return state;
        var live = state.Data.Shipments.Where(s => !s.Stopped).ToList();
        if (live.Count == 0) return state;
        if (live.All(s => s.DeliveredAt is not null)) return new OrderState.Delivered(state.Data, at);
        return live.All(s => s.SentAt is not null) && state is OrderState.Released ? new OrderState.Sent(state.Data, at) : state;
    }
}
