using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Tests.World;

namespace Fulfilment.Orchestration.Tests.Orders;

/// <summary>An order from paid to delivered on the real engine.</summary>
public sealed class OrderLifeTests
{
    [Fact]
    public async Task Place_PaidAndInStock_WaitsForTheGraceAndSaysSo()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await StockedOrderAsync(world);

        var view = await world.ViewAsync(id);

        Assert.Equal(OrderStatus.Unhandled, view.Status);
        Assert.Equal(world.Clock.GetUtcNow() + TimeSpan.FromMinutes(60), view.Plan.ReleaseAt);
        Assert.Equal([BlockerCode.Grace], view.Plan.Blockers.Select(blocker => blocker.Code));
        Assert.Equal([MailTemplates.Received], world.Mail.Templates(id));
    }

    [Fact]
    public async Task Grace_Ends_ReleasedOnceAtItsInstant()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await StockedOrderAsync(world);
        var gate = (await world.ViewAsync(id)).Plan.ReleaseAt!.Value;

        await world.AdvanceAsync(TimeSpan.FromDays(1));

        var release = Assert.Single(await ReleasesAsync(world, id));
        Assert.Equal(gate, release.ReleasedAt);
        Assert.True(release.NotBefore <= release.ReleasedAt);
        Assert.Equal(OrderStatus.Released, (await world.ViewAsync(id)).Status);
        Assert.Contains(MailTemplates.Released, world.Mail.Templates(id));
    }

    [Fact]
    public async Task Parcel_GoesItsWay_DeliveredWithAMailAtEachStep()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await StockedOrderAsync(world);
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        var tracking = Assert.Single((await world.ViewAsync(id)).Shipments).TrackingNumber!;

        await world.SendAsync(id, Commands.Acknowledge("w1"));
        await world.SendAsync(id, Commands.Step("w2", WarehouseStep.Collected));
        Assert.Equal(OrderStatus.Collected, (await world.ViewAsync(id)).Status);
        await world.SendAsync(id, Commands.Step("w3", WarehouseStep.Packing));
        Assert.Equal(OrderStatus.Packing, (await world.ViewAsync(id)).Status);
        await world.SendAsync(id, Commands.Step("w4", WarehouseStep.ReadyForShipment));
        Assert.Equal(OrderStatus.ReadyForShipment, (await world.ViewAsync(id)).Status);
        await world.SendAsync(id, Commands.PickedUp("k1", tracking));
        Assert.Equal(OrderStatus.Sent, (await world.ViewAsync(id)).Status);
        await world.SendAsync(id, Commands.Track("k2", tracking, TrackingStatus.OutForDelivery));
        await world.SendAsync(id, Commands.Delivered("k3", tracking));

        Assert.Equal(OrderStatus.Delivered, (await world.ViewAsync(id)).Status);
        Assert.Equal(
            [MailTemplates.Received, MailTemplates.Released, MailTemplates.Shipped, MailTemplates.OutForDelivery, MailTemplates.Delivered],
            world.Mail.Templates(id));
        Assert.Equal(3, (await world.Get<IStockLedger>().GetAsync(Samples.StoreKey, "TEE"))!.OnHand);
    }

    [Fact]
    public async Task Aftercare_Ends_InstanceEndsAndCommandsAreRefusedAsClosed()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await StockedOrderAsync(world);
        await world.SendAsync(id, Commands.Cancel("c1"));

        await world.AdvanceAsync(TimeSpan.FromDays(Samples.Policy.AftercareDays + 1));

        Assert.Equal(OrchestrationStatus.Completed, (await world.Engine.Client.GetInstanceAsync(id))!.Status);
        var closed = Assert.IsType<Submission.Closed>(await world.SubmitAsync(id, Commands.Edit("late", new EditChange.ChangeGiftMessage("hello"))));
        Assert.Equal(Outcome.Rejected, closed.Receipt.Outcome);
        Assert.IsType<Refusal.OrderClosed>(closed.Receipt.Reason);
    }

    [Fact]
    public async Task MailProvider_Down_DelaysItsOwnMailsAndNothingElse()
    {
        await using var world = await OrderWorld.StartAsync();
        world.Mail.IsDown = true;
        var id = await StockedOrderAsync(world);

        await world.AdvanceAsync(TimeSpan.FromMinutes(61));

        Assert.Equal(OrderStatus.Released, (await world.ViewAsync(id)).Status);
        Assert.Empty(world.Mail.Templates(id));
        world.Mail.IsDown = false;
        await world.AdvanceAsync(TimeSpan.FromHours(12));
        Assert.Equal([MailTemplates.Received, MailTemplates.Released], world.Mail.Templates(id));
        Assert.Equal(world.Mail.Keys.Count, world.Mail.Keys.Distinct().Count());
    }

    [Fact]
    public async Task WarehouseStep_Overdue_AlertsStaffOnce()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await StockedOrderAsync(world);
        await world.AdvanceAsync(TimeSpan.FromMinutes(61));
        await world.SendAsync(id, Commands.Acknowledge("w1"));

        await world.AdvanceAsync(TimeSpan.FromDays(2));

        var alerts = (await world.Get<IStaffAlerts>().ListOpenAsync(Samples.StoreKey)).Items;
        Assert.Single(alerts, alert => alert.OrderId == id && alert.Code == "SlaMissed");
    }

    [Fact]
    public async Task Intercept_Succeeds_CancelledRefundedAndBackInStock()
    {
        await using var world = await OrderWorld.StartAsync();
        var id = await StockedOrderAsync(world);
        await world.AdvanceAsync(TimeSpan.FromMinutes(61));

        await world.SendAsync(id, Commands.Intercept("i1"));
        var entry = await world.Get<IReleaseFeed>().GetAsync($"{id}/1");
        Assert.True(entry!.InterceptRequested);
        await world.SendAsync(id, Commands.InterceptSucceeded("i2"));

        Assert.Equal(OrderStatus.Cancelled, (await world.ViewAsync(id)).Status);
        Assert.Equal(Samples.Euro(30), world.Payments.Refunded);
        Assert.Equal(0, (await world.Get<IStockLedger>().GetAsync(Samples.StoreKey, "MUG"))!.Allocated);
    }

    internal static async Task<string> StockedOrderAsync(OrderWorld world, string externalId = "1001", params OrderLine[] lines)
    {
        foreach (var sku in new[] { "MUG", "TEE", "ENG", "STK" }) await world.ArriveAsync(sku, 5);
        return await world.PlaceAsync(Samples.Order(externalId, world.Clock.GetUtcNow(), lines));
    }

    internal static async Task<IReadOnlyList<ReleaseOrder>> ReleasesAsync(OrderWorld world, string id) =>
        [.. (await world.Get<IReleaseFeed>().ReadAsync(null, after: 0)).Select(entry => entry.Release).Where(release => release.OrderId == id)];
}
