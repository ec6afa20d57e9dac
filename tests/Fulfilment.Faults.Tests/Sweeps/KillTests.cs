using Fulfilment.Faults.Tests.Running;
using Fulfilment.Host.Serving;

namespace Fulfilment.Faults.Tests.Sweeps;

/// <summary>The server's process is killed with SIGKILL around a commit of the served demo, and started again.</summary>
public sealed class KillTests
{
    private static readonly Workload Few = new(3, Sweep.Seed);

    private static readonly Workload Every = new(33, Sweep.Seed);

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public Task Server_KilledAtOneCommit_EndsLikeTheRunWithoutAFault(string point) =>
        Sweep.EachCommitAsync($"kill {point} each commit", Home.Child, Few, Enum.Parse<FaultPoint>(point, ignoreCase: true), FaultKind.Kill, sample: 4);

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public Task Server_KilledAgainAndAgain_EndsLikeTheRunWithoutAFault(string point)
    {
        var (every, firsts) = Sweep.IsWhole ? (30, Enumerable.Range(1, 30)) : (200, [point == "before" ? 53 : 149]);
        return Sweep.VolleysAsync($"kill {point} volleys", Home.Child, Every, Enum.Parse<FaultPoint>(point, ignoreCase: true), FaultKind.Kill, every, [.. firsts], atLeast: 600 / every);
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
