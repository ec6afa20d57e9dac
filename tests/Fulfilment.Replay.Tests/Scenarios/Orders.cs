using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>Steps that many lives share.</summary>
internal static class Orders
{
    public static async Task<string> StockedAsync(OrderWorld world, params OrderLine[] lines)
    {
        foreach (var sku in new[] { "MUG", "TEE", "ENG" }) await world.ArriveAsync(sku, 5);
        await world.Get<ICatalogue>().ImportAsync(Samples.StoreKey, [Item("TEE", 15m), Item("PIN", 0m)]);
        await world.ArriveAsync("PIN", 5);
        return await world.PlaceAsync(Samples.Order("1001", world.Clock.GetUtcNow(), lines));
    }

    /// <summary>Waits out the grace of an order that nothing else holds back.</summary>
    public static async Task<string> ReleasedAsync(OrderWorld world)
    {
        var id = await StockedAsync(world);
        await world.AdvanceAsync(TimeSpan.FromMinutes(61));
        return id;
    }

    public static async Task DeliverAsync(OrderWorld world, string id)
    {
        var tracking = (await world.ViewAsync(id)).Shipments[0].TrackingNumber!;
        OrderCommand[] steps =
        [
            Commands.Acknowledge("w1"), Commands.Step("w2", WarehouseStep.Collected), Commands.Step("w3", WarehouseStep.Packing), Commands.Step("w4", WarehouseStep.ReadyForShipment),
            Commands.PickedUp("k1", tracking), Commands.Track("k2", tracking, TrackingStatus.OutForDelivery), Commands.Delivered("k3", tracking),
        ];
        foreach (var step in steps) await world.SendAsync(id, step);
    }

    /// <summary>Until the instance has ended.</summary>
    public static Task AftercareAsync(OrderWorld world) => world.AdvanceAsync(TimeSpan.FromDays(Samples.Policy.AftercareDays + 1));

    public static OrderSnapshot Unpaid(OrderSnapshot order) =>
        order with { Payment = PaymentState.Pending, Charges = order.Charges with { Paid = Money.Zero(Samples.Eur) } };

    private static CatalogueItem Item(string sku, decimal price) =>
        new(sku, new Dictionary<string, string> { ["en"] = $"Sample {sku}" }, "default", Samples.Euro(price), 0.2m, 100);
}
