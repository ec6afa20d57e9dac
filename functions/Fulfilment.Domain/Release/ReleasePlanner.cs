using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Release;

/// <summary>Says when an order goes to logistics and what it waits for, in one object.</summary>
public static class ReleasePlanner
{
    /// <summary>For so long a slot is kept for its order: a busy moment or a short restart around closing must not cost the customer a day.</summary>
    public static readonly TimeSpan SlotPatience = TimeSpan.FromMinutes(15);

    private const string DefaultCategory = "default";

    /// <summary>
    /// The plan as of <paramref name="now"/>. <see cref="ReleasePlan.EditableUntil"/> is the promised deadline; it may lie in the
    /// past while the order still waits for something, and edits are open until the release all the same. After the release
    /// there is nothing to plan but <see cref="ReleasePlan.WakeAt"/>.
    /// </summary>
    public static ReleasePlan Plan(OrderState state, DateTimeOffset now)
    {
        if (state is OrderState.Unplaced) return new(null, [], null, 0, RulesVersions.Current);
        var order = state.Data;
        var wakeAt = WakeUps.Next(state, now);
        if (ReleaseGate.Of(state, now) is not { } gate) return new(null, [], null, order.Policy.Version, order.RulesVersion) { WakeAt = wakeAt };

        IReadOnlyList<Blocker> blockers = [.. state is OrderState.Open ? Timed(order, now) : [], .. gate.Waiting];
        var releaseAt = Forecast(order, gate, blockers, now);
        if (releaseAt is { } at && at > now && Closed(order, gate, blockers, at) is { } closed) blockers = [.. blockers, closed];
        return new(releaseAt, blockers, state is OrderState.Open ? ReleaseGate.Deadline(order) : null, order.Policy.Version, order.RulesVersion) { WakeAt = wakeAt };
    }

    private static DateTimeOffset? Forecast(OrderData order, ReleaseGate gate, IReadOnlyList<Blocker> blockers, DateTimeOffset now) =>
        blockers.Any(b => b.Until is null) ? null : ReleaseGate.SlotAfter(order, Instants.Latest(gate.EarliestAt, [.. blockers.Select(b => b.Until)]), now);

    private static IEnumerable<Blocker> Timed(OrderData order, DateTimeOffset now)
    {
        var notice = ReleaseGate.NoticeEnd(order);
        var natural = GraceRules.NaturalEnd(order);
        var shown = GraceRules.End(order);
        var grace = notice >= shown ? natural : shown;
        if (grace > now) yield return Grace(order, grace);
        if (notice > now && notice >= shown)
            yield return new(BlockerCode.Notice, $"released {order.Policy.NoticeMinutes} minutes after the last obstacle cleared, {LocalText.At(order.Store.TimeZone, notice.Value)}", notice, []);
    }

    private static Blocker Grace(OrderData order, DateTimeOffset until)
    {
        var (category, lines) = GraceRules.Longest(order.Content, order.Policy);
        var who = category == DefaultCategory ? "the grace period" : category;
        return new(BlockerCode.Grace, $"{who} allows changes until {LocalText.At(order.Store.TimeZone, until)}", until, lines) { Data = new Dictionary<string, string> { ["category"] = category } };
    }

    private static Blocker? Closed(OrderData order, ReleaseGate gate, IReadOnlyList<Blocker> blockers, DateTimeOffset opens)
    {
        var ready = Instants.Latest(gate.EarliestAt, [.. blockers.Select(b => b.Until)]);
        return opens > ready ? new(BlockerCode.Warehouse, $"warehouse closed until {LocalText.At(order.Policy.Calendar.TimeZone, opens)}", opens, []) : null;
    }
}
