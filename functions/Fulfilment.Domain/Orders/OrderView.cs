using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>The statuses shown to people.</summary>
public enum OrderStatus
{
    Unhandled, AwaitingPayment, AwaitingContact, AwaitingStock, OnHold, Released, Collected, Packing, ReadyForShipment,
    PartiallySent, Sent, Delivered, Cancelled,
}

/// <summary>The one picture of an order that index, pages, mails and API share.</summary>
public sealed record OrderView
{
    public required string Id { get; init; }
    public required string Store { get; init; }
    public required string Number { get; init; }
    public required string ExternalId { get; init; }
    public required StorefrontKind Source { get; init; }
    public required OrderStatus Status { get; init; }
    /// <summary>Rises with every accepted command; what expectedVersion is compared with.</summary>
    public required int Version { get; init; }
    public required DateTimeOffset PlacedAt { get; init; }
    public required string Language { get; init; }
    public required Customer Customer { get; init; }
    public Address? ShipTo { get; init; }
    public RelayPoint? RelayPoint { get; init; }
    public ShippingMethod? Shipping { get; init; }
    public required IReadOnlyList<OrderLine> Lines { get; init; }
    public required OrderTotals Totals { get; init; }
    public string? PaymentMethod { get; init; }
    public string? GiftMessage { get; init; }
    public string? DeliveryInstructions { get; init; }
    public DateOnly? WishedDate { get; init; }
    public required ReleasePlan Plan { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }
    public string? ReleasedBy { get; init; }
    public IReadOnlyList<ShipmentView> Shipments { get; init; } = [];
    public IReadOnlyList<PaymentView> Payments { get; init; } = [];
    public ProvisionalTerms? Provisional { get; init; }
    /// <summary>Changes the customer may make now, given category rules and state.</summary>
    public IReadOnlyList<ChangeKind> AllowedChanges { get; init; } = [];
    /// <summary>Command types the customer may send now ("Edit", "Cancel", "ReleaseNow", "ConfirmContact", "BackorderChoice", …).</summary>
    public IReadOnlyList<string> CustomerCommands { get; init; } = [];
    public IReadOnlyList<StockLine> MissingStock { get; init; } = [];
    public DateTimeOffset? StockEta { get; init; }
    public string? HoldReason { get; init; }
    public string? CancelReason { get; init; }
    public IReadOnlyList<string> Conflicts { get; init; } = [];
    public bool Test { get; init; }

    public bool IsTerminal => Status is OrderStatus.Delivered or OrderStatus.Cancelled;
}

public sealed record ShipmentView(int Number, OrderStatus Status, IReadOnlyList<ReleaseLine> Lines, string? Carrier, string? TrackingNumber, string? TrackingUrl, TrackingStatus? Tracking, string? Problem);

/// <param name="Kind">"charge" or "refund".</param>
/// <param name="Status">Charges: requested, authorised, settled, failed, void. Refunds: due, requested, settled, failed.</param>
public sealed record PaymentView(string PaymentId, string Kind, Money Amount, string Status, string? Reference);

/// <summary>One line of an order's history as people read it.</summary>
/// <param name="Code">Stable; pages and API translate it.</param>
/// <param name="Data">Named values for the text.</param>
public sealed record TimelineEntry(int Version, DateTimeOffset At, Actor Actor, string Code, IReadOnlyDictionary<string, string> Data);
