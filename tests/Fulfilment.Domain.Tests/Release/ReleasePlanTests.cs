using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Release;

public sealed class ReleasePlanTests
{
    private static readonly WarehouseCalendar Mornings = new()
    {
        TimeZone = "Europe/Paris",
        Week = new Dictionary<DayOfWeek, OpeningHours> { [DayOfWeek.Wednesday] = new(new(9, 0), new(12, 0)), [DayOfWeek.Thursday] = new(new(9, 0), new(12, 0)) },
    };

    [Fact]
    public void GivenAClosedWarehouse_WhenPlanned_ThenItWaitsForTheNextSlotAndSaysWhy()
    {
        var world = World.With(policy: A.Policy with { Calendar = Mornings }).Allocated();
        var opens = new DateTimeOffset(2025, 3, 5, 8, 0, 0, TimeSpan.Zero);

        Assert.Equal(opens, world.Plan.ReleaseAt);
        Assert.Equal(A.Noon.AddMinutes(60), world.Plan.EditableUntil);
        Assert.Equal([BlockerCode.Grace, BlockerCode.Warehouse], world.Plan.Blockers.Select(b => b.Code));
        Assert.Equal("warehouse closed until Wed 5 Mar 09:00", world.Plan.Blockers[^1].Text);

        world.RunUntil(opens.AddMinutes(-1));
        Assert.Equal([BlockerCode.Warehouse], world.Plan.Blockers.Select(b => b.Code));
        Assert.Equal(Outcome.Applied, world.Edit(new EditChange.ChangeGiftMessage("still open")).Receipt.Outcome);
        world.RunUntil(opens);
        Assert.Equal((opens, opens), (world.The<Effect.HandOver>().Release.ReleasedAt, world.The<Effect.HandOver>().Release.NotBefore));
    }

    [Fact]
    public void GivenAnExpressOrder_WhenItsServiceHasALaterCutOff_ThenThatCounts()
    {
        var policy = A.Policy with { Calendar = new() { TimeZone = "Europe/Paris", CutOff = new(11, 0) }, Services = new Dictionary<string, ServiceRule> { ["express"] = new(0, new TimeOnly(15, 0), 7) } };
        Assert.Equal(A.Noon, World.With(A.Order() with { Shipping = new("express", "Express") }, policy).Allocated().Plan.ReleaseAt);
        Assert.Equal(new DateTimeOffset(2025, 3, 4, 23, 0, 0, TimeSpan.Zero), World.With(policy: policy).Allocated().Plan.ReleaseAt);
        Assert.Equal(7, World.With(A.Order() with { Shipping = new("express", "Express") }, policy).The<Effect.DemandStock>().Demand.Priority);
    }

    [Fact]
    public void GivenAWishedDateThatIsNear_WhenStockIsDemanded_ThenItHasMorePriority()
    {
        Assert.Equal(1, World.With(A.Order() with { WishedDate = new(2025, 3, 6) }).The<Effect.DemandStock>().Demand.Priority);
        Assert.Equal(0, World.With(A.Order() with { WishedDate = new(2025, 4, 6) }).The<Effect.DemandStock>().Demand.Priority);
    }

    [Fact]
    public void GivenATestOrder_WhenTheStoreIsReal_ThenItIsNeverReservedNorReleasedNorWrittenAbout()
    {
        var world = World.With(A.Order() with { Test = true }).RunUntil(A.Noon.AddDays(30));
        Assert.Equal([BlockerCode.TestOrder, BlockerCode.Stock], world.Plan.Blockers.Select(b => b.Code));
        Assert.Empty(world.Effects);
        Assert.Single(World.With(A.Order() with { Test = true }, testStore: true).Allocated().RunUntil(A.Noon.AddHours(1)).Effects.OfType<Effect.HandOver>());
    }

    [Fact]
    public void GivenOnlyDownloads_WhenPlanned_ThenThereIsNothingToShip()
    {
        var world = World.With(A.Order(PaymentState.Paid, A.Line() with { RequiresShipping = false })).RunUntil(A.Noon.AddDays(1));
        Assert.Equal([BlockerCode.NothingToShip], world.Plan.Blockers.Select(b => b.Code));
        Assert.Empty(world.Effects.OfType<Effect.DemandStock>());
    }

    [Fact]
    public void GivenDownloadsAndGoods_WhenReleased_ThenOnlyTheGoodsEnterTheParcel()
    {
        var world = World.With(A.Order(PaymentState.Paid, A.Line(), A.Line("L2", "EBOOK") with { RequiresShipping = false }, A.Line("L3", "GONE") with { Quantity = 0 })).Allocated().RunUntil(A.Noon.AddHours(1));
        Assert.Equal(["MUG"], world.The<Effect.HandOver>().Release.Lines.Select(l => l.Sku));
    }

    [Fact]
    public void GivenAnUnpaidOrder_WhenPlanned_ThenItHasNoInstantAndLapsesByPolicy()
    {
        var world = World.With(A.Order(PaymentState.Pending)).Allocated();
        Assert.Equal(OrderStatus.AwaitingPayment, world.View.Status);
        Assert.Null(world.Plan.ReleaseAt);
        Assert.Equal(A.Noon.AddDays(3), world.Plan.WakeAt);
        Assert.Equal("payment of 25.00 EUR is open; the order lapses Fri 7 Mar 13:00", world.Plan.Blockers[^1].Text);

        world.RunUntil(A.Noon.AddDays(3));
        Assert.Equal((OrderStatus.Cancelled, "payment expired"), (world.View.Status, world.View.CancelReason));
        Assert.Contains("cancelled", world.Mails);
        Assert.Empty(world.Effects.OfType<Effect.RefundPayment>());
        Assert.True(world.View.Totals.Due.IsZero);

        world.Send(Actor.System, Settled(null, 25m, "very late"));
        Assert.Equal(A.Eur_(25m), world.The<Effect.RefundPayment>().Amount);
    }

    [Fact]
    public void GivenAnAuthorisedOrder_WhenTheStoreWantsItPaid_ThenItWaitsWithoutLapsing()
    {
        var world = World.With(A.Order(PaymentState.Authorized), A.Policy with { ReleaseOnAuthorized = false }).Allocated().RunUntil(A.Noon.AddDays(10));
        Assert.Equal(OrderStatus.AwaitingPayment, world.View.Status);
        world.Send(Actor.System, Settled(null, 25m, "captured")).RunUntil(world.Now);
        Assert.Equal(OrderStatus.Released, world.View.Status);
        Assert.Contains("payment-received", world.Mails);
    }

    [Fact]
    public void GivenAnExpectedArrival_WhenPlanned_ThenThePlanNamesTheDate()
    {
        var eta = A.Noon.AddDays(4);
        var world = World.With().Send(Actor.System, Expect(1, eta, new StockLine("MUG", 1)));
        Assert.Equal((OrderStatus.AwaitingStock, (DateTimeOffset?)eta), (world.View.Status, world.Plan.ReleaseAt));
        Assert.Equal("awaiting stock of 1 × MUG, expected Sat 8 Mar 13:00", world.Plan.Blockers[^1].Text);
        Assert.Null(world.Plan.WakeAt);

        world.At(eta.AddMinutes(1));
        Assert.Null(world.Plan.ReleaseAt);
        Assert.Null(Assert.Single(world.Plan.Blockers).Until);
    }

    [Fact]
    public void GivenAReleasedOrder_WhenStepsAreLate_ThenStaffAreAlertedOncePerStep()
    {
        var policy = A.Policy with { SlaMinutes = new Dictionary<WarehouseStep, int> { [WarehouseStep.Collected] = 30, [WarehouseStep.ReadyForShipment] = 60 } };
        var world = World.With(policy: policy).Allocated().RunUntil(A.Noon.AddMinutes(60));
        Assert.Equal(A.Noon.AddMinutes(90), world.Plan.WakeAt);

        world.RunUntil(A.Noon.AddHours(20));
        Assert.Equal("SlaMissed", world.The<Effect.AlertStaff>().Code);
        world.Send(A.Wms, Step(WarehouseStep.Packing));
        Assert.Equal(world.Now.AddMinutes(60), world.Plan.WakeAt);
        world.RunUntil(world.Now.AddDays(2));
        Assert.Equal(2, world.Effects.OfType<Effect.AlertStaff>().Count());
    }
}
