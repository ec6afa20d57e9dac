using Fulfilment.Azure.Lists;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Azure.Orders;

/// <summary>What an order is found by, beside its status and placed time.</summary>
/// <param name="Text">Folded; one field a line, so that a search never matches across two.</param>
/// <param name="Categories">With a line break before and after each.</param>
internal sealed record OrderFacets(string Text, string Categories, IReadOnlyList<string> Tracking)
{
    // A list row must stay small; no real name or number comes near.
    private const int MaxText = 8_000;

    public static OrderFacets Of(OrderView view)
    {
        var text = Folding.Fold(string.Join('\n', view.Number, view.ExternalId, view.Id, view.Customer.Name, view.Customer.Email));
        var categories = view.Lines.Select(line => line.Category).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new(
            text.Length <= MaxText ? text : text[..MaxText], $"\n{string.Join('\n', categories)}\n",
            [.. view.Shipments.Select(shipment => shipment.TrackingNumber).OfType<string>().Select(TrackingKey).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Carriers print their numbers in groups and send them in either case.</summary>
    public static string TrackingKey(string number) => number.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
