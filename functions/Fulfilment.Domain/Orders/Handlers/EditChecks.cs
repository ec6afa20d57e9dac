using Fulfilment.Domain.Release;

namespace Fulfilment.Domain.Orders;

/// <summary>Everything about an edit that can be refused without asking anyone.</summary>
internal static class EditChecks
{
    private const int MostChanges = 100;

    public static Refusal? Refusal(Turn turn, OrderCommand.Edit c)
    {
        var order = turn.Order;
        if (c.ExpectedVersion is { } expected && expected != order.Version) return new Refusal.VersionConflict(order.Version);
        if (c.Changes.Count is 0 or > MostChanges) return new Refusal.InvalidChange($"An edit has 1 to {MostChanges} changes.");
        if (order.Provisional is { } pending && c.Changes.Any(MovesPrice)) return new Refusal.EditPending(pending.CommandId, pending.Terms.Until);
        return Twice(c.Changes)
            ?? c.Changes.Select(change => ChangeChecks.Refusal(order, change) ?? (c.Actor.Kind == ActorKind.Customer ? Category(order, change) : null)).FirstOrDefault(r => r is not null)
            ?? Empty(order, c.Changes);
    }

    public static bool MovesPrice(EditChange change) => MovesPrice(change.Kind);

    public static bool MovesPrice(ChangeKind kind) => kind switch
    {
        ChangeKind.AddLine or ChangeKind.RemoveLine or ChangeKind.ChangeQuantity or ChangeKind.ChangeShippingMethod => true,
        ChangeKind.ChangeAddress or ChangeKind.ChangeContactDetails or ChangeKind.ChangeRelayPoint or ChangeKind.ChangePaymentMethod
            or ChangeKind.ChangePersonalisation or ChangeKind.ChangeGiftMessage or ChangeKind.ChangeDeliveryInstructions => false,
        _ => throw new InvalidOperationException($"Unknown change {kind}."),
    };

    /// <summary>What the customer may change is the category's to say: of the line for a line's change, of every line for the order's.</summary>
    private static Refusal.NotEditableForCategory? Category(OrderData order, EditChange change)
    {
        if (change is EditChange.AddLine) return null; // its category is known once the catalogue has answered
        var lines = LineOf(change) is { } id ? order.Content.Lines.Where(l => l.Id == id) : order.Content.Lines.Where(l => l.Quantity > 0);
        var closed = lines.FirstOrDefault(l => !IsEditable(order.Policy, l.Category, change.Kind));
        return closed is null ? null : new(change.Kind, closed.Category, closed.Id);
    }

    public static bool IsEditable(ReleasePolicy policy, string category, ChangeKind kind) =>
        GraceRules.RuleOf(policy, category).EditableChanges is not { } allowed || allowed.Contains(kind);

    public static string? LineOf(EditChange change) => change switch
    {
        EditChange.RemoveLine c => c.Line,
        EditChange.ChangeQuantity c => c.Line,
        EditChange.ChangePersonalisation c => c.Line,
        EditChange.ChangeAddress or EditChange.ChangeContactDetails or EditChange.ChangeShippingMethod or EditChange.ChangeRelayPoint
            or EditChange.ChangePaymentMethod or EditChange.AddLine or EditChange.ChangeGiftMessage or EditChange.ChangeDeliveryInstructions => null,
        _ => throw new InvalidOperationException($"Unknown change {change.GetType().Name}."),
    };

    /// <summary>Two changes of one thing contradict; so does any change of a line that the same edit removes.</summary>
    private static Refusal.InvalidChange? Twice(IReadOnlyList<EditChange> changes)
    {
        var removed = changes.OfType<EditChange.RemoveLine>().Select(c => c.Line).ToHashSet();
        if (changes.Any(c => c is not EditChange.RemoveLine && LineOf(c) is { } line && removed.Contains(line))) return new("A line is removed and changed in one edit.");
        var twice = changes.Where(c => c is not EditChange.AddLine).GroupBy(c => (c.Kind, LineOf(c))).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? null : new($"{twice.Key.Kind} is there twice for the same thing.");
    }

    private static Refusal.WouldEmptyOrder? Empty(OrderData order, IReadOnlyList<EditChange> changes)
    {
        if (changes.Any(c => c is EditChange.AddLine)) return null;
        var removed = changes.OfType<EditChange.RemoveLine>().Select(c => c.Line).ToHashSet();
        return order.Content.Lines.Any(l => l.Quantity > 0 && !removed.Contains(l.Id)) ? null : new Refusal.WouldEmptyOrder();
    }
}
