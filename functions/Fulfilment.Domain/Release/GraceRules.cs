using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Release;

/// <summary>How long the customer may change his mind.</summary>
public static class GraceRules
{
    public static CategoryRule RuleOf(ReleasePolicy policy, string category) =>
        policy.Categories.TryGetValue(category.ToLowerInvariant(), out var rule) ? rule : policy.Default;

    public static ServiceRule? ServiceOf(OrderContent content, ReleasePolicy policy) =>
        content.Shipping is { } shipping && policy.Services.TryGetValue(shipping.Code.ToLowerInvariant(), out var rule) ? rule : null;

    /// <summary>The longest of the lines' categories, capped by the shipping service and by the maximum.</summary>
    public static int Minutes(OrderContent content, ReleasePolicy policy)
    {
        var longest = Counted(content).Select(l => RuleOf(policy, l.Category).GraceMinutes).DefaultIfEmpty(policy.Default.GraceMinutes).Max();
        var service = ServiceOf(content, policy)?.GraceMinutes ?? longest;
        return Math.Min(Math.Min(longest, service), policy.MaxGraceMinutes);
    }

    /// <summary>The category whose grace is the longest, with its lines.</summary>
    public static (string Category, IReadOnlyList<string> Lines) Longest(OrderContent content, ReleasePolicy policy)
    {
        var longest = Counted(content).GroupBy(l => l.Category).OrderByDescending(g => RuleOf(policy, g.Key).GraceMinutes).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault();
        return longest is null ? ("default", []) : (longest.Key, [.. longest.Select(l => l.Id)]);
    }

    /// <summary>
    /// When the grace ends by the rules, whatever has been shown. A waiver by the customer ends it, until a later edit extends
    /// it again; the maximum holds against every extension.
    /// </summary>
    public static DateTimeOffset NaturalEnd(OrderData order)
    {
        var start = order.Grace.Waiver?.At ?? order.Grace.From.AddMinutes(Minutes(order.Content, order.Policy));
        if (order.Grace.ExtendedUntil is not { } extended) return start;
        var cap = Cap(order);
        return Instants.Latest(start, extended < cap ? extended : cap);
    }

    /// <summary>When the grace ends: never before a deadline that the customer has been shown.</summary>
    public static DateTimeOffset End(OrderData order) => Instants.Latest(NaturalEnd(order), order.Grace.ShownUntil);

    /// <summary>No edit moves the end of the grace beyond it.</summary>
    public static DateTimeOffset Cap(OrderData order) => order.Grace.From.AddMinutes(order.Policy.MaxGraceMinutes);

    /// <summary>What an edit at <paramref name="now"/> makes of the grace; null: nothing.</summary>
    public static DateTimeOffset? Extension(OrderData order, DateTimeOffset now)
    {
        var until = order.Policy.GraceOnEdit.Mode switch
        {
            GraceOnEditMode.Keep => (DateTimeOffset?)null,
            GraceOnEditMode.AtLeast => now.AddMinutes(order.Policy.GraceOnEdit.Minutes),
            GraceOnEditMode.Restart => now.AddMinutes(Minutes(order.Content, order.Policy)),
            _ => throw new InvalidOperationException($"Unknown grace-on-edit mode {order.Policy.GraceOnEdit.Mode}."),
        };
        if (until is null) return null;
        var cap = Cap(order);
        var capped = until < cap ? until.Value : cap;
        return capped > End(order) ? capped : null;
    }

    private static IEnumerable<OrderLine> Counted(OrderContent content) => content.Lines.Where(l => l.Quantity > 0);
}
