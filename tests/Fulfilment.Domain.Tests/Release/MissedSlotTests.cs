using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Release;

/// <summary>Rules version 3: a slot that went by while nobody could release the order is gone. Older orders are released at once, closed or not.</summary>
public sealed class MissedSlotTests
{
    private static readonly DateTimeOffset Opens = new(2025, 3, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Closes = Opens.AddHours(3);
    private static readonly DateTimeOffset OpensNext = Opens.AddDays(1);

    private static readonly ReleasePolicy Policy = A.Policy with
    {
        Calendar = new()
        {
            TimeZone = "Europe/Paris",
            Week = new Dictionary<DayOfWeek, OpeningHours> { [DayOfWeek.Wednesday] = new(new(9, 0), new(12, 0)), [DayOfWeek.Thursday] = new(new(9, 0), new(12, 0)) },
        },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void GivenAnOlderOrder_WhenItsSlotWasMissed_ThenItGoesAtOnce(int rulesVersion)
    {
        var world = Waiting(rulesVersion).At(Closes.AddHours(6)).RunUntil(Closes.AddHours(6));

        Assert.Equal((Closes.AddHours(6), Opens), Released(world));
    }

    [Fact]
    public void GivenAMissedSlot_WhenTheWarehouseIsClosed_ThenTheOrderWaitsForTheNextAndSaysWhy()
    {
        var world = Waiting().At(Closes.AddHours(6)).Send(Actor.System, Wake());

        Assert.Equal((OpensNext, OpensNext), (world.Plan.ReleaseAt, world.Plan.WakeAt));
        Assert.Equal([(BlockerCode.Warehouse, "warehouse closed until Thu 6 Mar 09:00")], world.Plan.Blockers.Select(b => (b.Code, b.Text)));
        Assert.Equal(Outcome.Applied, world.Edit(new EditChange.ChangeGiftMessage("still open")).Receipt.Outcome);
        Assert.Equal((OpensNext, Opens), Released(world.RunUntil(OpensNext)));
    }

    [Fact]
    public void GivenAMissedSlot_WhenTheWarehouseIsOpen_ThenTheOrderGoesAtOnceAndItsPlanStands()
    {
        var world = Waiting().At(Opens.AddHours(2));
        Assert.Equal((Opens, Opens), (world.Plan.ReleaseAt, world.Plan.WakeAt));

        Assert.Equal((Opens.AddHours(2), Opens), Released(world.RunUntil(Opens.AddHours(2))));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(15 * 60, true)]
    [InlineData(15 * 60 + 1, false)]
    public void GivenTheLastSlotOfTheDay_WhenTheServerIsLate_ThenAQuarterOfAnHourIsForgiven(int seconds, bool goes)
    {
        var slot = Closes.AddSeconds(-1);
        var world = World.With(policy: Policy with { Default = new(GraceMinutes: 0) }).At(slot).Allocated();
        Assert.Equal(slot, world.Plan.ReleaseAt);

        world.At(slot.AddSeconds(seconds)).Send(Actor.System, Wake());

        Assert.Equal(goes ? (slot.AddSeconds(seconds), slot) : ((DateTimeOffset, DateTimeOffset)?)null, world.Effects.OfType<Effect.HandOver>().Any() ? Released(world) : null);
        if (!goes) Assert.Equal(OpensNext, world.Plan.ReleaseAt);
    }

    [Fact]
    public void GivenACutOffThatWasMissed_WhenTheDayIsNotOver_ThenTheOrderGoesTheNextDay()
    {
        var policy = Policy with { Calendar = Policy.Calendar with { CutOff = new(10, 0) } };
        var world = World.With(policy: policy).Allocated();
        Assert.Equal(Opens, world.Plan.ReleaseAt);

        Assert.Equal(OpensNext, world.At(Opens.AddHours(2)).Plan.ReleaseAt);
    }

    [Fact]
    public void GivenTheRestOfASplitOrder_WhenItsSlotWasMissed_ThenItWaitsToo()
    {
        var world = World.With(A.Order(PaymentState.Paid, A.Line(), A.Line("L2", "TEE")), Policy)
            .Send(Actor.System, Expect(1, Opens.AddDays(3), new StockLine("TEE", 1))).Send(Actor.Customer, Choose(BackorderOption.SplitShip)).Allocated(false, new StockLine("MUG", 1)).RunUntil(Opens);
        Assert.Equal(StateKind.PartlyReleased, world.State.Kind);

        world.At(Closes.AddHours(1)).Allocated().At(OpensNext.AddHours(4)).Send(Actor.System, Wake());

        Assert.Single(world.Effects.OfType<Effect.HandOver>());
        Assert.Equal(Opens.AddDays(7), world.Plan.ReleaseAt);
    }

    private static World Waiting(int rulesVersion = RulesVersions.Current) => World.With(policy: Policy, rulesVersion: rulesVersion).Allocated();

    private static (DateTimeOffset At, DateTimeOffset NotBefore) Released(World world)
    {
        var release = world.The<Effect.HandOver>().Release;
        return (release.ReleasedAt, release.NotBefore);
    }
}
