using Fulfilment.Domain.Orders;

namespace Fulfilment.Host.Demo.World;

/// <summary>What happens to an order of the demo besides being ordered.</summary>
internal enum Plot
{
    EditWins, EditAtGateLoses, BackorderWaits, CancelledEarly, ContactConfirmed,
    Plain, EditAtGateWins, DearerEditPaid, DearerEditLapses, BackorderSplit, BackorderDropped, BackorderCancelled,
    ContactNever, ContactDeclined, InterceptSucceeds, InterceptFails, CancelTooLate, HeldAWhile, UnpaidExpires, UnpaidThenPaid,
    ReleasedEarly, StorefrontEdits, StorefrontEditsLate, StorefrontCancels, UpdateBeforeCreate, CancelBeforeCreate,
    WarehouseRejects, StepTrouble, DeliveryTrouble, Relay, Digital, Express, StaleVersion,
}

/// <summary>Disturbances on the way of the first webhook.</summary>
internal enum Noise { None, Repeated, Redelivered, BadSignature, Garbage }

internal sealed record DemoLine(string LineId, string Sku, int Quantity, string? Engraving = null)
{
    public Product Product => DemoWorld.BySku[Sku];
}

/// <summary>One order as its storefront knows it.</summary>
internal sealed record DemoOrder
{
    /// <summary>From 1.</summary>
    public required int Index { get; init; }
    public required string Store { get; init; }
    public required StorefrontKind Source { get; init; }
    public required string ExternalId { get; init; }
    public required string Number { get; init; }
    public required DateTimeOffset PlacedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required Plot Plot { get; init; }
    public required Noise Noise { get; init; }
    public required IReadOnlyList<DemoLine> Lines { get; init; }
    /// <summary>Key of the shipping service; null when nothing is shipped.</summary>
    public required string? Service { get; init; }
    /// <summary>"fr" or "en".</summary>
    public required string Language { get; init; }
    public required Customer Customer { get; init; }
    public required Address? ShipTo { get; init; }
    public required bool Paid { get; init; }
    public bool Cancelled { get; init; }

    public string Id => OrderIds.Create(Store, Source, ExternalId);
}
