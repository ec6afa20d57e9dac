using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Orchestration.Tests.Orders;

/// <summary>The customer against the gate: an edit is on the parcel or refused with a receipt, never both and never neither.</summary>
public sealed class RaceTests
{
    [Fact]
    public async Task Edit_BeforeTheGate_IsOnTheParcel()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);

        var receipt = await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeAddress(Samples.Elsewhere), new EditChange.RemoveLine("2")));
        await world.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal(Outcome.Applied, receipt.Outcome);
        var release = Assert.Single(await OrderLifeTests.ReleasesAsync(world, id));
        Assert.Equal(Samples.Elsewhere, release.ShipTo);
        Assert.Equal(["MUG"], release.Lines.Select(line => line.Sku));
        Assert.Equal(Samples.Euro(20), world.Payments.Refunded);
    }

    [Fact]
    public async Task Edit_AfterTheRelease_IsRefusedNamingWhenAndWhatIsLeft()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);
        var gate = (await world.ViewAsync(id)).Plan.ReleaseAt!.Value;
        await world.AdvanceToAsync(gate);

        var receipt = await world.SendAsync(id, Commands.Edit("late", new EditChange.ChangeAddress(Samples.Elsewhere)));

        Assert.Equal(Outcome.Rejected, receipt.Outcome);
        Assert.Equal(gate, Assert.IsType<Refusal.AlreadyReleased>(receipt.Reason).At);
        Assert.Contains("Intercept", receipt.Next);
        Assert.Equal(Samples.Home, Assert.Single(await OrderLifeTests.ReleasesAsync(world, id)).ShipTo);
        Assert.Contains(MailTemplates.EditRefused, world.Mail.Templates(id));
    }

    [Fact]
    public async Task Edit_InTheTurnOfTheGate_GoesFirst()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);
        var gate = (await world.ViewAsync(id)).Plan.ReleaseAt!.Value;
        await world.Engine.Client.SuspendAsync(id);
        await world.AdvanceToAsync(gate);
        await world.SubmitAsync(id, Commands.Edit("c1", new EditChange.ChangeAddress(Samples.Elsewhere)));

        // Both the timer and the command are there when the instance wakes.
        await world.Engine.Client.ResumeAsync(id);
        await world.AdvanceAsync(TimeSpan.FromHours(3));

        Assert.Equal(Outcome.Applied, (await world.Get<IReceiptStore>().GetAsync(id, "c1"))!.Outcome);
        Assert.Equal(Samples.Elsewhere, Assert.Single(await OrderLifeTests.ReleasesAsync(world, id)).ShipTo);
    }

    [Fact]
    public async Task Edit_SameCommandIdTwice_IsOneEditWithOneReceipt()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);
        var edit = Commands.Edit("c1", new EditChange.ChangeQuantity("2", 1));

        var first = await world.SendAsync(id, edit);
        var again = await world.SubmitAsync(id, edit);
        await world.IdleAsync();

        Assert.IsType<Submission.Repeated>(again);
        Assert.Equal(first.Version, (await world.ViewAsync(id)).Version);
        Assert.Single(world.Mail.Templates(id), MailTemplates.EditApplied);
    }

    [Fact]
    public async Task ReleaseNow_WithinTheGrace_ReleasesAtOnce()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);
        var now = world.Clock.GetUtcNow();

        await world.SendAsync(id, Commands.ReleaseNow("c1"));
        await world.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(now, Assert.Single(await OrderLifeTests.ReleasesAsync(world, id)).ReleasedAt);
    }

    [Fact]
    public async Task Edit_StickersThatCannotBeChanged_IsRefusedForItsCategory()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world, "1002", Samples.Line("1", "STK", category: "stickers"), Samples.Line("2", "MUG"));

        var receipt = await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeQuantity("1", 2)));

        Assert.Equal("stickers", Assert.IsType<Refusal.NotEditableForCategory>(receipt.Reason).Category);
    }
}
