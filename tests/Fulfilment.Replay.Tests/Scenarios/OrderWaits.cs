using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>Everything an order may wait for beside the clock.</summary>
internal static class OrderWaits
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("contact-confirmed", world => ContactAsync(world, confirms: true)),
        new("contact-declined", world => ContactAsync(world, confirms: false)),
        new("back-order-waits", BackOrderAsync),
        new("back-order-split", world => BackOrderAsync(world, BackorderOption.SplitShip)),
        new("back-order-missing-dropped", world => BackOrderAsync(world, BackorderOption.DropMissing)),
        new("back-order-cancelled", world => BackOrderAsync(world, BackorderOption.Cancel)),
        new("payment-in-time", world => PaymentAsync(world, pays: true)),
        new("payment-never", world => PaymentAsync(world, pays: false)),
        new("hold-lifted", HoldAsync),
        new("released-at-once", AtOnceAsync),
    ];

    private static async Task<string> ContactAsync(OrderWorld world, bool confirms)
    {
        var id = await Orders.StockedAsync(world, Samples.Line("1", "ENG", category: "engraved"), Samples.Line("2", "MUG"));
        await world.AdvanceAsync(TimeSpan.FromDays(2));
        var agent = new Actor(ActorKind.Agent, "agent 7");
        await world.SendAsync(id, new OrderCommand.RecordContact("phone", "no answer") { CommandId = "a1", Actor = agent, At = world.Clock.GetUtcNow() });
        await world.SendAsync(id, confirms ? Commands.ConfirmContact("a2") : new OrderCommand.DeclineContact("too dear") { CommandId = "a2", Actor = agent, At = world.Clock.GetUtcNow() });
        if (!confirms) await world.SendAsync(id, Commands.Cancel("c1"));
        await world.AdvanceAsync(TimeSpan.FromHours(3));
        return id;
    }

    private static async Task<string> BackOrderAsync(OrderWorld world)
    {
        await world.ArriveAsync("MUG", 1);
        var id = await world.PlaceAsync(Samples.Order("1001", world.Clock.GetUtcNow()));
        await world.AdvanceAsync(TimeSpan.FromDays(3));
        await world.ArriveAsync("TEE", 2);
        await world.AdvanceAsync(TimeSpan.FromHours(1));
        return id;
    }

    private static async Task<string> BackOrderAsync(OrderWorld world, BackorderOption choice)
    {
        await world.ArriveAsync("MUG", 1);
        var id = await world.PlaceAsync(Samples.Order("1001", world.Clock.GetUtcNow()));
        await world.SendAsync(id, Commands.Backorder("b1", choice));
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        await world.ArriveAsync("TEE", 2);
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static async Task<string> PaymentAsync(OrderWorld world, bool pays)
    {
        await world.ArriveAsync("MUG", 5);
        await world.ArriveAsync("TEE", 5);
        var id = await world.PlaceAsync(Orders.Unpaid(Samples.Order("1001", world.Clock.GetUtcNow())));
        await world.AdvanceAsync(TimeSpan.FromHours(5));
        if (pays) await world.SendAsync(id, Paid(world));
        await world.AdvanceAsync(TimeSpan.FromMinutes(Samples.Policy.PaymentWindowMinutes));
        if (!pays) await world.SendAsync(id, Paid(world));
        return id;
    }

    private static OrderCommand Paid(OrderWorld world) =>
        new OrderCommand.PaymentSettled(null, Samples.Euro(30), "transfer-1") { CommandId = "p1", Actor = Actor.System, At = world.Clock.GetUtcNow() };

    private static async Task<string> HoldAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        await world.SendAsync(id, Commands.Hold("h1"));
        await world.AdvanceAsync(TimeSpan.FromDays(3));
        await world.SendAsync(id, Commands.Unhold("h2"));
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));
        return id;
    }

    private static async Task<string> AtOnceAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        await world.SendAsync(id, Commands.ReleaseNow("c1"));
        await world.AdvanceAsync(TimeSpan.FromSeconds(1));
        return id;
    }
}
