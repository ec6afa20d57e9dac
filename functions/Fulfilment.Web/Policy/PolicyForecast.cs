using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;

namespace Fulfilment.Web.Policy;

/// <summary>When an unreleased order could go under a policy, as far as its view tells.</summary>
/// <param name="ReleaseAt">Null while it waits for something without a known end.</param>
/// <param name="Waiting">What it waits for besides time.</param>
public sealed record Forecast(DateTimeOffset EditableUntil, DateTimeOffset? ReleaseAt, IReadOnlyList<BlockerCode> Waiting);

/// <summary>
/// Recomputes an order's plan under another policy from what its view holds: lines, service, placed time, the deadline shown and
/// the present blockers. The order itself knows more (late clearings, earlier confirmations in detail) and has the last word.
/// </summary>
internal static class PolicyForecast
{
    /// <param name="own">The policy the order runs under now.</param>
    public static Forecast Of(OrderView order, ReleasePolicy own, ReleasePolicy under, DateTimeOffset now)
    {
        var content = ContentOf(order);
        var deadline = Deadline(order, content, own, under);
        var others = order.Plan.Blockers.Where(b => b.Code is not (BlockerCode.Grace or BlockerCode.Notice or BlockerCode.Warehouse or BlockerCode.Contact)).ToList();
        var waiting = others.Select(b => b.Code).ToList();
        var contact = ContactWaits(order, own, under);
        if (contact) waiting.Add(BlockerCode.Contact);
        if (contact || others.Any(b => b.Until is null)) return new(deadline, null, waiting);
        var earliest = others.Select(b => b.Until!.Value).Append(deadline).Append(now).Max();
        return new(deadline, CalendarMath.NextOpen(under.Calendar, GraceRules.ServiceOf(content, under)?.CutOff, earliest), waiting);
    }

    /// <summary>A deadline that was shown is a promise: no policy ends it earlier. One the customer gave up himself stays given up.</summary>
    private static DateTimeOffset Deadline(OrderView order, OrderContent content, ReleasePolicy own, ReleasePolicy under)
    {
        var natural = order.PlacedAt.AddMinutes(GraceRules.Minutes(content, under));
        if (order.Plan.EditableUntil is not { } shown) return natural;
        var waived = shown < order.PlacedAt.AddMinutes(GraceRules.Minutes(content, own));
        return waived || shown > natural ? shown : natural;
    }

    private static bool ContactWaits(OrderView order, ReleasePolicy own, ReleasePolicy under)
    {
        var open = order.Plan.Blockers.Where(b => b.Code == BlockerCode.Contact).SelectMany(b => b.Lines).ToHashSet();
        var confirmed = Demanding(order, own).Where(id => !open.Contains(id)).ToHashSet();
        return Demanding(order, under).Any(id => !confirmed.Contains(id));
    }

    private static IEnumerable<string> Demanding(OrderView order, ReleasePolicy policy) =>
        order.Lines.Where(l => l.Quantity > 0 && GraceRules.RuleOf(policy, l.Category).Contact is { Required: true }).Select(l => l.Id);

    private static OrderContent ContentOf(OrderView order)
    {
        var zero = Domain.Money.Zero(order.Totals.Lines.Currency);
        return new()
        {
            Customer = order.Customer,
            Lines = order.Lines,
            Shipping = order.Shipping,
            ShippingPrice = order.Totals.Shipping,
            Fees = zero,
            Tips = zero,
            OrderDiscount = zero,
            GiftCards = zero,
            Allowance = zero,
            Tax = new(true, zero, zero, zero),
        };
    }
}
