using System.Text.Json.Serialization;
using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>Who acts. The name is for people (a staff member's token name, a carrier, "customer").</summary>
public sealed record Actor(ActorKind Kind, string Name)
{
    public static readonly Actor System = new(ActorKind.System, "system");
    public static readonly Actor Customer = new(ActorKind.Customer, "customer");
}

public enum ActorKind { Customer, Agent, Admin, Warehouse, Wms, Carrier, Storefront, System }

/// <summary>
/// Everything that can be asked of an order. Commands are applied one at a time, in the order in which they reach the
/// instance. A repeated <see cref="CommandId"/> is a NoOp that returns the first receipt.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Place), "Place")]
[JsonDerivedType(typeof(Edit), "Edit")]
[JsonDerivedType(typeof(Cancel), "Cancel")]
[JsonDerivedType(typeof(ReleaseNow), "ReleaseNow")]
[JsonDerivedType(typeof(Hold), "Hold")]
[JsonDerivedType(typeof(Unhold), "Unhold")]
[JsonDerivedType(typeof(AddNote), "AddNote")]
[JsonDerivedType(typeof(RecordContact), "RecordContact")]
[JsonDerivedType(typeof(ConfirmContact), "ConfirmContact")]
[JsonDerivedType(typeof(DeclineContact), "DeclineContact")]
[JsonDerivedType(typeof(BackorderChoice), "BackorderChoice")]
[JsonDerivedType(typeof(Intercept), "Intercept")]
[JsonDerivedType(typeof(RecordPayment), "RecordPayment")]
[JsonDerivedType(typeof(ReleaseAcknowledged), "ReleaseAcknowledged")]
[JsonDerivedType(typeof(ReleaseRejected), "ReleaseRejected")]
[JsonDerivedType(typeof(StepReported), "StepReported")]
[JsonDerivedType(typeof(StepProblem), "StepProblem")]
[JsonDerivedType(typeof(StepResolved), "StepResolved")]
[JsonDerivedType(typeof(InterceptSucceeded), "InterceptSucceeded")]
[JsonDerivedType(typeof(InterceptFailed), "InterceptFailed")]
[JsonDerivedType(typeof(CarrierPickedUp), "CarrierPickedUp")]
[JsonDerivedType(typeof(Tracking), "Tracking")]
[JsonDerivedType(typeof(Delivered), "Delivered")]
[JsonDerivedType(typeof(DeliveryFailed), "DeliveryFailed")]
[JsonDerivedType(typeof(StockAllocated), "StockAllocated")]
[JsonDerivedType(typeof(StockExpected), "StockExpected")]
[JsonDerivedType(typeof(LabelCreated), "LabelCreated")]
[JsonDerivedType(typeof(PaymentSettled), "PaymentSettled")]
[JsonDerivedType(typeof(PaymentFailed), "PaymentFailed")]
[JsonDerivedType(typeof(PolicyChanged), "PolicyChanged")]
[JsonDerivedType(typeof(StorefrontChanged), "StorefrontChanged")]
[JsonDerivedType(typeof(MailReported), "MailReported")]
[JsonDerivedType(typeof(Wake), "Wake")]
[JsonDerivedType(typeof(Depart), "Depart")]
public abstract record OrderCommand
{
    private OrderCommand() { }

    /// <summary>1 to 100 characters; unique per order.</summary>
    public required string CommandId { get; init; }
    public required Actor Actor { get; init; }
    /// <summary>When the sender says it happened: evidence only, the order of arrival decides.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The first command of every instance.</summary>
    public sealed record Place(OrderSnapshot Order, StoreProfile Store, ReleasePolicy Policy, int RulesVersion) : OrderCommand;

    /// <param name="ExpectedVersion">When given and not the order's version, the edit is refused VersionConflict.</param>
    public sealed record Edit(IReadOnlyList<EditChange> Changes, int? ExpectedVersion = null) : OrderCommand;
    public sealed record Cancel(string? Reason = null) : OrderCommand;
    /// <summary>Waives the rest of the grace, and nothing else.</summary>
    public sealed record ReleaseNow : OrderCommand;
    public sealed record Hold(string Reason) : OrderCommand;
    public sealed record Unhold(string? Reason = null) : OrderCommand;
    public sealed record AddNote(string Text) : OrderCommand;
    /// <summary>Staff reached (or tried to reach) the customer; does not by itself confirm.</summary>
    public sealed record RecordContact(string Channel, string? Note = null) : OrderCommand;
    public sealed record ConfirmContact(string? Note = null) : OrderCommand;
    public sealed record DeclineContact(string? Reason = null) : OrderCommand;
    public sealed record BackorderChoice(BackorderOption Choice) : OrderCommand;
    public sealed record Intercept(string? Reason = null) : OrderCommand;
    /// <summary>Money that moved outside any provider. A negative amount is a refund paid out.</summary>
    /// <param name="PaymentId">The open request it settles; null for money nobody asked for.</param>
    public sealed record RecordPayment(Money Amount, string Reference, string? PaymentId = null) : OrderCommand;

    /// <param name="Shipment">Shipment number, from 1.</param>
    public sealed record ReleaseAcknowledged(int Shipment, string? Reference = null) : OrderCommand;
    public sealed record ReleaseRejected(int Shipment, string Reason) : OrderCommand;
    public sealed record StepReported(int Shipment, WarehouseStep Step, string? Operator = null, string? Note = null) : OrderCommand;
    public sealed record StepProblem(int Shipment, string Reason) : OrderCommand;
    public sealed record StepResolved(int Shipment, string? Note = null) : OrderCommand;
    public sealed record InterceptSucceeded(int Shipment) : OrderCommand;
    public sealed record InterceptFailed(int Shipment, string Reason) : OrderCommand;

    public sealed record CarrierPickedUp(string TrackingNumber) : OrderCommand;
    public sealed record Tracking(string TrackingNumber, TrackingStatus Status, string? Description = null, string? Location = null) : OrderCommand;
    public sealed record Delivered(string TrackingNumber) : OrderCommand;
    public sealed record DeliveryFailed(string TrackingNumber, string Reason) : OrderCommand;

    /// <param name="DemandVersion">Of the demand this answers; an older one is a NoOp.</param>
    /// <param name="Complete">False: only <paramref name="Lines"/> are there (a split allocation).</param>
    public sealed record StockAllocated(int DemandVersion, bool Complete, IReadOnlyList<StockLine> Lines) : OrderCommand;
    /// <summary>Not enough is there; says when the missing goods are expected, if anyone knows.</summary>
    public sealed record StockExpected(int DemandVersion, IReadOnlyList<StockLine> Missing, DateTimeOffset? Eta) : OrderCommand;
    public sealed record LabelCreated(int Shipment, string Carrier, string TrackingNumber, string? Url = null) : OrderCommand;
    /// <param name="PaymentId">The request it answers; null for a payment the storefront or provider took by itself.</param>
    public sealed record PaymentSettled(string? PaymentId, Money Amount, string Reference) : OrderCommand;
    public sealed record PaymentFailed(string PaymentId, string Reason) : OrderCommand;
    public sealed record PolicyChanged(ReleasePolicy Policy) : OrderCommand;
    public sealed record StorefrontChanged(OrderSnapshot Snapshot) : OrderCommand;
    /// <summary>What became of a mail after it was sent (a bounce); for the timeline.</summary>
    public sealed record MailReported(string MailKey, string Outcome, string? Detail = null) : OrderCommand;

    /// <summary>The order's own timer rang. Raised inside the instance only, never from outside.</summary>
    public sealed record Wake : OrderCommand;

    /// <summary>
    /// The order goes on on another host. The loop ends the instance with all it holds before any decider is asked; a decider that
    /// meets it nevertheless answers NoOp in every state.
    /// </summary>
    public sealed record Depart : OrderCommand;
}

[JsonConverter(typeof(JsonStringEnumConverter<BackorderOption>))]
public enum BackorderOption
{
    [JsonStringEnumMemberName("wait")] Wait,
    [JsonStringEnumMemberName("splitShip")] SplitShip,
    [JsonStringEnumMemberName("dropMissing")] DropMissing,
    [JsonStringEnumMemberName("cancel")] Cancel,
}

/// <summary>In this order; a step may be skipped, never gone back to.</summary>
public enum WarehouseStep { Collected, Packing, ReadyForShipment, HandedToCarrier }

public enum TrackingStatus { LabelCreated, InTransit, OutForDelivery, AtRelayPoint, Delivered, Failed }
