using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Orchestration.Tests.Orders;

/// <summary>The same life with the engine stopped and replayed cold between any two steps, and over many generations.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task Restart_BetweenAnyTwoSteps_SameMailsReleaseAndReceipts()
    {
        var straight = await LiveAsync(restart: false);
        var restarted = await LiveAsync(restart: true);

        Assert.Equal(straight, restarted);
        Assert.Contains(MailTemplates.Delivered, straight, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_ManyMoreThanAnExecutionHolds_AllAppliedInOrder()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);

        for (var i = 0; i < 75; i++)
        {
            await world.SubmitAsync(id, Commands.Note($"n{i}", $"note {i}"));
            if (i % 10 == 0) await world.IdleAsync();
        }

        await world.IdleAsync();
        var notes = (await world.Get<ITimelineStore>().ListAsync(id)).Where(entry => entry.Data.Values.Any(value => value.StartsWith("note ", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(0, 75).Select(i => $"note {i}"), notes.Select(entry => entry.Data.Values.Single(value => value.StartsWith("note ", StringComparison.Ordinal))));
        Assert.Equal(OrderStatus.Unhandled, (await world.ViewAsync(id)).Status);
    }

    [Fact]
    public async Task EffectNumbers_OverManyExecutions_NeverRestart()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);
        for (var i = 0; i < 45; i++)
        {
            await world.SendAsync(id, Commands.Edit($"e{i}", new EditChange.ChangeGiftMessage($"message {i}")));
            if (i % 15 == 0) await world.RestartAsync();
        }

        Assert.Equal(46, world.Mail.Keys.Count);
        Assert.Equal(46, world.Mail.Keys.Distinct().Count());
    }

    [Fact]
    public async Task Commands_ThereWhenTheInstanceIsAboutToEnd_StillGetTheirReceipts()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);
        await world.SendAsync(id, Commands.Cancel("c1"));
        await world.Engine.Client.SuspendAsync(id);
        await world.AdvanceAsync(TimeSpan.FromDays(Samples.Policy.AftercareDays + 1));
        string[] late = ["n1", "n2", "n3"];
        foreach (var command in late) Assert.IsType<Submission.Accepted>(await world.SubmitAsync(id, Commands.Note(command, "late")));

        await world.Engine.Client.ResumeAsync(id);
        await world.IdleAsync();

        Assert.Equal(OrchestrationStatus.Completed, (await world.Engine.Client.GetInstanceAsync(id))!.Status);
        foreach (var command in late) Assert.NotNull(await world.Get<IReceiptStore>().GetAsync(id, command));
    }

    [Fact]
    public async Task Clock_SetBack_TheOrdersTimeDoesNotFollow()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);
        await world.AdvanceAsync(TimeSpan.FromMinutes(30));
        var first = await world.SendAsync(id, Commands.Note("n1", "before"));

        world.Clock.Jump(TimeSpan.FromMinutes(-20));
        var second = await world.SendAsync(id, Commands.Note("n2", "after"));

        Assert.True(second.At >= first.At);
        await world.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Single(await OrderLifeTests.ReleasesAsync(world, id));
    }

    /// <summary>A life with an edit, a refusal and a delivery; its visible results as one text.</summary>
    private static async Task<string> LiveAsync(bool restart)
    {
        await using var world = await OrderWorld.StartAsync();
        Task Step() => restart ? world.RestartAsync() : world.IdleAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);
        await Step();
        await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeAddress(Samples.Elsewhere)));
        await Step();
        await world.AdvanceAsync(TimeSpan.FromMinutes(59));
        await Step();
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));
        await Step();
        await world.SendAsync(id, Commands.Edit("c2", new EditChange.RemoveLine("1")));
        await Step();
        var tracking = (await world.ViewAsync(id)).Shipments[0].TrackingNumber!;
        OrderCommand[] rest = [Commands.Acknowledge("w1"), Commands.Step("w2", WarehouseStep.Collected), Commands.Step("w3", WarehouseStep.Packing), Commands.PickedUp("k1", tracking), Commands.Delivered("k2", tracking)];
        foreach (var command in rest)
        {
            await world.SendAsync(id, command);
            await Step();
        }

        var receipts = (await world.Get<IReceiptStore>().ListAsync(id)).Select(receipt => $"{receipt.CommandId}:{receipt.Outcome}:{receipt.Version}");
        var releases = (await OrderLifeTests.ReleasesAsync(world, id)).Select(release => $"{release.Key}@{release.ReleasedAt:O}:{release.ShipTo!.City}");
        return string.Join('\n', [.. world.Mail.Templates(id), .. world.Mail.Keys, .. receipts, .. releases, (await world.ViewAsync(id)).Status.ToString()]);
    }
}
