using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Release;

/// <summary>What stands before the release of the next shipment: the one thing that both the plan and the release itself go by.</summary>
/// <param name="Waiting">Blockers that end only when something happens (a payment, an answer, goods); time alone does not lift them.</param>
/// <param name="EarliestAt">Grace, notice and the moment the last blocker cleared: no release before it.</param>
/// <param name="SlotAt">The warehouse's first slot at or after it, or the next one from now when that was missed (<see cref="SlotAfter"/>); null when the warehouse never opens.</param>
internal sealed record ReleaseGate(IReadOnlyList<Blocker> Waiting, DateTimeOffset EarliestAt, DateTimeOffset? SlotAt)
{
    /// <summary>From then on the order may go; null while it waits for something.</summary>
    public DateTimeOffset? OpensAt => Waiting.Count == 0 ? SlotAt : null;

    public static ReleaseGate? Of(OrderState state, DateTimeOffset now) => state switch
    {
        OrderState.Open open => Of(open.Order, WaitingBlockers.BeforeFirst(open.Order, now), Instants.Latest(Deadline(open.Order), open.Order.Grace.LastClearedAt), now),
        OrderState.PartlyReleased partly => Of(partly.Order, WaitingBlockers.BeforeRest(partly.Order, now), Instants.Latest(partly.Order.Shipments[^1].Release.ReleasedAt, partly.Order.Grace.LastClearedAt), now),
        OrderState.Unplaced or OrderState.Released or OrderState.Sent or OrderState.Delivered or OrderState.Cancelled or OrderState.ClosedOutside => null,
        _ => throw new InvalidOperationException($"Unknown order state {state.GetType().Name}."),
    };

    /// <summary>The customer's deadline: the end of the grace, the notice after a late clearing, and whatever he has been shown.</summary>
    public static DateTimeOffset Deadline(OrderData order) => Instants.Latest(GraceRules.End(order), NoticeEnd(order));

    /// <summary>When a blocker cleared after the grace, the customer hears of it so long before the release; null when none did.</summary>
    public static DateTimeOffset? NoticeEnd(OrderData order) =>
        order.Policy.NoticeMinutes > 0 && order.Grace.LastClearedAt is { } cleared && cleared > GraceRules.NaturalEnd(order) ? cleared.AddMinutes(order.Policy.NoticeMinutes) : null;

    /// <summary>
    /// The first slot at or after an instant. One that has gone by unused, since the server was down, stands while the warehouse is open, and for a short
    /// while after; then it is gone, and the next one counts.
    /// </summary>
    public static DateTimeOffset? SlotAfter(OrderData order, DateTimeOffset earliest, DateTimeOffset now)
    {
        var slot = NextOpen(order, earliest);
        if (order.RulesVersion < RulesVersions.MissedSlotsAreGone || slot is null || slot + ReleasePlanner.SlotPatience >= now) return slot;
        var next = NextOpen(order, now);
        return next == now ? slot : next;
    }

    private static DateTimeOffset? NextOpen(OrderData order, DateTimeOffset from) =>
        CalendarMath.NextOpen(order.Policy.Calendar, GraceRules.ServiceOf(order.Content, order.Policy)?.CutOff, from);

    private static ReleaseGate Of(OrderData order, IReadOnlyList<Blocker> waiting, DateTimeOffset earliest, DateTimeOffset now) => new(waiting, earliest, SlotAfter(order, earliest, now));
}
