using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <param name="From">When the grace began: the placing of the order, or its arrival if a clock ran ahead.</param>
/// <param name="ShownUntil">The latest deadline the customer has been shown; no edit or policy moves the gate before it.</param>
/// <param name="ExtendedUntil">The grace an edit has given, before the cap.</param>
/// <param name="LastClearedAt">When a blocker other than time last cleared: the notice runs from it.</param>
public sealed record GraceState(DateTimeOffset From, DateTimeOffset? ShownUntil = null, DateTimeOffset? ExtendedUntil = null, Waiver? Waiver = null, DateTimeOffset? LastClearedAt = null);

public sealed record Waiver(DateTimeOffset At, string By);

/// <param name="Confirmed">Ids of the lines the customer has confirmed.</param>
public sealed record ContactState(
    DateTimeOffset? RequestedAt = null, DateTimeOffset? RemindedAt = null, DateTimeOffset? GivenUpAt = null, DateTimeOffset? DeclinedAt = null,
    string? DeclineReason = null, IReadOnlyList<string>? Confirmed = null);

/// <summary>What the order has asked of the stock and what it was told.</summary>
public sealed record StockState
{
    /// <summary>0: nothing was ever asked.</summary>
    public int Version { get; init; }
    /// <summary>Demanded, per sku; includes what a provisional edit has reserved.</summary>
    public IReadOnlyList<StockLine> Lines { get; init; } = [];
    public DemandMode Mode { get; init; } = DemandMode.AllOrNothing;
    public bool Complete { get; init; }
    /// <summary>Set apart so far by a split allocation.</summary>
    public IReadOnlyList<StockLine> Allocated { get; init; } = [];
    public IReadOnlyList<StockLine> Missing { get; init; } = [];
    public DateTimeOffset? Eta { get; init; }
    public BackorderOption? Choice { get; init; }
    /// <summary>The customer has been told of a back-order that has not ended.</summary>
    public bool BackOrderTold { get; init; }
}

public sealed record HoldState(string Reason, Actor By, DateTimeOffset At);

/// <summary>A dearer edit that waits for its payment.</summary>
/// <param name="Content">The same edit with its prices.</param>
/// <param name="Later">Changes applied since; put on top again when this edit is settled, so that the newer word stays.</param>
public sealed record ProvisionalEdit(
    string CommandId, Actor Actor, ProvisionalTerms Terms, IReadOnlyList<EditChange> Changes, IReadOnlyList<ContentChange> Content, IReadOnlyList<ContentChange> Later);
