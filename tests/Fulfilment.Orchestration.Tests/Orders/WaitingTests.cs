using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Orchestration.Tests.Orders;

/// <summary>Everything an order may wait for beside the clock.</summary>
public sealed class WaitingTests
{
    [Fact]
    public async Task Contact_Required_NothingLeavesBeforeItIsConfirmed()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world, "1", Samples.Line("1", "ENG", category: "engraved"));
        await world.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(OrderStatus.AwaitingContact, (await world.ViewAsync(id)).Status);
        Assert.Equal([MailTemplates.Received, MailTemplates.ContactRequested, MailTemplates.ContactReminder], world.Mail.Templates(id));

        await world.SendAsync(id, Commands.ConfirmContact("a1"));
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Single(await OrderLifeTests.ReleasesAsync(world, id));
    }

    [Fact]
    public async Task Stock_Missing_WaitsAndLeavesWhenItArrives()
    {
        await using var world = await OrderWorld.StartAsync();
        await world.ArriveAsync("MUG", 1);
        var id = await world.PlaceAsync(Samples.Order("1", world.Clock.GetUtcNow()));
        await world.AdvanceAsync(TimeSpan.FromHours(5));
        Assert.Equal(OrderStatus.AwaitingStock, (await world.ViewAsync(id)).Status);
        Assert.Contains(MailTemplates.BackOrder, world.Mail.Templates(id));
        Assert.Equal(0, (await world.Get<IStockLedger>().GetAsync(Samples.StoreKey, "MUG"))!.Allocated);

        await world.ArriveAsync("TEE", 2);
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Single(await OrderLifeTests.ReleasesAsync(world, id));
        Assert.Contains(MailTemplates.StockArrived, world.Mail.Templates(id));
    }

    [Fact]
    public async Task Stock_SplitShip_TwoReleasesWithTheirOwnKeys()
    {
        await using var world = await OrderWorld.StartAsync();
        await world.ArriveAsync("MUG", 1);
        var id = await world.PlaceAsync(Samples.Order("1", world.Clock.GetUtcNow()));
        await world.SendAsync(id, Commands.Backorder("b1", BackorderOption.SplitShip));
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal([$"{id}/1"], (await OrderLifeTests.ReleasesAsync(world, id)).Select(release => release.Key));

        await world.ArriveAsync("TEE", 2);
        await world.AdvanceAsync(TimeSpan.FromHours(2));

        var releases = await OrderLifeTests.ReleasesAsync(world, id);
        Assert.Equal([$"{id}/1", $"{id}/2"], releases.Select(release => release.Key));
        Assert.Equal([("MUG", 1), ("TEE", 2)], releases.SelectMany(release => release.Lines).Select(line => (line.Sku, line.Quantity)));
    }

    [Fact]
    public async Task Hold_Open_NothingLeavesUntilItIsLifted()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);
        await world.SendAsync(id, Commands.Hold("h1"));
        await world.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Empty(await OrderLifeTests.ReleasesAsync(world, id));
        Assert.Equal(OrderStatus.OnHold, (await world.ViewAsync(id)).Status);

        await world.SendAsync(id, Commands.Unhold("h2"));
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Single(await OrderLifeTests.ReleasesAsync(world, id));
    }

    [Fact]
    public async Task Payment_NeverComes_CancelledAtTheEndOfItsWindow()
    {
        await using var world = await OrderWorld.StartAsync();
        await world.ArriveAsync("MUG", 5);
        await world.ArriveAsync("TEE", 5);
        var id = await world.PlaceAsync(Unpaid(Samples.Order("1", world.Clock.GetUtcNow())));
        Assert.Equal(OrderStatus.AwaitingPayment, (await world.ViewAsync(id)).Status);

        await world.AdvanceAsync(TimeSpan.FromMinutes(Samples.Policy.PaymentWindowMinutes + 1));

        Assert.Equal(OrderStatus.Cancelled, (await world.ViewAsync(id)).Status);
        Assert.Contains(MailTemplates.Cancelled, world.Mail.Templates(id));
        Assert.Empty(await OrderLifeTests.ReleasesAsync(world, id));
        Assert.Equal(0, (await world.Get<IStockLedger>().GetAsync(Samples.StoreKey, "MUG"))!.Allocated);
    }

    [Fact]
    public async Task Money_AfterTheCancellation_IsRefundedInFull()
    {
        await using var world = await OrderWorld.StartAsync();
        await world.ArriveAsync("MUG", 5);
        await world.ArriveAsync("TEE", 5);
        var id = await world.PlaceAsync(Unpaid(Samples.Order("1", world.Clock.GetUtcNow())));
        await world.SendAsync(id, Commands.Cancel("c1"));

        await world.SendAsync(id, new OrderCommand.PaymentSettled(null, Samples.Euro(30), "late") { CommandId = "p1", Actor = Actor.System, At = world.Clock.GetUtcNow() });
        await world.IdleAsync();

        Assert.Equal(Samples.Euro(30), world.Payments.Refunded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DearerEdit_PaidOrLapsed_EndsAsOneOfTheTwo(bool pays)
    {
        await using var world = await OrderWorld.StartAsync();
        world.Payments.LeavesRequestsOpen = true;
        var id = await OrderLifeTests.StockedOrderAsync(world);

        var receipt = await world.SendAsync(id, Commands.Edit("c1", new EditChange.ChangeQuantity("1", 2)));
        Assert.Equal(Outcome.Provisional, receipt.Outcome);
        Assert.Equal(Samples.Euro(10), receipt.Provisional!.Amount);
        if (pays) await world.SendAsync(id, Commands.Settled("p1", receipt.Provisional.PaymentId, Samples.Euro(10)));
        await world.AdvanceAsync(TimeSpan.FromDays(1));

        var settled = (await world.Get<IReceiptStore>().GetAsync(id, "c1"))!;
        Assert.Equal(pays ? Outcome.Applied : Outcome.Rejected, settled.Outcome);
        if (!pays) Assert.IsType<Refusal.PaymentExpired>(settled.Reason);
        var mug = Assert.Single(await OrderLifeTests.ReleasesAsync(world, id)).Lines.Single(line => line.Sku == "MUG");
        Assert.Equal(pays ? 2 : 1, mug.Quantity);
    }

    [Fact]
    public async Task PolicyChanged_InFlight_MovesTheGate()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await OrderLifeTests.StockedOrderAsync(world);
        var longer = Samples.Policy with { Version = 3, Default = new CategoryRule(GraceMinutes: 300) };

        await world.SendAsync(id, new OrderCommand.PolicyChanged(longer) { CommandId = "s1", Actor = Actor.System, At = world.Clock.GetUtcNow() });

        var view = await world.ViewAsync(id);
        Assert.Equal(view.PlacedAt + TimeSpan.FromMinutes(300), view.Plan.ReleaseAt);
        Assert.Equal(3, view.Plan.PolicyVersion);
    }

    private static OrderSnapshot Unpaid(OrderSnapshot order) =>
        order with { Payment = PaymentState.Pending, Charges = order.Charges with { Paid = Money.Zero(Samples.Eur) } };
}
