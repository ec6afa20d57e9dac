using System.Globalization;
using Fulfilment.Host.Demo.World;
using Fulfilment.Integrations.Storefronts;

namespace Fulfilment.Host.Demo.Driving;

/// <summary>The carrier's tracker webhooks, scan by scan until the parcel is delivered.</summary>
internal sealed class CarrierClient(Agenda agenda, StaffClient staff, WebhookSender webhooks, DemoSecrets secrets)
{
    /// <summary>The parcel left the warehouse: plans its scans. The number is on its label.</summary>
    public async Task TakeOverAsync(DemoOrder order, int shipment, DateTimeOffset at)
    {
        var view = (await staff.DetailAsync(order.Id)).View;
        var number = view.Shipments.Single(s => s.Number == shipment).TrackingNumber
            ?? throw new InvalidOperationException($"{order.Id}/{shipment} was handed over without a waybill.");
        foreach (var (hours, status) in Journey(order.Plot))
            agenda.Add(at.AddHours(hours), order.Index, () => webhooks.TrackerAsync(Scan(order, number, status)));
    }

    private SignedWebhook Scan(DemoOrder order, string number, string status) =>
        SampleWebhooks.EasyPost(order.Store, number, status, secrets.Easypost, string.Create(CultureInfo.InvariantCulture, $"evt_{order.Index}_{agenda.Done}"), agenda.Now);

    private static (int Hours, string Status)[] Journey(Plot plot) => plot switch
    {
        Plot.DeliveryTrouble => [(4, "in_transit"), (22, "out_for_delivery"), (26, "failure"), (46, "out_for_delivery"), (50, "delivered")],
        Plot.Relay => [(4, "in_transit"), (24, "available_for_pickup"), (47, "delivered")],
        _ => [(4, "in_transit"), (22, "out_for_delivery"), (26, "delivered")],
    };
}
