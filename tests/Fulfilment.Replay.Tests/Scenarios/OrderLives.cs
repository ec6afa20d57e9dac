using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>From placed to the end of the instance, and what may cut it short.</summary>
internal static class OrderLives
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("order-delivered", DeliveredAsync),
        new("order-in-grace", world => Orders.StockedAsync(world)),
        new("order-in-warehouse", InWarehouseAsync),
        new("order-cancelled", CancelledAsync),
        new("order-intercepted", InterceptedAsync),
        new("order-intercept-failed", InterceptFailedAsync),
        new("order-generations", GenerationsAsync),
        new("order-generations-under-load", GenerationsUnderLoadAsync),
        new("order-suspended-at-its-gate", SuspendedAsync),
        new("order-policy-changed", PolicyChangedAsync),
    ];

    private static async Task<string> DeliveredAsync(OrderWorld world)
    {
        var id = await Orders.ReleasedAsync(world);
        await Orders.DeliverAsync(world, id);
        await Orders.AftercareAsync(world);
        return id;
    }

    private static async Task<string> InWarehouseAsync(OrderWorld world)
    {
        var id = await Orders.ReleasedAsync(world);
        await world.SendAsync(id, Commands.Acknowledge("w1"));
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        await world.SendAsync(id, Commands.Step("w2", WarehouseStep.Collected));
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));
        return id;
    }

    private static async Task<string> CancelledAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        await world.SendAsync(id, Commands.Cancel("c1"));
        await world.SendAsync(id, Commands.Cancel("c2"));
        await Orders.AftercareAsync(world);
        return id;
    }

    private static async Task<string> InterceptedAsync(OrderWorld world)
    {
        var id = await Orders.ReleasedAsync(world);
        await world.SendAsync(id, Commands.Intercept("i1"));
        await world.SendAsync(id, Commands.InterceptSucceeded("i2"));
        await Orders.AftercareAsync(world);
        return id;
    }

    private static async Task<string> InterceptFailedAsync(OrderWorld world)
    {
        var id = await Orders.ReleasedAsync(world);
        await world.SendAsync(id, Commands.Intercept("i1"));
        await world.SendAsync(id, new OrderCommand.InterceptFailed(1, "on the lorry already") { CommandId = "i2", Actor = new Actor(ActorKind.Wms, "wms"), At = world.Clock.GetUtcNow() });
        await Orders.DeliverAsync(world, id);
        return id;
    }

    private static async Task<string> GenerationsAsync(OrderWorld world, Recorder recorder)
    {
        var id = await Orders.StockedAsync(world);
        for (var i = 0; i < 45; i++)
        {
            await world.SendAsync(id, i % 3 == 0 ? Commands.Edit($"e{i}", new EditChange.ChangeGiftMessage($"message {i}")) : Commands.Note($"n{i}", $"note {i}"));
            await recorder.TakeAsync(id);
        }

        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    /// <summary>Commands that arrive faster than turns are run, so that some are carried from one execution to the next.</summary>
    private static async Task<string> GenerationsUnderLoadAsync(OrderWorld world, Recorder recorder)
    {
        var id = await Orders.StockedAsync(world);
        await world.Engine.Client.SuspendAsync(id);
        for (var i = 0; i < 30; i++) await world.SubmitAsync(id, Commands.Note($"n{i}", $"note {i}"));
        await recorder.TakeAsync(id);
        await world.Engine.Client.ResumeAsync(id);
        await world.IdleAsync();
        return id;
    }

    private static async Task<string> SuspendedAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        await world.Engine.Client.SuspendAsync(id);
        await world.AdvanceAsync(TimeSpan.FromMinutes(61));
        await world.SubmitAsync(id, Commands.Edit("c1", new EditChange.ChangeAddress(Samples.Elsewhere)));
        await world.Engine.Client.ResumeAsync(id);
        await world.AdvanceAsync(TimeSpan.FromHours(3));
        return id;
    }

    private static async Task<string> PolicyChangedAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        var longer = Samples.Policy with { Version = 3, Default = new CategoryRule(GraceMinutes: 300) };
        await world.SendAsync(id, new OrderCommand.PolicyChanged(longer) { CommandId = "s1", Actor = Actor.System, At = world.Clock.GetUtcNow() });
        await world.AdvanceAsync(TimeSpan.FromHours(6));
        return id;
    }
}
