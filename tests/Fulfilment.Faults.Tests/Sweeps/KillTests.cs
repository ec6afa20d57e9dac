using Fulfilment.Faults.Tests.Invariants;
using Fulfilment.Faults.Tests.Running;
using Fulfilment.Host.Serving;
using Fulfilment.Testing;

namespace Fulfilment.Faults.Tests.Sweeps;

/// <summary>The server's process is killed with SIGKILL around a commit of the served demo, and started again.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class KillTests
{
    private static readonly Workload Few = new(3, Sweep.Seed);

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public Task Server_KilledAtOneCommit_EndsLikeTheRunWithoutAFault(string point) =>
        Sweep.EachCommitAsync($"kill {point} each commit", Home.Child, Few, Enum.Parse<FaultPoint>(point, ignoreCase: true), FaultKind.Kill, Sweep.IsWhole, sample: 2);

    /// <summary>An edit comes at the very instant of the release, before its timer: it wins, also when the server dies under it.</summary>
    [Fact]
    public async Task Server_KilledHalfWayThroughAnInstant_ComesBackHalfWay()
    {
        var workload = new Workload(7, Sweep.Seed);
        var model = await Sweep.ModelAsync(workload);
        HalfWayKill? kill = null;

        var run = await FaultRun.PlayAsync(workload, Home.Child, [], scene => kill = new HalfWayKill(scene));

        Assert.Equal(1, kill!.Kills);
        Assert.True(run.Violations.Count == 0, $"seed {Sweep.Seed}: {string.Join('\n', run.Violations)}");
        Assert.True(Leftover.Differences(model.Result, run.Result) is [], $"seed {Sweep.Seed}: {string.Join('\n', Leftover.Differences(model.Result, run.Result))}");
    }

    /// <summary>Nothing but its start has been done each time it dies.</summary>
    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public Task Server_KilledAtTheFirstCommitsOfEveryStart_EndsLikeTheRunWithoutAFault(string point)
    {
        var at = Enum.Parse<FaultPoint>(point, ignoreCase: true);
        var faults = Enumerable.Range(1, 4).Select(commit => new EngineFault(at, FaultKind.Kill, commit)).ToList();
        return Sweep.OneAsync(new FaultCase(Home.Child, Few, faults), atLeast: faults.Count);
    }
}
