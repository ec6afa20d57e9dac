using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>Orders that leave for another host, and orders that came from one.</summary>
internal static class OrderMoves
{
    public static IReadOnlyList<Scenario> All => [new("order-departed", DepartedAsync), new("order-arrived", ArrivedAsync)];

    /// <summary>With commands that it has not come to.</summary>
    private static async Task<string> DepartedAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeGiftMessage("with love")));
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));
        await LeaveAsync(world, id);
        return id;
    }

    /// <summary>It decides first what had waited for it, then lives on to its release.</summary>
    private static async Task<string> ArrivedAsync(OrderWorld world)
    {
        await using var source = await world.AnotherAsync();
        var id = await Orders.StockedAsync(source);
        await LeaveAsync(source, id);
        await world.ImportAsync((await source.ExportAsync()).File);
        await world.SendAsync(id, Commands.Edit("c2", new EditChange.ChangeAddress(Samples.Elsewhere)));
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static async Task LeaveAsync(OrderWorld world, string id)
    {
        await world.Engine.Client.SuspendAsync(id);
        var depart = new OrderCommand.Depart { CommandId = CommandIds.Internal("depart"), Actor = Actor.System, At = world.Clock.GetUtcNow() };
        await world.Engine.Client.RaiseEventAsync(id, LoopNames.CommandEvent, CommandPayload.Of(depart));
        await world.SubmitAsync(id, Commands.Note("n1", "first"));
        await world.SubmitAsync(id, Commands.Edit("e1", new EditChange.ChangeDeliveryInstructions("ring twice")));
        await world.Engine.Client.ResumeAsync(id);
        await world.IdleAsync();
    }
}
