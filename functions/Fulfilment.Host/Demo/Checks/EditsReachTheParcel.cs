using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>An applied edit is what the warehouse packs, unless a later one changed the same thing again.</summary>
internal static class EditsReachTheParcel
{
    public static IEnumerable<string> Check(Evidence evidence, Chronicle sent)
    {
        foreach (var order in sent.Commands.Where(c => c.Changes.Count > 0).GroupBy(c => c.OrderId, StringComparer.Ordinal))
        {
            var releases = evidence.ReleasesOf(order.Key).ToList();
            if (releases.Count == 0) continue;
            var parcels = new ParcelContents(releases);
            foreach (var (command, change) in LastWords(evidence, order))
            {
                if (!parcels.Show(change)) yield return $"{change.Kind} of {command} was applied to {order.Key} and its parcel does not show it";
            }
        }
    }

    /// <summary>The last applied change of each thing, in the order in which the order decided.</summary>
    private static IEnumerable<(string CommandId, EditChange Change)> LastWords(Evidence evidence, IEnumerable<SentCommand> edits)
    {
        var last = new Dictionary<string, (string, EditChange)>(StringComparer.Ordinal);
        var applied = edits.Select(e => (Edit: e, Receipt: evidence.ReceiptOf(e.OrderId, e.CommandId))).Where(e => e.Receipt is { Outcome: Outcome.Applied }).OrderBy(e => e.Receipt!.Version);
        foreach (var (edit, _) in applied)
            foreach (var change in edit.Changes) last[Thing(edit, change)] = (edit.CommandId, change);
        return last.Values;
    }

    private static string Thing(SentCommand edit, EditChange change) => change switch
    {
        EditChange.RemoveLine c => $"line {c.Line}",
        EditChange.ChangeQuantity c => $"line {c.Line}",
        EditChange.ChangePersonalisation c => $"personalisation {c.Line}",
        // Two edits may change different details each.
        EditChange.AddLine or EditChange.ChangeContactDetails => $"{change.Kind} {edit.CommandId}",
        _ => change.Kind.ToString(),
    };
}
