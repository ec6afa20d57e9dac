using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>What goes wrong outside: services that fail for a while, a warehouse that refuses, a parcel that does not arrive, a customer who never answers.</summary>
internal static class OrderTroubles
{
    private static readonly Actor Wms = new(ActorKind.Wms, "wms");

    public static IReadOnlyList<Scenario> All =>
    [
        new("facts-retried", FactsRetriedAsync),
        new("facts-between-tries", FactsBetweenTriesAsync),
        new("warehouse-rejects", WarehouseRejectsAsync),
        new("step-trouble", StepTroubleAsync),
        new("delivery-trouble", DeliveryTroubleAsync),
        new("mail-bounced", MailBouncedAsync),
        new("contact-never", ContactNeverAsync) { Policy = Impatient },
        new("slot-missed", SlotMissedAsync) { Policy = OfficeHours },
    ];

    private static ReleasePolicy OfficeHours => Samples.Policy with
    {
        Calendar = new WarehouseCalendar
        {
            TimeZone = "Europe/Paris",
            Week = Enumerable.Range((int)DayOfWeek.Monday, 5).ToDictionary(day => (DayOfWeek)day, _ => new OpeningHours(new(9, 0), new(17, 0))),
        },
    };

    private static ReleasePolicy Impatient => Samples.Policy with
    {
        Categories = new Dictionary<string, CategoryRule> { ["engraved"] = new(120, Contact: new ContactRule(Required: true, ReminderMinutes: 24 * 60, GiveUpMinutes: 72 * 60)) },
    };

    /// <summary>Two tries fail; the waits between them are timers of their own in history.</summary>
    private static async Task<string> FactsRetriedAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        world.Addresses.FailsNext = 2;
        await world.SubmitAsync(id, Commands.Edit("c1", new EditChange.ChangeAddress(Samples.Elsewhere)));
        await world.SubmitAsync(id, Commands.Edit("c2", new EditChange.ChangeGiftMessage("meanwhile")));
        await world.AdvanceAsync(TimeSpan.FromSeconds(10));
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static async Task<string> FactsBetweenTriesAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        world.Addresses.FailsNext = 3;
        await world.SubmitAsync(id, Commands.Edit("c1", new EditChange.ChangeAddress(Samples.Elsewhere)));
        await world.AdvanceAsync(TimeSpan.FromSeconds(2));
        return id;
    }

    private static async Task<string> WarehouseRejectsAsync(OrderWorld world)
    {
        var id = await Orders.ReleasedAsync(world);
        await world.SendAsync(id, new OrderCommand.ReleaseRejected(1, "address not served") { CommandId = "w0", Actor = Wms, At = world.Clock.GetUtcNow() });
        await world.AdvanceAsync(TimeSpan.FromMinutes(20));
        await Orders.DeliverAsync(world, id);
        return id;
    }

    /// <summary>The limit of a step passes while staff know of its problem already.</summary>
    private static async Task<string> StepTroubleAsync(OrderWorld world)
    {
        var id = await Orders.ReleasedAsync(world);
        await world.SendAsync(id, Commands.Acknowledge("w1"));
        await world.SendAsync(id, new OrderCommand.StepProblem(1, "mug chipped") { CommandId = "w2", Actor = Wms, At = world.Clock.GetUtcNow() });
        await world.AdvanceAsync(TimeSpan.FromHours(3));
        await world.SendAsync(id, new OrderCommand.StepResolved(1, "another mug taken") { CommandId = "w3", Actor = Wms, At = world.Clock.GetUtcNow() });
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));
        await world.SendAsync(id, Commands.Step("w4", WarehouseStep.Collected));
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static async Task<string> DeliveryTroubleAsync(OrderWorld world)
    {
        var id = await Orders.ReleasedAsync(world);
        var tracking = (await world.ViewAsync(id)).Shipments[0].TrackingNumber!;
        await world.SendAsync(id, Commands.PickedUp("k1", tracking));
        await world.SendAsync(id, new OrderCommand.DeliveryFailed(tracking, "nobody at home") { CommandId = "k2", Actor = new Actor(ActorKind.Carrier, "easypost"), At = world.Clock.GetUtcNow() });
        await world.SendAsync(id, Commands.Track("k3", tracking, TrackingStatus.Failed));
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        await world.SendAsync(id, Commands.Track("k4", tracking, TrackingStatus.OutForDelivery));
        await world.SendAsync(id, Commands.Delivered("k5", tracking));
        return id;
    }

    private static async Task<string> MailBouncedAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        await world.SendAsync(id, new OrderCommand.MailReported(id + "/1", "bounce", "mailbox full") { CommandId = "m1", Actor = Actor.System, At = world.Clock.GetUtcNow() });
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static async Task<string> ContactNeverAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world, Samples.Line("1", "ENG", category: "engraved"), Samples.Line("2", "MUG"));
        await world.AdvanceAsync(TimeSpan.FromDays(5));
        return id;
    }

    /// <summary>The server is down when the order's slot comes, and back when the warehouse has closed.</summary>
    private static async Task<string> SlotMissedAsync(OrderWorld world)
    {
        await world.AdvanceToAsync(new(2026, 3, 6, 14, 0, 0, TimeSpan.Zero));
        var id = await Orders.StockedAsync(world);
        await world.OutageAsync(TimeSpan.FromHours(6));
        await world.AdvanceAsync(TimeSpan.FromDays(3));
        await Orders.DeliverAsync(world, id);
        return id;
    }
}
