using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Host.Demo.Driving;
using Fulfilment.Host.Demo.World;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>No release before its blockers had cleared, reckoned anew from the policy and the receipts.</summary>
internal static class NothingEarly
{
    public static IEnumerable<string> Check(Evidence evidence, Chronicle sent)
    {
        foreach (var release in evidence.Releases.Select(e => e.Release))
        {
            if (!evidence.Orders.TryGetValue(release.OrderId, out var order)) continue;
            foreach (var fault in Faults(release, order, [.. evidence.Receipts[release.OrderId]])) yield return $"{release.Key} was released at {release.ReleasedAt:O}, {fault}";
        }
    }

    private static IEnumerable<string> Faults(ReleaseOrder release, OrderView order, IReadOnlyList<Receipt> receipts)
    {
        var at = release.ReleasedAt;
        if (at < release.NotBefore) yield return $"before {release.NotBefore:O}, when its plan allowed it";
        var graceEnd = order.PlacedAt.AddMinutes(GraceMinutes(release, order));
        if (at < graceEnd && !Applied(receipts, "ReleaseNow", at)) yield return $"within its grace period, which ended at {graceEnd:O}";
        if (NeedsContact(release) && !Applied(receipts, "ConfirmContact", at)) yield return "without the prior contact that its category demands";
        if (IsHeld(receipts, at)) yield return "while it was on hold";
        if (receipts.Any(r => r.Outcome == Outcome.Provisional && r.At <= at)) yield return "while an edit was provisional";
        if (!IsOpen(DemoWorld.Policy.Calendar, at) && !KeptItsSlot(release)) yield return "while the warehouse was closed";
    }

    /// <summary>A busy moment around closing is forgiven, an outage is not.</summary>
    private static bool KeptItsSlot(ReleaseOrder release) => IsOpen(DemoWorld.Policy.Calendar, release.NotBefore) && release.ReleasedAt <= release.NotBefore + ReleasePlanner.SlotPatience;

    private static int GraceMinutes(ReleaseOrder release, OrderView order)
    {
        // Lines that were dropped later may have had a longer grace; those that were sent certainly had theirs.
        var sent = release.Lines.Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
        var minutes = order.Lines.Where(l => sent.Contains(l.Id) && !l.Id.StartsWith("add-", StringComparison.Ordinal)).Select(l => Rule(l.Category).GraceMinutes).DefaultIfEmpty(0).Max();
        return release.Shipping is { } service && DemoWorld.Policy.Services.TryGetValue(service.Code, out var rule) && rule.GraceMinutes is { } cap ? Math.Min(minutes, cap) : minutes;
    }

    private static bool NeedsContact(ReleaseOrder release) =>
        release.Lines.Any(l => DemoWorld.BySku.TryGetValue(l.Sku, out var product) && Rule(product.Category).Contact is { Required: true });

    private static CategoryRule Rule(string category) => DemoWorld.Policy.Categories.GetValueOrDefault(category, DemoWorld.Policy.Default);

    private static bool Applied(IReadOnlyList<Receipt> receipts, string type, DateTimeOffset until) => receipts.Any(r => r.Type == type && r.Outcome == Outcome.Applied && r.At <= until);

    private static bool IsHeld(IReadOnlyList<Receipt> receipts, DateTimeOffset at) =>
        receipts.Where(r => r.Type is "Hold" or "Unhold" && r.Outcome == Outcome.Applied && r.At <= at).OrderBy(r => r.Version).LastOrDefault() is { Type: "Hold" };

    private static bool IsOpen(WarehouseCalendar calendar, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(calendar.TimeZone));
        var time = TimeOnly.FromDateTime(local.DateTime);
        return !calendar.Holidays.Contains(DateOnly.FromDateTime(local.DateTime))
            && calendar.Week.TryGetValue(local.DayOfWeek, out var hours) && time >= hours.Opens && time < hours.Closes;
    }
}
