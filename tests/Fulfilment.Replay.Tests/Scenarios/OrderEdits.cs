using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Replay.Tests.Scenarios;

/// <summary>Edits that win, lose, cost and lapse.</summary>
internal static class OrderEdits
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("edit-applied", AppliedAsync),
        new("edit-refused", RefusedAsync),
        new("edit-with-facts", WithFactsAsync),
        new("edit-provisional-paid", world => ProvisionalAsync(world, pays: true)),
        new("edit-provisional-lapsed", world => ProvisionalAsync(world, pays: false)),
        new("edit-provisional-open", OpenAsync),
    ];

    private static async Task<string> AppliedAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeGiftMessage("with love"), new EditChange.RemoveLine("2")));
        await world.AdvanceAsync(TimeSpan.FromMinutes(30));
        await world.SendAsync(id, Commands.Edit("c2", new EditChange.ChangeDeliveryInstructions("ring twice")));
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static async Task<string> RefusedAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        await world.SendAsync(id, Commands.Edit("c1", new EditChange.RemoveLine("1"), new EditChange.RemoveLine("2")));
        await world.SendAsync(id, Commands.Edit("c2", new EditChange.RemoveLine("9")));
        await world.AdvanceAsync(TimeSpan.FromMinutes(61));
        await world.SendAsync(id, Commands.Edit("c3", new EditChange.ChangeAddress(Samples.Elsewhere)));
        return id;
    }

    private static async Task<string> WithFactsAsync(OrderWorld world)
    {
        var id = await Orders.StockedAsync(world);
        await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeAddress(Samples.Elsewhere)));
        await world.SendAsync(id, Commands.Edit("c2", new EditChange.ChangeAddress(Samples.Home with { PostalCode = null })));
        await world.SendAsync(id, Commands.Edit("c3", new EditChange.AddLine("PIN", 1)));
        await world.SendAsync(id, Commands.Edit("c4", new EditChange.AddLine("NONE", 1)));
        await world.SendAsync(id, Commands.Edit("c5", new EditChange.ChangeQuantity("1", 100)));
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return id;
    }

    private static async Task<string> ProvisionalAsync(OrderWorld world, bool pays)
    {
        world.Payments.LeavesRequestsOpen = true;
        var id = await Orders.StockedAsync(world);
        var receipt = await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeQuantity("1", 2)));
        await world.SendAsync(id, Commands.Edit("c2", new EditChange.ChangeQuantity("2", 3)));
        await world.SendAsync(id, Commands.Edit("c3", new EditChange.ChangeGiftMessage("meanwhile")));
        var terms = receipt.Provisional ?? throw new InvalidOperationException("The edit is not provisional.");
        if (pays) await world.SendAsync(id, Commands.Settled("p1", terms.PaymentId, terms.Amount));
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        if (!pays) await world.SendAsync(id, Commands.Settled("p1", terms.PaymentId, terms.Amount));
        return id;
    }

    private static async Task<string> OpenAsync(OrderWorld world)
    {
        world.Payments.LeavesRequestsOpen = true;
        var id = await Orders.StockedAsync(world);
        await world.SendAsync(id, Commands.Edit("c1", new EditChange.AddLine("TEE", 2)));
        return id;
    }
}
