using FsCheck.Xunit;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;

namespace Fulfilment.Domain.Tests.Properties;

public sealed class OrderProperties
{
    private const int Runs = 200;

    [Property(MaxTest = Runs, Arbitrary = [typeof(Lives)])]
    public void GivenAnyLife_WhenItIsSerialisedOrReplayed_ThenTheStateIsTheSame(Life life) =>
        Script.Start(life.Seed).Run(life.Numbers).World.CheckState();

    [Property(MaxTest = Runs, Arbitrary = [typeof(Lives)])]
    public void GivenAnyLife_WhenMoneyIsAdded_ThenTheTotalsEquationHolds(Life life) => Script.Start(life.Seed).Check(world =>
    {
        var totals = world.View.Totals;
        var order = world.State.Data;
        Assert.Equal(totals.Lines + totals.Shipping + totals.Fees + totals.Tips + totals.TaxesNotIncluded - totals.Discounts, totals.Total);
        Assert.Equal(totals.Total - totals.GiftCards - totals.Paid + totals.Refunded, totals.Due);
        Assert.Equal(order.Money.Sum(e => e is { Kind: PaymentKind.Charge, Status: PaymentStatus.Settled }), totals.Paid);
        Assert.Equal(order.Money.Sum(e => e is { Kind: PaymentKind.Refund, Status: PaymentStatus.Settled }), totals.Refunded);
        Assert.False(totals.Total.IsNegative);
        if (world.State is OrderState.Cancelled) return;
        Assert.Equal(order.Content.Lines.Sum(l => l.UnitPrice.Minor * l.Quantity), totals.Lines.Minor);
    }).Run(life.Numbers);

    [Property(MaxTest = Runs, Arbitrary = [typeof(Lives)])]
    public void GivenAnyLife_WhenAnOrderIsOver_ThenNobodysMoneyIsKept(Life life) => Script.Start(life.Seed).Check(world =>
    {
        var money = world.State.Data.Money;
        if (world.State is OrderState.Cancelled) Assert.Equal(money.Paid - money.Refunded, money.OpenRefunds);
        if (world.State is OrderState.Released or OrderState.Sent or OrderState.Delivered) Assert.True(PaymentRules.Credit(world.State.Data).IsZero);
        Assert.True(money.Refunded + money.OpenRefunds <= money.Paid);
    }).Run(life.Numbers, storefront: false);

    [Property(MaxTest = Runs, Arbitrary = [typeof(Lives)])]
    public void GivenAnyLife_WhenPlanned_ThenTheInstantIsNeverBeforeABlocker(Life life) => Script.Start(life.Seed).Check(world =>
    {
        var plan = world.Plan;
        if (plan.ReleaseAt is { } at) Assert.All(plan.Blockers, b => Assert.True(b.Until <= at));
        if (plan.Blockers.Any(b => b.Until is null)) Assert.Null(plan.ReleaseAt);
        Assert.All(plan.Blockers, b => Assert.NotEmpty(b.Text));
        Assert.Equal(plan.WakeAt, OrderDecider.Instance.WakeAt(world.State, world.Now));
    }).Run(life.Numbers);

    [Property(MaxTest = Runs, Arbitrary = [typeof(Lives)])]
    public void GivenAnyLife_WhenAParcelIsReleased_ThenNothingStoodInItsWayAndItIsReleasedOnce(Life life)
    {
        var script = Script.Start(life.Seed).Check(world =>
        {
            var releases = world.Effects.OfType<Effect.HandOver>().Select(h => h.Release).ToList();
            Assert.Equal(releases.Count, releases.Select(r => r.Key).Distinct().Count());
            Assert.Equal(releases, world.State.Data.Shipments.Select(s => s.Release));
            Assert.All(releases, r => Assert.True(r.NotBefore <= r.ReleasedAt && r.Lines.Count > 0 && r.Lines.All(l => l.Quantity > 0)));
        });
        script.World.BeforeRelease = plan => Assert.DoesNotContain(plan.Blockers, b => b.Until is null || b.Until > script.World.Now);
        script.Run(life.Numbers);
    }

    [Property(MaxTest = Runs, Arbitrary = [typeof(Lives)])]
    public void GivenAnyLife_WhenADeadlineWasShown_ThenItIsNeverShortenedButByAWaiver(Life life)
    {
        DateTimeOffset? shown = null;
        Waiver? waiver = null;
        Script.Start(life.Seed).Check(world =>
        {
            if (world.State is not OrderState.Open open) return;
            if (open.Order.Grace.Waiver != waiver) shown = null;
            waiver = open.Order.Grace.Waiver;
            var until = world.View.Plan.EditableUntil!.Value;
            Assert.True(shown is null || until >= shown, $"{shown:O} became {until:O}");
            shown = until;
        }).Run(life.Numbers);
    }

    [Property(MaxTest = Runs, Arbitrary = [typeof(Lives)])]
    public void GivenAnyLife_WhenEditsExtendTheGrace_ThenTheCapHolds(Life life) => Script.Start(life.Seed).Check(world =>
    {
        if (world.State is not OrderState.Open { Order: var order }) return;
        Assert.True(GraceRules.NaturalEnd(order) <= GraceRules.Cap(order) || order.Grace.Waiver is not null);
        if (order.Policy.NoticeMinutes == 0 && order.Grace.Waiver is null) Assert.True(world.Plan.EditableUntil <= GraceRules.Cap(order));
    }).Run(life.Numbers, storefront: false);

    [Property(MaxTest = Runs, Arbitrary = [typeof(Lives)])]
    public void GivenAnyLife_WhenCommandsAreDecided_ThenVersionsAndDemandsOnlyRise(Life life)
    {
        var version = 0;
        Script.Start(life.Seed).Check(world =>
        {
            Assert.True(world.State.Version >= version);
            version = world.State.Version;
            var demands = world.Effects.OfType<Effect.DemandStock>().Select(d => d.Demand.Version).ToList();
            Assert.Equal(demands.Distinct().Order(), demands);
            if (demands.Count > 0) Assert.True(world.State.Data.Stock.Version >= demands[^1]);
        }).Run(life.Numbers);
    }

    [Property(MaxTest = Runs, Arbitrary = [typeof(Lives)])]
    public void GivenAnyLife_WhenTimePasses_ThenEveryWakeDoesSomethingAndItEnds(Life life)
    {
        var world = Script.Start(life.Seed).Run(life.Numbers).World;
        world.RunUntil(world.Now.AddDays(400));
        Assert.True(OrderDecider.Instance.WakeAt(world.State, world.Now) is null || OrderDecider.Instance.IsFinished(world.State, world.Now));
        Assert.True(world.View.IsTerminal || world.View.Status is OrderStatus.Sent || world.State.Data.Shipments.Count > 0 || world.Plan.Blockers.Count > 0);
    }
}
