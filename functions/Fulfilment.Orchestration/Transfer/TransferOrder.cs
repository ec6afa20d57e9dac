using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;

namespace Fulfilment.Orchestration.Transfer;

/// <summary>Everything of one order that moves with it. A wire format.</summary>
public sealed record TransferOrder
{
    public required string Id { get; init; }

    /// <summary>How often the order has left a host, this time included. A target that knows it with as many takes nothing.</summary>
    public required int Moves { get; init; }

    /// <summary>State and waiting commands of an order that goes on; null: its life has ended, only its records move.</summary>
    public Departure<OrderState, OrderCommand>? Departure { get; init; }

    /// <summary>What the order holds and waits for; null when it never asked for goods.</summary>
    public OrderStock? Stock { get; init; }

    /// <summary>Effects that were not delivered.</summary>
    public IReadOnlyList<TransferEffect> Effects { get; init; } = [];

    /// <summary>Null when the order was never published.</summary>
    public OrderRow? Row { get; init; }

    public IReadOnlyList<Receipt> Receipts { get; init; } = [];
    public IReadOnlyList<KnownCommand> Commands { get; init; } = [];
    public IReadOnlyList<KeyedEntry> Timeline { get; init; } = [];
    public IReadOnlyList<PaymentEntry> Payments { get; init; } = [];
    public IReadOnlyList<MailLogEntry> Mails { get; init; } = [];
    public IReadOnlyList<TransferRelease> Releases { get; init; } = [];
    public IReadOnlyList<TransferAlert> Alerts { get; init; } = [];
    public IReadOnlyList<TransferLink> Links { get; init; } = [];
}

/// <param name="BodyHash">Null when the first sender gave none.</param>
public sealed record KnownCommand(string CommandId, string? BodyHash, DateTimeOffset AcceptedAt);

/// <summary>An entry of the timeline with the key under which it is written once.</summary>
public sealed record KeyedEntry(long Revision, int Position, TimelineEntry Entry);

/// <param name="Kind">The lane.</param>
/// <param name="Parked">Why it is not tried any more; null while it is.</param>
public sealed record TransferEffect(string Key, string Kind, long Number, string Payload, DateTimeOffset EnqueuedAt, int Attempts, string? Parked, DateTimeOffset? ParkedAt);

public sealed record TransferRelease(ReleaseOrder Release, ReleaseFeedState State, bool InterceptRequested, string? Detail);

/// <param name="ResolvedAt">Null while it is open.</param>
public sealed record TransferAlert(StaffAlert Alert, DateTimeOffset? ResolvedAt, string? ResolvedBy);

/// <summary>A link in a mail. The secret itself is in the mail only.</summary>
/// <param name="SecretHash">SHA-256 of the secret, in lower-case hexadecimal.</param>
public sealed record TransferLink(TokenGrant Grant, string SecretHash, DateTimeOffset? RevokedAt);

/// <summary>An order's part of the stock ledger.</summary>
/// <param name="Lines">Ordered by sku; what is allocated are goods that move with the order.</param>
public sealed record OrderStock(StockDemandRow Demand, IReadOnlyList<StockLineRow> Lines);
