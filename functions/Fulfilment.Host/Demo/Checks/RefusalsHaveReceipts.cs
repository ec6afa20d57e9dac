using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>A refused edit says why, and nothing of it is on a parcel. Never accepted and then ignored; never both.</summary>
internal static class RefusalsHaveReceipts
{
    public static IEnumerable<string> Check(Evidence evidence, Chronicle sent)
    {
        foreach (var edit in sent.Commands.Where(c => c.Changes.Count > 0))
        {
            if (evidence.ReceiptOf(edit.OrderId, edit.CommandId) is not { } receipt) continue;
            var releases = evidence.ReleasesOf(edit.OrderId).ToList();
            var fault = receipt.Outcome switch
            {
                Outcome.Applied or Outcome.NoOp => receipt.Reason is null ? null : "has a receipt that is both applied and refused",
                Outcome.Provisional => releases.Count > 0 ? "is still undecided though the order was released" : null,
                Outcome.Rejected => Refused(edit, receipt, releases),
                _ => throw new InvalidOperationException($"Unknown outcome {receipt.Outcome}."),
            };
            if (fault is not null) yield return $"{edit.CommandId} of {edit.OrderId} {fault}";
        }
    }

    private static string? Refused(SentCommand edit, Receipt receipt, List<ReleaseOrder> releases)
    {
        if (receipt.Reason is null) return "was refused without a reason";
        if (receipt.Reason is Refusal.AlreadyReleased released && releases.All(r => r.ReleasedAt != released.At || r.ReleasedBy != released.By))
            return $"was refused because {released.By} released the order at {released.At:O}, and no release says so";
        var parcels = new ParcelContents(releases);
        return edit.Changes.FirstOrDefault(parcels.Betray) is { } change ? $"was refused and its {change.Kind} is on the parcel all the same" : null;
    }
}
