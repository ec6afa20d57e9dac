using Fulfilment.Domain.Orders;
using Fulfilment.Storage.Sqlite.Sql;

namespace Fulfilment.Storage.Sqlite.Orders;

/// <summary>What an order is found by, beside its status and placed time.</summary>
/// <param name="Text">Folded; one field a line, so that a search never matches across two.</param>
internal sealed record OrderFacets(string Text, IReadOnlyList<string> Categories, IReadOnlyList<string> Tracking)
{
    public static OrderFacets Of(OrderView view) => new(
        Folding.Fold(string.Join('\n', view.Number, view.ExternalId, view.Id, view.Customer.Name, view.Customer.Email)),
        [.. view.Lines.Select(line => line.Category).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        [.. view.Shipments.Select(shipment => shipment.TrackingNumber).OfType<string>().Select(TrackingKey).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <summary>Carriers print their numbers in groups and send them in either case.</summary>
    public static string TrackingKey(string number) => number.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
