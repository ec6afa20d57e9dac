using Fulfilment.Testing;

namespace Fulfilment.Faults.Tests.Sweeps;

/// <summary>The case that a failed sweep printed, again.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class OneCaseTests
{
    /// <summary>Without a name: death at the very first commit, before the server listens.</summary>
    private const string Default = "inprocess 3 3 before:throw:1";

    [Fact]
    public async Task Case_GivenByName_EndsLikeTheRunWithoutAFault()
    {
        var one = FaultCase.Parse(Environment.GetEnvironmentVariable(FaultCase.Variable) is { Length: > 0 } given ? given : Default);

        await Sweep.OneAsync(one, atLeast: 1);
    }
}
