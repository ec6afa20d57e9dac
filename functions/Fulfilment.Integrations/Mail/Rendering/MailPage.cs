namespace Fulfilment.Integrations.Mail;

/// <summary>What a template may print. All values are texts in the customer's language; lists may be empty, the rest null where it does not apply.</summary>
internal sealed record MailPage
{
    public string Subject { get; init; } = "";
    /// <summary>The rendered template, for the layout.</summary>
    public string Body { get; init; } = "";
    public required string Brand { get; init; }
    public required string Language { get; init; }
    public required string Number { get; init; }
    public required string Customer { get; init; }
    /// <summary>The customer's page of this order.</summary>
    public required string? OrderUrl { get; init; }
    public required IReadOnlyList<MailLine> Lines { get; init; }
    public required IReadOnlyList<MailSum> Sums { get; init; }
    public required string Total { get; init; }
    public required IReadOnlyList<string> ShipTo { get; init; }
    public required string? Shipping { get; init; }
    public required string? GiftMessage { get; init; }
    /// <summary>The whole plan as one sentence; empty when nothing holds the order.</summary>
    public required string Plan { get; init; }
    public required string? EditableUntil { get; init; }
    public required string? ReleaseAt { get; init; }
    public required bool CanEdit { get; init; }
    public required bool CanCancel { get; init; }
    public required IReadOnlyList<string> Changes { get; init; }
    public required string? Refusal { get; init; }
    /// <summary>What can still be done, as sentences.</summary>
    public required IReadOnlyList<string> Next { get; init; }
    public required string? Amount { get; init; }
    public required string? Deadline { get; init; }
    public required string? Carrier { get; init; }
    public required string? TrackingNumber { get; init; }
    public required string? TrackingUrl { get; init; }
    public required string? RelayPoint { get; init; }
    public required string? Reason { get; init; }
    public required IReadOnlyList<MailLine> Missing { get; init; }
    public required string? StockDate { get; init; }
    /// <summary>Refunds that have arrived. Only these may be called refunded.</summary>
    public required string? Refunded { get; init; }
    /// <summary>Refunds that are owed or under way.</summary>
    public required string? RefundDue { get; init; }
    /// <summary>Only a part of the order is on its way.</summary>
    public required bool Partial { get; init; }
}

/// <param name="Details">Personalisation, "Gravure : Léa".</param>
internal sealed record MailLine(string Title, int Quantity, string Price, IReadOnlyList<string> Details);

internal sealed record MailSum(string Label, string Amount);
