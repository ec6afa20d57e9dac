using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Release;

/// <summary>How long the warehouse may take from one step to the next before staff are told.</summary>
internal static class SlaRules
{
    public static DateTimeOffset? NextAt(OrderData order) => Instants.Earliest([.. order.Shipments.Select(s => Next(order.Policy, s)?.At)]);

    /// <summary>The next step that has a limit and staff have not been told of yet.</summary>
    public static (WarehouseStep Step, DateTimeOffset At)? Next(ReleasePolicy policy, Shipment shipment)
    {
        if (!shipment.InWarehouse) return null;
        foreach (var step in Enum.GetValues<WarehouseStep>())
        {
            if (step <= shipment.Step || !policy.SlaMinutes.TryGetValue(step, out var minutes)) continue;
            return shipment.SlaAlerted >= step ? null : (step, (shipment.StepAt ?? shipment.Release.ReleasedAt).AddMinutes(minutes));
        }

        return null;
    }
}
