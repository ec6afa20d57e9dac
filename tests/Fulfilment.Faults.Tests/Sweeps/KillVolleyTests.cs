using Fulfilment.Faults.Tests.Running;
using Fulfilment.Host.Serving;
using Fulfilment.Testing;

namespace Fulfilment.Faults.Tests.Sweeps;

/// <summary>Every plot of the demo on a server that is killed again and again: over all first commits, at every commit of the run. A class each, since classes run side by side.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public abstract class KillVolleyTests(string point, int sampled)
{
    private static readonly Workload Every = new(33, Sweep.Seed);

    [Fact]
    public Task Server_KilledAgainAndAgain_EndsLikeTheRunWithoutAFault()
    {
        var (every, firsts) = Sweep.IsWhole ? (30, Enumerable.Range(1, 30)) : (400, [sampled]);
        return Sweep.VolleysAsync($"kill {point} volleys", Home.Child, Every, Enum.Parse<FaultPoint>(point, ignoreCase: true), FaultKind.Kill, every, [.. firsts], atLeast: 700 / every);
    }
}

public sealed class KillsBeforeCommitTests() : KillVolleyTests("before", sampled: 53);

public sealed class KillsAfterCommitTests() : KillVolleyTests("after", sampled: 149);
