using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>Every order is delivered or cancelled, or says what it waits for.</summary>
internal static class EverythingExplained
{
    public static IEnumerable<string> Check(Evidence evidence, Chronicle sent)
    {
        foreach (var order in evidence.Orders.Values.Where(o => !o.IsTerminal).OrderBy(o => o.Id, StringComparer.Ordinal))
        {
            if (order.Plan.Blockers.Any(b => string.IsNullOrWhiteSpace(b.Text))) yield return $"{order.Id} waits for something that has no text";
            else if (order.Plan.Blockers.Count == 0 && (order.ReleasedAt is null || !StaffKnow(order, evidence))) yield return $"{order.Id} is {order.Status} and nothing says what it waits for";
        }
    }

    /// <summary>After the release no blocker is left; what stands still then is a problem that staff were told of.</summary>
    private static bool StaffKnow(OrderView order, Evidence evidence) =>
        order.Shipments.Any(s => !string.IsNullOrWhiteSpace(s.Problem)) || evidence.Alerts.Any(a => a.OrderId == order.Id);
}
