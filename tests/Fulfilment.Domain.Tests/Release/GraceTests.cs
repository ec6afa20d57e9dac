using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Release;

public sealed class GraceTests
{
    private static readonly ReleasePolicy Engraving = A.Policy with
    {
        Categories = new Dictionary<string, CategoryRule> { ["engraving"] = new(400) },
        Services = new Dictionary<string, ServiceRule> { ["express"] = new(0, new TimeOnly(16, 0), 5), ["fast"] = new(30) },
    };

    private static readonly OrderLine Engraved = A.Line("L2", "RING", 1, 80m, "engraving");

    [Fact]
    public void GivenSeveralCategories_WhenPlanned_ThenTheLongestGraceWins()
    {
        var plan = World.With(A.Order(PaymentState.Paid, A.Line(), Engraved), Engraving).Allocated().Plan;
        var grace = Assert.Single(plan.Blockers);

        Assert.Equal((BlockerCode.Grace, A.Noon.AddMinutes(400)), (grace.Code, grace.Until));
        Assert.Equal(["L2"], grace.Lines);
        Assert.Equal("engraving allows changes until Tue 4 Mar 19:40", grace.Text);
        Assert.Equal((A.Noon.AddMinutes(400), A.Noon.AddMinutes(400)), (plan.ReleaseAt, plan.EditableUntil));
    }

    [Theory]
    [InlineData("express", 0)]
    [InlineData("fast", 30)]
    [InlineData("Standard", 400)]
    public void GivenAShippingService_WhenPlanned_ThenItShortensTheGrace(string service, int minutes)
    {
        var order = A.Order(PaymentState.Paid, Engraved) with { Shipping = new(service, service) };
        Assert.Equal(A.Noon.AddMinutes(minutes), World.With(order, Engraving).Allocated().Plan.ReleaseAt);
    }

    [Fact]
    public void GivenAShownDeadline_WhenAnEditWouldShortenIt_ThenItStays()
    {
        var world = World.With(A.Order(PaymentState.Paid, A.Line(), Engraved) with { Charges = A.Order().Charges with { Paid = A.Eur_(200m) } }, Engraving).Allocated();
        world.Edit(new EditChange.RemoveLine("L2")).Edit(new EditChange.ChangeShippingMethod("express"));
        Assert.Equal(Outcome.Applied, world.Receipt.Outcome);
        Assert.Equal(A.Noon.AddMinutes(400), world.Plan.EditableUntil);
        world.RunUntil(A.Noon.AddMinutes(399));
        Assert.Empty(world.Effects.OfType<Effect.HandOver>());
    }

    [Fact]
    public void GivenAShownDeadline_WhenThePolicyShortensIt_ThenItStays()
    {
        var world = World.With(A.Order(PaymentState.Paid, Engraved), Engraving).Allocated();
        world.Send(Actor.System, Policy(A.Policy with { Version = 2, MaxGraceMinutes = 60 }));
        Assert.Equal(A.Noon.AddMinutes(400), world.Plan.EditableUntil);
        Assert.Equal(2, world.Plan.PolicyVersion);
    }

    [Theory]
    [InlineData(GraceOnEditMode.Keep, 0, 60)]
    [InlineData(GraceOnEditMode.AtLeast, 15, 65)]
    [InlineData(GraceOnEditMode.AtLeast, 5, 60)]
    [InlineData(GraceOnEditMode.Restart, 0, 110)]
    public void GivenAnEditAtTheFiftiethMinute_WhenThePolicySaysSo_ThenTheGraceIsLonger(GraceOnEditMode mode, int minutes, int expected)
    {
        var world = World.With(policy: A.Policy with { GraceOnEdit = new(mode, minutes) }).Allocated().At(A.Noon.AddMinutes(50)).Edit(new EditChange.ChangeGiftMessage("hm"));
        Assert.Equal(A.Noon.AddMinutes(expected), world.Plan.EditableUntil);
        Assert.Equal(A.Noon.AddMinutes(expected), world.Plan.ReleaseAt);
    }

    [Fact]
    public void GivenEditAfterEdit_WhenEachRestartsTheGrace_ThenTheMaximumHolds()
    {
        var world = World.With(policy: A.Policy with { GraceOnEdit = new(GraceOnEditMode.Restart), MaxGraceMinutes = 120 }).Allocated();
        for (var i = 1; i <= 11; i++) world.At(A.Noon.AddMinutes(10 * i)).Edit(new EditChange.ChangeGiftMessage($"try {i}"));
        Assert.Equal(A.Noon.AddMinutes(120), world.Plan.EditableUntil);
    }

    [Fact]
    public void GivenTheGraceIsOver_WhenTheLastBlockerClears_ThenTheCustomerIsGivenNotice()
    {
        var world = World.With(policy: A.Policy with { NoticeMinutes = 20 }).RunUntil(A.Noon.AddMinutes(90));
        world.Allocated();
        var notice = Assert.Single(world.Plan.Blockers);

        Assert.Equal((BlockerCode.Notice, A.Noon.AddMinutes(110)), (notice.Code, notice.Until));
        Assert.Equal((A.Noon.AddMinutes(110), A.Noon.AddMinutes(110)), (world.Plan.EditableUntil, world.Plan.ReleaseAt));
        world.RunUntil(A.Noon.AddMinutes(110));
        Assert.Equal(A.Noon.AddMinutes(110), world.The<Effect.HandOver>().Release.ReleasedAt);
    }

    [Fact]
    public void GivenTheGraceRuns_WhenTheLastBlockerClears_ThenThereIsNoNotice()
    {
        var world = World.With(policy: A.Policy with { NoticeMinutes = 20 }).At(A.Noon.AddMinutes(50)).Allocated();
        Assert.Equal(A.Noon.AddMinutes(60), world.Plan.ReleaseAt);
    }

    [Fact]
    public void GivenAHoldAndAMissingStock_WhenTheGraceIsWaived_ThenOnlyTheGraceIs()
    {
        var world = World.With().Send(A.Agent, Hold("check")).Send(Actor.Customer, ReleaseNow()).RunUntil(A.Noon.AddMinutes(30));
        Assert.Equal([BlockerCode.Stock, BlockerCode.Hold], world.Plan.Blockers.Select(b => b.Code));
        Assert.Equal(A.Noon, world.Plan.EditableUntil);
        Assert.Equal(Outcome.NoOp, world.Send(Actor.Customer, ReleaseNow()).Receipt.Outcome);
    }

    [Fact]
    public void GivenAClockThatRanAhead_WhenAnOrderSaysItWasPlacedLater_ThenTheGraceCountsFromItsArrival() =>
        Assert.Equal(A.Noon.AddMinutes(60), World.With(A.Order() with { PlacedAt = A.Noon.AddDays(30) }).Plan.EditableUntil);
}
