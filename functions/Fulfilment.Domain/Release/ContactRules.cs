using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Release;

/// <summary>Prior contact that categories demand.</summary>
public static class ContactRules
{
    /// <summary>Lines whose category demands it and that the customer has not confirmed.</summary>
    public static IReadOnlyList<OrderLine> Waiting(OrderData order) =>
        [.. order.Content.Lines.Where(l => l.Quantity > 0 && RuleOf(order, l) is { Required: true } && !(order.Contact.Confirmed ?? []).Contains(l.Id))];

    /// <summary>When the reminder is due; null: none, or already sent.</summary>
    public static DateTimeOffset? ReminderAt(OrderData order) =>
        order.Contact is { RequestedAt: { } at, RemindedAt: null } ? Add(at, Earliest(order, r => r.ReminderMinutes)) : null;

    /// <summary>When staff are told that nobody answers; null: never, or already told.</summary>
    public static DateTimeOffset? GiveUpAt(OrderData order) =>
        order.Contact is { RequestedAt: { } at, GivenUpAt: null } ? Add(at, Earliest(order, r => r.GiveUpMinutes)) : null;

    private static ContactRule? RuleOf(OrderData order, OrderLine line) => GraceRules.RuleOf(order.Policy, line.Category).Contact;

    private static int? Earliest(OrderData order, Func<ContactRule, int?> minutes) => Waiting(order).Select(l => minutes(RuleOf(order, l)!)).Min();

    private static DateTimeOffset? Add(DateTimeOffset at, int? minutes) => minutes is { } m ? at.AddMinutes(m) : null;
}
