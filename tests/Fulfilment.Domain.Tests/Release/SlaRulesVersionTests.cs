using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Domain.Tests.Support;
using static Fulfilment.Domain.Tests.Support.Commands;

namespace Fulfilment.Domain.Tests.Release;

/// <summary>Rules version 2: a known problem excuses lateness. Orders of version 1 that are still open keep what they had.</summary>
public sealed class SlaRulesVersionTests
{
    private static readonly ReleasePolicy Policy = A.Policy with { SlaMinutes = new Dictionary<WarehouseStep, int> { [WarehouseStep.Collected] = 30 } };
    private static readonly DateTimeOffset Released = A.Noon.AddMinutes(60);

    [Fact]
    public void GivenAnOrderOfVersion1_WhenAStepIsLateWithAKnownProblem_ThenStaffAreAlertedOfBoth()
    {
        var world = Troubled(rulesVersion: 1);
        Assert.Equal(Released.AddMinutes(30), world.Plan.WakeAt);

        world.RunUntil(Released.AddHours(2));

        Assert.Equal(["StepProblem", "SlaMissed"], Alerts(world));
    }

    [Fact]
    public void GivenAnOrderOfVersion2_WhenAStepIsLateWithAKnownProblem_ThenStaffAreNotToldAgain()
    {
        var world = Troubled(rulesVersion: 2);
        Assert.Null(world.Plan.WakeAt);

        world.RunUntil(Released.AddHours(2));

        Assert.Equal(["StepProblem"], Alerts(world));
    }

    [Fact]
    public void GivenAnOrderOfVersion2_WhenTheProblemIsSolvedTooLate_ThenStaffAreAlertedAtOnce()
    {
        var world = Troubled(rulesVersion: 2).RunUntil(Released.AddHours(2));

        world.Send(A.Wms, Resolve()).RunUntil(world.Now);

        Assert.Equal(["StepProblem", "SlaMissed"], Alerts(world));
        Assert.Null(world.Plan.WakeAt);
    }

    [Fact]
    public void GivenAnOrderOfVersion2_WhenTheProblemIsSolvedInTime_ThenTheLimitStands()
    {
        var world = Troubled(rulesVersion: 2).RunUntil(Released.AddMinutes(10));

        world.Send(A.Wms, Resolve());

        Assert.Equal(Released.AddMinutes(30), world.Plan.WakeAt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void GivenAnOrderOfAnyVersion_WhenAStepIsLateWithoutAProblem_ThenStaffAreAlerted(int rulesVersion)
    {
        var world = World.With(policy: Policy, rulesVersion: rulesVersion).Allocated().RunUntil(Released.AddHours(2));

        Assert.Equal(["SlaMissed"], Alerts(world));
    }

    private static World Troubled(int rulesVersion) =>
        World.With(policy: Policy, rulesVersion: rulesVersion).Allocated().RunUntil(Released).Send(A.Wms, Problem("torn box"));

    private static IEnumerable<string> Alerts(World world) => world.Effects.OfType<Effect.AlertStaff>().Select(alert => alert.Code);
}
