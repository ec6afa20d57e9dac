using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Policy;

/// <summary>An open order that a policy would move.</summary>
/// <param name="How">"editableLonger", "editableShorter", "releaseLater", "releaseEarlier", "waits", "waitsNoMore".</param>
public sealed record OrderMove(string Order, string Number, string Customer, OrderStatus Status, Forecast Before, Forecast After, IReadOnlyList<string> How);

/// <param name="Looked">How many unreleased orders were looked at.</param>
/// <param name="More">True: there are more open orders than were looked at.</param>
public sealed record PolicyPreviewAnswer(int Version, int Looked, bool More, string Note, IReadOnlyList<OrderMove> Moves);

/// <summary>Says which open orders a policy would move, before it is saved. Changes nothing.</summary>
internal sealed class PolicyPreview(IOrderIndex index, IPolicyStore policies, WebOptions options, TimeProvider clock)
{
    private const string Note =
        "Computed from each order's lines, service, placed time, shown deadline and present blockers. Deadlines already shown are never shortened; the order itself has the last word.";

    public async Task<PolicyPreviewAnswer> OfAsync(string store, ReleasePolicy next, CancellationToken cancellationToken)
    {
        var versions = (await policies.HistoryAsync(store, cancellationToken)).ToDictionary(v => v.Version, v => v.Policy);
        var present = await policies.GetAsync(store, cancellationToken);
        var moves = new List<OrderMove>();
        var looked = 0;
        string? cursor = null;
        do
        {
            var page = await index.ListAsync(new(store, OpenOnly: true, Cursor: cursor, Limit: 200), cancellationToken);
            foreach (var view in page.Items.Select(row => row.View).Where(v => v.ReleasedAt is null && !v.IsTerminal))
            {
                looked++;
                if (Move(view, versions.GetValueOrDefault(view.Plan.PolicyVersion, present), next, clock.GetUtcNow()) is { } move) moves.Add(move);
            }

            cursor = page.Next;
        }
        while (cursor is not null && looked < options.PreviewLimit);

        return new(present.Version, looked, cursor is not null, Note, moves);
    }

    /// <summary>Null when the order stays where it is.</summary>
    public static OrderMove? Move(OrderView order, ReleasePolicy own, ReleasePolicy next, DateTimeOffset now)
    {
        var (before, after) = (PolicyForecast.Of(order, own, own, now), PolicyForecast.Of(order, own, next, now));
        var how = How(before, after).ToList();
        return how.Count == 0 ? null : new(order.Id, order.Number, order.Customer.Name, order.Status, before, after, how);
    }

    private static IEnumerable<string> How(Forecast before, Forecast after)
    {
        if (after.EditableUntil > before.EditableUntil) yield return "editableLonger";
        if (after.EditableUntil < before.EditableUntil) yield return "editableShorter";
        if (after.Waiting.Except(before.Waiting).Any()) yield return "waits";
        if (before.Waiting.Except(after.Waiting).Any()) yield return "waitsNoMore";
        if (after.ReleaseAt > before.ReleaseAt) yield return "releaseLater";
        if (after.ReleaseAt < before.ReleaseAt) yield return "releaseEarlier";
    }
}
