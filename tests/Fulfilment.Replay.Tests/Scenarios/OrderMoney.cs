using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>Money that staff record by hand, and money that does not come.</summary>
internal static class OrderMoney
{
    private static readonly Actor Admin = new(ActorKind.Admin, "admin");

    public static IReadOnlyList<Scenario> All =>
    [
        new("payment-recorded", RecordedAsync),
        new("payment-failed", FailedAsync),
        new("edit-stale", StaleAsync),
    ];

    /// <summary>A transfer for the order, one for a dearer edit, and money given back by hand.</summary>
    private static async Task<string> RecordedAsync(OrderWorld world)
    {
        world.Payments.LeavesRequestsOpen = true;
        foreach (var sku in new[] { "MUG", "TEE" }) await world.ArriveAsync(sku, 5);
        var id = await world.PlaceAsync(Orders.Unpaid(Samples.Order("1001", world.Clock.GetUtcNow())));
        await world.SendAsync(id, Transfer(world, "p1", 30));
        var terms = (await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeQuantity("1", 2)))).Provisional ?? throw new InvalidOperationException("The edit is not provisional.");
        await world.SendAsync(id, Commands.Record("p2", terms.PaymentId, terms.Amount));
        await world.SendAsync(id, Transfer(world, "p3", -5));
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static async Task<string> FailedAsync(OrderWorld world)
    {
        world.Payments.LeavesRequestsOpen = true;
        var id = await Orders.StockedAsync(world);
        var terms = (await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeQuantity("1", 2)))).Provisional ?? throw new InvalidOperationException("The edit is not provisional.");
        await world.SendAsync(id, new OrderCommand.PaymentFailed(terms.PaymentId, "card expired") { CommandId = "p1", Actor = Actor.System, At = world.Clock.GetUtcNow() });
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    /// <summary>Two people edit from the same page; the second one is told that it is out of date.</summary>
    private static async Task<string> StaleAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        var version = (await world.ViewAsync(id)).Version;
        await world.SendAsync(id, Instructions("c1", "first", version));
        await world.SendAsync(id, Instructions("c2", "second", version));
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static OrderCommand Instructions(string id, string text, int version) =>
        (OrderCommand.Edit)Commands.Edit(id, new EditChange.ChangeDeliveryInstructions(text)) with { ExpectedVersion = version };

    private static OrderCommand Transfer(OrderWorld world, string id, decimal amount) =>
        new OrderCommand.RecordPayment(Samples.Euro(amount), "bank-" + id) { CommandId = id, Actor = Admin, At = world.Clock.GetUtcNow() };
}
