using System.Text.Json.Serialization;
using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>Something to be done outside the order. Goes to the outbox under the key instance + "/" + effect number.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SendMail), "SendMail")]
[JsonDerivedType(typeof(DemandStock), "DemandStock")]
[JsonDerivedType(typeof(ReleaseStock), "ReleaseStock")]
[JsonDerivedType(typeof(ConsumeStock), "ConsumeStock")]
[JsonDerivedType(typeof(HandOver), "HandOver")]
[JsonDerivedType(typeof(RequestIntercept), "RequestIntercept")]
[JsonDerivedType(typeof(CreateLabel), "CreateLabel")]
[JsonDerivedType(typeof(RequestPayment), "RequestPayment")]
[JsonDerivedType(typeof(CapturePayment), "CapturePayment")]
[JsonDerivedType(typeof(VoidPayment), "VoidPayment")]
[JsonDerivedType(typeof(RefundPayment), "RefundPayment")]
[JsonDerivedType(typeof(NotifyStorefront), "NotifyStorefront")]
[JsonDerivedType(typeof(AlertStaff), "AlertStaff")]
public abstract record Effect
{
    private Effect() { }

    /// <summary>Which outbox lane carries it; also the metric's label.</summary>
    [JsonIgnore]
    public abstract string Lane { get; }

    /// <param name="Template">One of <see cref="MailTemplates"/>.</param>
    public sealed record SendMail(string Template, MailModel Model) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Mail; }

    public sealed record DemandStock(StockDemand Demand) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Stock; }
    /// <summary>Gives back all the order holds or waits for.</summary>
    public sealed record ReleaseStock(string OrderId, string Store) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Stock; }
    /// <summary>The goods have left: these lines are taken off the order's demand, its allocation and the stock on hand.</summary>
    public sealed record ConsumeStock(string OrderId, string Store, IReadOnlyList<StockLine> Lines) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Stock; }

    public sealed record HandOver(ReleaseOrder Release) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Logistics; }
    public sealed record RequestIntercept(string ReleaseKey, int Shipment, string? Reason) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Logistics; }
    public sealed record CreateLabel(ReleaseOrder Release) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Carrier; }

    /// <param name="PaymentId">Unique in the order ("p1"); results name it.</param>
    public sealed record RequestPayment(string PaymentId, Money Amount, DateTimeOffset Until) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Payment; }
    public sealed record CapturePayment(string PaymentId, Money Amount, string? Reference) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Payment; }
    public sealed record VoidPayment(string PaymentId, string? Reference) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Payment; }
    public sealed record RefundPayment(string PaymentId, Money Amount, string Reason) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Payment; }

    public sealed record NotifyStorefront(string Topic, int? Shipment, string? Carrier, string? TrackingNumber) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Storefront; }

    /// <param name="Code">Stable ("SlaMissed", "ReleaseRejected", "StorefrontConflict", …).</param>
    public sealed record AlertStaff(string Code, string Text) : Effect { [JsonIgnore] public override string Lane => EffectLanes.Staff; }
}

/// <summary>Persisted names.</summary>
public static class EffectLanes
{
    public const string Mail = "mail";
    public const string Stock = "stock";
    public const string Logistics = "logistics";
    public const string Carrier = "carrier";
    public const string Payment = "payment";
    public const string Storefront = "storefront";
    public const string Staff = "staff";
}

/// <summary>What the warehouse gets: one shipment, as decided. Never changes after the release.</summary>
/// <param name="Key">order id + "/" + shipment number; unique for good.</param>
/// <param name="NotBefore">The plan's instant by which every blocker had cleared.</param>
public sealed record ReleaseOrder(
    string Key, string OrderId, string Store, string Number, int Shipment, DateTimeOffset ReleasedAt, DateTimeOffset NotBefore, string ReleasedBy,
    Customer Customer, Address? ShipTo, RelayPoint? RelayPoint, ShippingMethod? Shipping, int Priority, DateOnly? WishedDate,
    IReadOnlyList<ReleaseLine> Lines, string? GiftMessage, string? DeliveryInstructions, int OrderVersion);

public sealed record ReleaseLine(string Id, string Sku, string Title, int Quantity, IReadOnlyDictionary<string, string> Personalisation, int WeightGrams);

/// <summary>Template file names; one per step and language. Persisted in mail effects.</summary>
public static class MailTemplates
{
    public const string Received = "received";
    public const string PaymentReceived = "payment-received";
    public const string ContactRequested = "contact-requested";
    public const string ContactReminder = "contact-reminder";
    public const string EditApplied = "edit-applied";
    public const string EditRefused = "edit-refused";
    public const string PaymentDue = "payment-due";
    public const string PaymentExpired = "payment-expired";
    public const string BackOrder = "back-order";
    public const string StockArrived = "stock-arrived";
    public const string Released = "released";
    public const string Shipped = "shipped";
    public const string OutForDelivery = "out-for-delivery";
    public const string AtRelayPoint = "at-relay-point";
    public const string Delivered = "delivered";
    public const string DeliveryProblem = "delivery-problem";
    public const string Cancelled = "cancelled";
    public const string Refunded = "refunded";

    public static readonly IReadOnlyList<string> All =
    [
        Received, PaymentReceived, ContactRequested, ContactReminder, EditApplied, EditRefused, PaymentDue, PaymentExpired, BackOrder,
        StockArrived, Released, Shipped, OutForDelivery, AtRelayPoint, Delivered, DeliveryProblem, Cancelled, Refunded,
    ];
}

/// <summary>What a mail is rendered from: the order as it was when the mail was decided, and what is particular to the step.</summary>
public sealed record MailModel
{
    public required string To { get; init; }
    /// <summary>"fr" or "en".</summary>
    public required string Language { get; init; }
    public required OrderView Order { get; init; }
    /// <summary>Applied or refused changes.</summary>
    public IReadOnlyList<EditChange> Changes { get; init; } = [];
    public Receipt? Receipt { get; init; }
    public Money? Amount { get; init; }
    public DateTimeOffset? Deadline { get; init; }
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    public string? TrackingUrl { get; init; }
    public string? RelayPoint { get; init; }
    public string? Reason { get; init; }
    public IReadOnlyList<StockLine> Missing { get; init; } = [];
}
