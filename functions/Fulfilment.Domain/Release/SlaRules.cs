using Fulfilment.Domain.Orders;

namespace Fulfilment.Domain.Release;

/// <summary>How long the warehouse may take from one step to the next before staff are told.</summary>
internal static class SlaRules
{
    public static DateTimeOffset? NextAt(OrderData order) => Instants.Earliest([.. order.Shipments.Select(s => Next(order, s)?.At)]);

    /// <summary>The next step that has a limit and staff have not been told of yet.</summary>
    public static (WarehouseStep Step, DateTimeOffset At)? Next(OrderData order, Shipment shipment)
    {
        if (!shipment.InWarehouse || Excused(order, shipment)) return null;
        foreach (var step in Enum.GetValues<WarehouseStep>())
        {
            if (step <= shipment.Step || !order.Policy.SlaMinutes.TryGetValue(step, out var minutes)) continue;
            return shipment.SlaAlerted >= step ? null : (step, (shipment.StepAt ?? shipment.Release.ReleasedAt).AddMinutes(minutes));
        }

        return null;
    }

    /// <summary>Whoever works on a problem knows that the parcel is late; if it still is once the problem is solved, he is told then.</summary>
    private static bool Excused(OrderData order, Shipment shipment) =>
        order.RulesVersion >= RulesVersions.ProblemsExcuseLateness && shipment.Problem is not null;
}
