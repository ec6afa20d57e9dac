using System.Text.Json.Serialization;
using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>What has become of an order. State is these, applied in order, and nothing else.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Placed), "Placed")]
[JsonDerivedType(typeof(ClosedOutside), "ClosedOutside")]
[JsonDerivedType(typeof(Cancelled), "Cancelled")]
[JsonDerivedType(typeof(Recorded), "Recorded")]
[JsonDerivedType(typeof(Noted), "Noted")]
[JsonDerivedType(typeof(ContentChanged), "ContentChanged")]
[JsonDerivedType(typeof(ProvisionalMade), "ProvisionalMade")]
[JsonDerivedType(typeof(ProvisionalSettled), "ProvisionalSettled")]
[JsonDerivedType(typeof(ProvisionalLapsed), "ProvisionalLapsed")]
[JsonDerivedType(typeof(GraceExtended), "GraceExtended")]
[JsonDerivedType(typeof(GraceWaived), "GraceWaived")]
[JsonDerivedType(typeof(PolicyReplaced), "PolicyReplaced")]
[JsonDerivedType(typeof(Held), "Held")]
[JsonDerivedType(typeof(Unheld), "Unheld")]
[JsonDerivedType(typeof(ContactRequested), "ContactRequested")]
[JsonDerivedType(typeof(ContactReminded), "ContactReminded")]
[JsonDerivedType(typeof(ContactGivenUp), "ContactGivenUp")]
[JsonDerivedType(typeof(ContactConfirmed), "ContactConfirmed")]
[JsonDerivedType(typeof(ContactDeclined), "ContactDeclined")]
[JsonDerivedType(typeof(StockDemanded), "StockDemanded")]
[JsonDerivedType(typeof(StockCame), "StockCame")]
[JsonDerivedType(typeof(StockMissing), "StockMissing")]
[JsonDerivedType(typeof(BackorderChosen), "BackorderChosen")]
[JsonDerivedType(typeof(PaymentSet), "PaymentSet")]
[JsonDerivedType(typeof(MoneyReceived), "MoneyReceived")]
[JsonDerivedType(typeof(MoneyReturned), "MoneyReturned")]
[JsonDerivedType(typeof(PaymentBecameDue), "PaymentBecameDue")]
[JsonDerivedType(typeof(PaymentCleared), "PaymentCleared")]
[JsonDerivedType(typeof(SnapshotSeen), "SnapshotSeen")]
[JsonDerivedType(typeof(ConflictsFound), "ConflictsFound")]
[JsonDerivedType(typeof(ShipmentReleased), "ShipmentReleased")]
[JsonDerivedType(typeof(RemainderDropped), "RemainderDropped")]
[JsonDerivedType(typeof(Acknowledged), "Acknowledged")]
[JsonDerivedType(typeof(LogisticsRejected), "LogisticsRejected")]
[JsonDerivedType(typeof(StepReached), "StepReached")]
[JsonDerivedType(typeof(ProblemFound), "ProblemFound")]
[JsonDerivedType(typeof(ProblemSolved), "ProblemSolved")]
[JsonDerivedType(typeof(SlaMissed), "SlaMissed")]
[JsonDerivedType(typeof(LabelAttached), "LabelAttached")]
[JsonDerivedType(typeof(ShipmentLeft), "ShipmentLeft")]
[JsonDerivedType(typeof(Tracked), "Tracked")]
[JsonDerivedType(typeof(ShipmentArrived), "ShipmentArrived")]
[JsonDerivedType(typeof(DeliveryTroubled), "DeliveryTroubled")]
[JsonDerivedType(typeof(InterceptAsked), "InterceptAsked")]
[JsonDerivedType(typeof(InterceptAnswered), "InterceptAnswered")]
public abstract record OrderEvent
{
    private OrderEvent() { }

    public sealed record Placed(OrderSnapshot Order, StoreProfile Store, ReleasePolicy Policy, int RulesVersion, DateTimeOffset At) : OrderEvent;
    public sealed record ClosedOutside(DateTimeOffset At) : OrderEvent;
    public sealed record Cancelled(string? Reason, Actor By, DateTimeOffset At) : OrderEvent;

    /// <summary>Ends every accepted command: the version rises and the deadline then shown is remembered.</summary>
    /// <param name="Cleared">A blocker other than time has cleared by this command.</param>
    public sealed record Recorded(DateTimeOffset At, DateTimeOffset? EditableUntil, bool Cleared) : OrderEvent;

    /// <summary>For the timeline only.</summary>
    public sealed record Noted(string Code, IReadOnlyDictionary<string, string> Data) : OrderEvent;

    public sealed record ContentChanged(IReadOnlyList<ContentChange> Changes) : OrderEvent;
    public sealed record ProvisionalMade(ProvisionalEdit Edit) : OrderEvent;
    public sealed record ProvisionalSettled(string CommandId) : OrderEvent;
    public sealed record ProvisionalLapsed(string CommandId, Refusal Reason) : OrderEvent;

    public sealed record GraceExtended(DateTimeOffset Until) : OrderEvent;
    public sealed record GraceWaived(DateTimeOffset At, string By) : OrderEvent;
    public sealed record PolicyReplaced(ReleasePolicy Policy) : OrderEvent;

    public sealed record Held(string Reason, Actor By, DateTimeOffset At) : OrderEvent;
    public sealed record Unheld(string? Reason) : OrderEvent;

    public sealed record ContactRequested(DateTimeOffset At) : OrderEvent;
    public sealed record ContactReminded(DateTimeOffset At) : OrderEvent;
    public sealed record ContactGivenUp(DateTimeOffset At) : OrderEvent;
    public sealed record ContactConfirmed(IReadOnlyList<string> Lines, string? Note) : OrderEvent;
    public sealed record ContactDeclined(DateTimeOffset At, string? Reason) : OrderEvent;

    /// <param name="Complete">It is known to be held already: reserved with the edit, or less than what was held.</param>
    public sealed record StockDemanded(int Version, IReadOnlyList<StockLine> Lines, DemandMode Mode, bool Complete) : OrderEvent;
    public sealed record StockCame(int Version, bool Complete, IReadOnlyList<StockLine> Lines) : OrderEvent;
    public sealed record StockMissing(IReadOnlyList<StockLine> Missing, DateTimeOffset? Eta) : OrderEvent;
    public sealed record BackorderChosen(BackorderOption Choice) : OrderEvent;

    /// <summary>Puts a payment on the list, or replaces the one of its id.</summary>
    public sealed record PaymentSet(OrderPayment Entry) : OrderEvent;
    public sealed record MoneyReceived(Money Amount, string? PaymentId, string? Reference) : OrderEvent;
    public sealed record MoneyReturned(Money Amount, string? PaymentId, string? Reference) : OrderEvent;
    public sealed record PaymentBecameDue(DateTimeOffset At) : OrderEvent;
    public sealed record PaymentCleared : OrderEvent;

    public sealed record SnapshotSeen(OrderSnapshot Snapshot) : OrderEvent;
    public sealed record ConflictsFound(IReadOnlyList<string> Fields) : OrderEvent;

    /// <param name="Last">Nothing of the order is left to release.</param>
    public sealed record ShipmentReleased(ReleaseOrder Release, bool Last) : OrderEvent;
    /// <summary>What was still waiting for stock will not be sent.</summary>
    public sealed record RemainderDropped(DateTimeOffset At) : OrderEvent;
    public sealed record Acknowledged(int Shipment, string? Reference, DateTimeOffset At) : OrderEvent;
    public sealed record LogisticsRejected(int Shipment, string Reason) : OrderEvent;
    public sealed record StepReached(int Shipment, WarehouseStep Step, DateTimeOffset At, string? Operator, string? Note) : OrderEvent;
    public sealed record ProblemFound(int Shipment, string Reason) : OrderEvent;
    public sealed record ProblemSolved(int Shipment, string? Note) : OrderEvent;
    public sealed record SlaMissed(int Shipment, WarehouseStep Step) : OrderEvent;
    public sealed record LabelAttached(int Shipment, string Carrier, string TrackingNumber, string? Url) : OrderEvent;
    public sealed record ShipmentLeft(int Shipment, DateTimeOffset At) : OrderEvent;
    public sealed record Tracked(int Shipment, TrackingStatus Status, string? Description, string? Location) : OrderEvent;
    public sealed record ShipmentArrived(int Shipment, DateTimeOffset At) : OrderEvent;
    public sealed record DeliveryTroubled(int Shipment, string Reason) : OrderEvent;
    public sealed record InterceptAsked(int Shipment, string CommandId, Actor By, string? Reason) : OrderEvent;
    public sealed record InterceptAnswered(int Shipment, bool Succeeded, string? Reason, DateTimeOffset At) : OrderEvent;
}
