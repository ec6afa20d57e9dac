using Fulfilment.Domain.Orders;
using Fulfilment.Host.Demo.Driving;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>What the storefront changes is a command like any other: on the parcel, or refused with a reason and not on it.</summary>
internal static class StorefrontHeard
{
    public static IEnumerable<string> Check(Evidence evidence, Chronicle sent)
    {
        foreach (var change in sent.StorefrontAddresses)
        {
            // The first word of an order is what it begins with, not a change of it.
            var receipt = evidence.Receipts[change.OrderId].Where(r => r.Type == nameof(OrderCommand.StorefrontChanged) && r.At >= change.At).MinBy(r => r.At);
            if (receipt is null) continue;
            var parcels = evidence.ReleasesOf(change.OrderId).ToList();
            var shown = parcels.Any(r => r.ShipTo == change.Address);
            if (receipt.Outcome == Outcome.Applied && parcels.Count > 0 && !shown) yield return $"{change.OrderId} took the storefront's address and its parcel does not show it";
            if (receipt.Outcome == Outcome.Rejected && receipt.Reason is null) yield return $"{change.OrderId} refused the storefront's address without a reason";
            if (receipt.Outcome == Outcome.Rejected && shown) yield return $"{change.OrderId} refused the storefront's address and its parcel shows it all the same";
        }
    }
}
