using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>The storefront as a second writer.</summary>
internal static class OrderStorefront
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("storefront-changed", ChangedAsync),
        new("storefront-conflict", ConflictAsync),
        new("storefront-cancelled", CancelledAsync),
        new("storefront-too-late", TooLateAsync),
    ];

    private static async Task<string> ChangedAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        var order = Samples.Order("1001", world.Clock.GetUtcNow());
        await world.PlaceAsync(Newer(order, 5) with { ShipTo = Samples.Elsewhere, GiftMessage = "from the shop" });
        await world.PlaceAsync(Newer(order, 2));
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static async Task<string> ConflictAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        var order = Samples.Order("1001", world.Clock.GetUtcNow());
        await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeGiftMessage("from me")));
        await world.PlaceAsync(Newer(order, 5) with { GiftMessage = "from the shop" });
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static async Task<string> CancelledAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        await world.PlaceAsync(Newer(Samples.Order("1001", world.Clock.GetUtcNow()), 5) with { Status = StorefrontStatus.Cancelled });
        await Orders.AftercareAsync(world);
        return id;
    }

    private static async Task<string> TooLateAsync(OrderWorld world)
    {
        var order = Samples.Order("1001", world.Clock.GetUtcNow());
        var id = await Orders.ReleasedAsync(world);
        await world.PlaceAsync(Newer(order, 90) with { ShipTo = Samples.Elsewhere });
        return id;
    }

    private static OrderSnapshot Newer(OrderSnapshot order, int minutes) => order with { UpdatedAt = order.UpdatedAt.AddMinutes(minutes) };
}
