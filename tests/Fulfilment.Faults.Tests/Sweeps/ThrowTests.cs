using Fulfilment.Faults.Tests.Running;
using Fulfilment.Host.Serving;
using Fulfilment.Testing;

namespace Fulfilment.Faults.Tests.Sweeps;

/// <summary>The engine's storage fails around a commit of the served demo; the process ends and is started again.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class ThrowTests
{
    /// <summary>An edit that wins, one that loses, a back-order: few enough to fail once at every commit.</summary>
    private static readonly Workload Few = new(3, Sweep.Seed);

    /// <summary>Every plot of the demo.</summary>
    private static readonly Workload Every = new(33, Sweep.Seed);

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public Task Storage_FailingAtOneCommit_EndsLikeTheRunWithoutAFault(string point) =>
        Sweep.EachCommitAsync($"throw {point} each commit", Home.InProcess, Few, Enum.Parse<FaultPoint>(point, ignoreCase: true), FaultKind.Throw, Sweep.IsWhole, sample: 4);

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public Task Storage_FailingAgainAndAgain_EndsLikeTheRunWithoutAFault(string point)
    {
        var (every, firsts) = Sweep.IsWhole ? (30, Enumerable.Range(1, 30)) : (200, [point == "before" ? 37 : 71]);
        return Sweep.VolleysAsync($"throw {point} volleys", Home.InProcess, Every, Enum.Parse<FaultPoint>(point, ignoreCase: true), FaultKind.Throw, every, [.. firsts], atLeast: 700 / every);
    }

    /// <summary>The process really ends, by the engine's own fail-fast. Always a sample: it differs from the above in how the process ends only.</summary>
    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public Task Storage_FailingInTheRealProcess_EndsLikeTheRunWithoutAFault(string point) =>
        Sweep.EachCommitAsync($"throw {point} in a child", Home.Child, Few, Enum.Parse<FaultPoint>(point, ignoreCase: true), FaultKind.Throw, whole: false, sample: Sweep.IsWhole ? 20 : 1);
}
