using Fulfilment.Domain.Orders;

namespace Fulfilment.Host.Demo.Checks;

/// <summary>What an order's parcels say, and whether a change is on them.</summary>
internal sealed class ParcelContents(IReadOnlyList<ReleaseOrder> releases)
{
    /// <summary>True when every parcel shows the change as made.</summary>
    public bool Show(EditChange change) => change switch
    {
        EditChange.ChangeAddress c => releases.All(r => r.ShipTo == c.Address),
        EditChange.ChangeContactDetails c => releases.All(r =>
            (c.Name is null || r.Customer.Name == c.Name) && (c.Email is null || r.Customer.Email == c.Email) && (c.Phone is null || r.Customer.Phone == c.Phone)),
        EditChange.ChangeShippingMethod c => releases.All(r => r.Shipping?.Code == c.Code),
        EditChange.ChangeRelayPoint c => releases.All(r => r.RelayPoint == c.RelayPoint),
        EditChange.ChangeGiftMessage c => releases.All(r => r.GiftMessage == c.Text),
        EditChange.ChangeDeliveryInstructions c => releases.All(r => r.DeliveryInstructions == c.Text),
        // Money only: no parcel bears it.
        EditChange.ChangePaymentMethod => true,
        EditChange.RemoveLine c => Units(l => l.Id == c.Line) == 0,
        EditChange.ChangeQuantity c => Units(l => l.Id == c.Line) == c.Quantity,
        EditChange.AddLine c => Units(l => l.Sku == c.Sku) >= c.Quantity,
        EditChange.ChangePersonalisation c => Lines(l => l.Id == c.Line).All(l => c.Personalisation.All(p => l.Personalisation.GetValueOrDefault(p.Key) == p.Value)),
        _ => throw new InvalidOperationException($"Unknown change {change.GetType().Name}."),
    };

    /// <summary>True when some parcel shows a change that nothing but this edit can have made.</summary>
    public bool Betray(EditChange change) => change switch
    {
        EditChange.ChangeAddress c => releases.Any(r => r.ShipTo == c.Address),
        EditChange.ChangeGiftMessage { Text: { } text } => releases.Any(r => r.GiftMessage == text),
        EditChange.ChangeDeliveryInstructions { Text: { } text } => releases.Any(r => r.DeliveryInstructions == text),
        EditChange.AddLine c => Lines(l => l.Sku == c.Sku && l.Id.StartsWith("add-", StringComparison.Ordinal)).Any(),
        // The order may have looked like that before the refused edit.
        EditChange.ChangeGiftMessage or EditChange.ChangeDeliveryInstructions or EditChange.ChangeContactDetails or EditChange.ChangeShippingMethod or EditChange.ChangeRelayPoint
            or EditChange.ChangePaymentMethod or EditChange.RemoveLine or EditChange.ChangeQuantity or EditChange.ChangePersonalisation => false,
        _ => throw new InvalidOperationException($"Unknown change {change.GetType().Name}."),
    };

    private int Units(Func<ReleaseLine, bool> of) => Lines(of).Sum(l => l.Quantity);

    private IEnumerable<ReleaseLine> Lines(Func<ReleaseLine, bool> of) => releases.SelectMany(r => r.Lines).Where(of);
}
