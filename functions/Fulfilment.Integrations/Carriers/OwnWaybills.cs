using Fulfilment.Domain.Logistics;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Integrations.Carriers;

/// <summary>Waybills numbered here, in the S10 form of the Universal Postal Union. The serial belongs to the key: a repeat makes the same waybill.</summary>
public sealed class OwnWaybills(IWaybillNumbers numbers) : ILabelProvider
{
    public string Name => "own";

    public async Task<Waybill> CreateAsync(string key, StoreSettings store, ReleaseOrder release, CancellationToken cancellationToken = default)
    {
        var serial = await numbers.NextAsync(store.Profile.Id, key, cancellationToken);
        var number = S10.Make(store.Carrier.ServiceIndicator, serial, store.Carrier.Country);
        return new Waybill(store.Carrier.Name, number, store.Carrier.TrackingUrl?.Replace("{number}", number, StringComparison.Ordinal));
    }
}
