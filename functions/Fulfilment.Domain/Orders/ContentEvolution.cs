namespace Fulfilment.Domain.Orders;

internal static class ContentEvolution
{
    public static OrderData Evolve(OrderData order, OrderEvent @event) => @event switch
    {
        OrderEvent.Recorded e => Record(order, e),
        OrderEvent.PolicyReplaced e => order with { Policy = e.Policy },
        OrderEvent.SnapshotSeen e => order with { Snapshot = e.Snapshot },
        OrderEvent.ConflictsFound e => order with { Conflicts = [.. order.Conflicts.Union(e.Fields)] },
        OrderEvent.ContentChanged e => Change(order, e.Changes),
        OrderEvent.ProvisionalMade e => order with { Provisional = e.Edit },
        OrderEvent.ProvisionalSettled => Settle(order),
        OrderEvent.ProvisionalLapsed => order with { Provisional = null },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} does not change content."),
    };

    private static OrderData Record(OrderData order, OrderEvent.Recorded e) => order with
    {
        Version = order.Version + 1,
        Grace = order.Grace with
        {
            ShownUntil = Later(order.Grace.ShownUntil, e.EditableUntil),
            LastClearedAt = e.Cleared ? e.At : order.Grace.LastClearedAt,
        },
    };

    private static OrderData Change(OrderData order, IReadOnlyList<ContentChange> changes) => Unconfirm(order, changes) with
    {
        Content = order.Content.Apply(changes),
        Provisional = order.Provisional is { } pending ? pending with { Later = [.. pending.Later, .. changes] } : null,
    };

    private static OrderData Settle(OrderData order)
    {
        var pending = order.Provisional ?? throw new InvalidOperationException("No provisional edit is pending.");
        return Unconfirm(order, pending.Content) with { Content = Settled(order.Content, pending), Provisional = null };
    }

    /// <summary>The content with the provisional edit in it; what was applied since goes on top again.</summary>
    public static OrderContent Settled(OrderContent content, ProvisionalEdit pending)
    {
        var settled = content.Apply(pending.Content);
        return settled.Apply(pending.Later.Where(c => IsLastWord(c) && (ContentRules.LineOf(c) is not { } line || settled.Line(line) is not null)));
    }

    // Setting a value again is harmless and keeps the newer word; adding or removing again is not.
    private static bool IsLastWord(ContentChange change) => change is not (ContentChange.AddLine or ContentChange.RemoveLine or ContentChange.AddAllowance);

    /// <summary>What the customer has confirmed is no longer confirmed once its personalisation is another.</summary>
    private static OrderData Unconfirm(OrderData order, IReadOnlyList<ContentChange> changes)
    {
        if (order.Contact.Confirmed is not { } confirmed) return order;
        var changed = changes.OfType<ContentChange.SetPersonalisation>().Select(c => c.Line).ToList();
        return changed.Count == 0 ? order : order with { Contact = order.Contact with { Confirmed = [.. confirmed.Except(changed)] } };
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;
}
