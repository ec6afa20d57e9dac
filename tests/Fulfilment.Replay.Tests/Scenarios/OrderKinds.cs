using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>Orders that go another way from their first minute: by express, to a relay point, without a parcel, or told of in the wrong order.</summary>
internal static class OrderKinds
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("express", ExpressAsync) { Policy = WithExpress },
        new("relay", RelayAsync),
        new("digital", DigitalAsync),
        new("update-before-create", UpdateFirstAsync),
        new("cancel-before-create", CancelFirstAsync),
    ];

    private static ReleasePolicy WithExpress => Samples.Policy with
    {
        Services = new Dictionary<string, ServiceRule> { ["express"] = new(GraceMinutes: 10, CutOff: new TimeOnly(16, 0), Priority: 10) },
        Calendar = new WarehouseCalendar
        {
            TimeZone = "Europe/Paris",
            Week = Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => new OpeningHours(new TimeOnly(8, 0), new TimeOnly(18, 0))),
        },
    };

    private static async Task<string> ExpressAsync(OrderWorld world)
    {
        var order = Samples.Order("1001", world.Clock.GetUtcNow()) with { Shipping = new ShippingMethod("express", "Express"), WishedDate = new DateOnly(2026, 3, 4) };
        var id = await StockedAsync(world, order);
        await world.AdvanceAsync(TimeSpan.FromMinutes(11));
        await Orders.DeliverAsync(world, id);
        return id;
    }

    private static async Task<string> RelayAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        var point = new RelayPoint("played", "R-7", "Tabac du Test", Samples.Elsewhere);
        await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeRelayPoint(point)));
        await world.AdvanceAsync(TimeSpan.FromMinutes(61));
        var tracking = (await world.ViewAsync(id)).Shipments[0].TrackingNumber!;
        await world.SendAsync(id, Commands.PickedUp("k1", tracking));
        await world.SendAsync(id, Commands.Track("k2", tracking, TrackingStatus.AtRelayPoint));
        await world.AdvanceAsync(TimeSpan.FromDays(2));
        await world.SendAsync(id, Commands.Delivered("k3", tracking));
        return id;
    }

    /// <summary>A card and a mug: the card never enters the parcel.</summary>
    private static async Task<string> DigitalAsync(OrderWorld world)
    {
        var card = Samples.Line("2", "CARD", price: 25m) with { RequiresShipping = false };
        var id = await Orders.StockedAsync(world, Samples.Line("1", "MUG"), card);
        await world.SendAsync(id, Commands.Edit("c1", new EditChange.RemoveLine("1")));
        await world.AdvanceAsync(TimeSpan.FromHours(3));
        return id;
    }

    private static async Task<string> UpdateFirstAsync(OrderWorld world)
    {
        var order = Samples.Order("1001", world.Clock.GetUtcNow());
        var id = await StockedAsync(world, order with { UpdatedAt = order.UpdatedAt.AddSeconds(30), GiftMessage = "from the update" });
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));
        await world.PlaceAsync(order);
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static async Task<string> CancelFirstAsync(OrderWorld world)
    {
        var order = Samples.Order("1001", world.Clock.GetUtcNow());
        var id = await StockedAsync(world, order with { UpdatedAt = order.UpdatedAt.AddSeconds(30), Status = StorefrontStatus.Cancelled });
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));
        await world.PlaceAsync(order);
        await Orders.AftercareAsync(world);
        return id;
    }

    private static async Task<string> StockedAsync(OrderWorld world, OrderSnapshot order)
    {
        foreach (var sku in new[] { "MUG", "TEE" }) await world.ArriveAsync(sku, 5);
        return await world.PlaceAsync(order);
    }
}
