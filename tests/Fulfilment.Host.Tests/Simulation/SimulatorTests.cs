using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Host.Simulation;

namespace Fulfilment.Host.Tests.Simulation;

/// <summary>The simulator on few orders whose outcome can be said by hand.</summary>
public sealed class SimulatorTests
{
    private static readonly ReleasePolicy OneHour = new() { Default = new CategoryRule(GraceMinutes: 60) };
    private static readonly CostRates Rates = new(LateEdit: 20m, OrderDay: 24m);

    [Fact]
    public void Run_EditsOnBothSidesOfTheGate_CaughtAndTooLate()
    {
        var orders = new[] { Made.Order("1", Made.Edit("e", minutes: 59)), Made.Order("2", Made.Edit("e", minutes: 61)), Made.Order("3") };

        var verdict = Verdict.Of(new("one hour", OneHour), Simulator.Run(Made.Workload(orders, stock: 10), new("one hour", OneHour)), Rates);

        Assert.Equal((3, 2, 1, 1, 0.5), (verdict.Released, verdict.Edits, verdict.Caught, verdict.TooLate, verdict.CaughtShare));
        Assert.Equal(new LeadTime(60, 60, 60), verdict.Lead);
        Assert.Equal(20m + 3, verdict.Cost);
    }

    [Fact]
    public void Run_CancelledBeforeTheGate_IsCaughtAndNeverReleased()
    {
        var cancel = new Intent(Made.Start.AddMinutes(30), new OrderCommand.Cancel() { CommandId = "c", Actor = Actor.Customer, At = Made.Start });

        var verdict = Run(OneHour, [Made.Order("1", cancel)], stock: 10);

        Assert.Equal((0, 1, 0, 1), (verdict.Released, verdict.Cancelled, verdict.Waiting, verdict.Caught));
        Assert.Null(verdict.Lead);
    }

    [Fact]
    public void Run_GoodsArriveLater_LeadTimeIsTheirs()
    {
        var workload = Made.Workload([Made.Order("1")], stock: 0) with { Deliveries = [new(Made.Start.AddHours(30), "demo", "MUG", 1)] };

        var instance = Assert.Single(Simulator.Run(workload, new("one hour", OneHour)));

        Assert.Equal(Made.Start.AddHours(30), instance.ReleasedAt);
    }

    [Fact]
    public void Run_StockForOne_TheOlderGetsItAndTheOtherWaits()
    {
        var verdict = Run(OneHour, [Made.Order("1"), Made.Order("2")], stock: 1);

        Assert.Equal((1, 1), (verdict.Released, verdict.Waiting));
    }

    [Fact]
    public void Run_RefusedForItsCategory_IsCaughtButRefused()
    {
        var fixedGoods = OneHour with { Default = new CategoryRule(GraceMinutes: 60, EditableChanges: []) };

        var verdict = Run(fixedGoods, [Made.Order("1", Made.Edit("e", minutes: 10))], stock: 1);

        Assert.Equal((1, 0), (verdict.Caught, verdict.TooLate));
        Assert.Equal(1, verdict.Refused[nameof(Refusal.NotEditableForCategory)]);
    }

    [Fact]
    public void Run_ContactDemanded_WaitsForTheCustomersAnswer()
    {
        var contact = OneHour with { Default = new CategoryRule(GraceMinutes: 60, Contact: new ContactRule(Required: true)) };
        var answers = Made.Order("1") with { ConfirmsAfter = TimeSpan.FromHours(5) };

        var instances = Simulator.Run(Made.Workload([answers, Made.Order("2")], stock: 5), new("contact", contact));

        Assert.Equal([Made.Start.AddHours(5), null], instances.Select(instance => instance.ReleasedAt));
    }

    [Fact]
    public void Run_BackOrderSplit_FirstParcelLeavesWithWhatIsThere()
    {
        var order = Made.Order("1") with { Backorder = (BackorderOption.SplitShip, TimeSpan.FromHours(3)) };
        order = order with { Snapshot = order.Snapshot with { Lines = [.. order.Snapshot.Lines, Made.Line("2", "TEE")] } };

        var instance = Assert.Single(Simulator.Run(Made.Workload([order], stock: 1), new("one hour", OneHour)));

        Assert.Equal(Made.Start.AddHours(3), instance.ReleasedAt);
        Assert.IsType<OrderState.PartlyReleased>(instance.State);
    }

    private static Verdict Run(ReleasePolicy policy, IReadOnlyList<SimulatedOrder> orders, int stock) =>
        Verdict.Of(new("tried", policy), Simulator.Run(Made.Workload(orders, stock), new("tried", policy)), Rates);
}
