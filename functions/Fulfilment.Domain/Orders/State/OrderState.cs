using System.Text.Json.Serialization;

namespace Fulfilment.Domain.Orders;

/// <summary>
/// Where an order stands. The statuses people see are derived from it (<see cref="OrderViews"/>); what may be asked of an
/// order in each state is in <see cref="TransitionTable"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(Unplaced), "Unplaced")]
[JsonDerivedType(typeof(Open), "Open")]
[JsonDerivedType(typeof(PartlyReleased), "PartlyReleased")]
[JsonDerivedType(typeof(Released), "Released")]
[JsonDerivedType(typeof(Sent), "Sent")]
[JsonDerivedType(typeof(Delivered), "Delivered")]
[JsonDerivedType(typeof(Cancelled), "Cancelled")]
[JsonDerivedType(typeof(ClosedOutside), "ClosedOutside")]
public abstract record OrderState
{
    private OrderState() { }

    [JsonIgnore]
    public abstract StateKind Kind { get; }

    /// <summary>0 before the order is placed.</summary>
    [JsonIgnore]
    public int Version => this is Known known ? known.Order.Version : 0;

    /// <exception cref="InvalidOperationException">Nothing has been placed yet.</exception>
    [JsonIgnore]
    public OrderData Data => this is Known known ? known.Order : throw new InvalidOperationException("The order has not been placed yet.");

    /// <summary>The instance exists, its order has not reached it.</summary>
    public sealed record Unplaced(string OrderId) : OrderState { [JsonIgnore] public override StateKind Kind => StateKind.Unplaced; }

    /// <summary>Every state of an order that has been placed.</summary>
    public abstract record Known(OrderData Order) : OrderState;

    /// <summary>Nothing is released: everything can still change.</summary>
    public sealed record Open(OrderData Order) : Known(Order) { [JsonIgnore] public override StateKind Kind => StateKind.Open; }

    /// <summary>A first shipment is released; the rest waits for stock.</summary>
    public sealed record PartlyReleased(OrderData Order) : Known(Order) { [JsonIgnore] public override StateKind Kind => StateKind.PartlyReleased; }

    /// <summary>All shipments are released, at least one has not left yet.</summary>
    public sealed record Released(OrderData Order) : Known(Order) { [JsonIgnore] public override StateKind Kind => StateKind.Released; }

    /// <summary>All shipments have left, at least one has not arrived.</summary>
    public sealed record Sent(OrderData Order, DateTimeOffset At) : Known(Order) { [JsonIgnore] public override StateKind Kind => StateKind.Sent; }

    public sealed record Delivered(OrderData Order, DateTimeOffset At) : Known(Order) { [JsonIgnore] public override StateKind Kind => StateKind.Delivered; }

    public sealed record Cancelled(OrderData Order, DateTimeOffset At, string? Reason, Actor By) : Known(Order) { [JsonIgnore] public override StateKind Kind => StateKind.Cancelled; }

    /// <summary>The storefront says it was fulfilled elsewhere: nothing is ever sent from here.</summary>
    public sealed record ClosedOutside(OrderData Order, DateTimeOffset At) : Known(Order) { [JsonIgnore] public override StateKind Kind => StateKind.ClosedOutside; }
}

public enum StateKind { Unplaced, Open, PartlyReleased, Released, Sent, Delivered, Cancelled, ClosedOutside }
