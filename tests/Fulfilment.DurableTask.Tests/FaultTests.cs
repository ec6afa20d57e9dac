using Fulfilment.DurableTask.Processing;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>Storage that fails around the k-th commit: the engine stops, nothing acknowledged is lost, and the next run ends like an undisturbed one.</summary>
public sealed class FaultTests
{
    private const int Orders = 12;

    /// <summary>The whole sweep is long; an ordinary run takes every fifth point.</summary>
    private static readonly int Stride = Environment.GetEnvironmentVariable("FULFIL_FAULTS") == "all" ? 1 : 5;

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task CommitThatFails_AtEachPoint_EndsLikeTheRunWithoutAFault(string where)
    {
        var model = await WorkloadRun.ModelAsync(Orders);
        for (var at = 1; ; at += Stride)
        {
            using var folder = new DataFolder();
            var clock = new ManualClock();
            var broken = await WorkloadRun.RunAsync(folder.Path, Orders, Failing(where, at), clock);
            if (broken is not null)
            {
                Assert.True(at > 10, $"the fault fired only up to commit {at}");
                return;
            }

            Assert.Equal(model, await WorkloadRun.RunAsync(folder.Path, Orders, new EngineHooks(), clock));
        }
    }

    private static EngineHooks Failing(string where, long at) => new()
    {
        BeforeCommit = commit => Fail(where == "before" && commit == at),
        AfterCommit = commit => Fail(where == "after" && commit == at),
    };

    private static void Fail(bool now)
    {
        if (now)
        {
            throw new IOException("the disk said no");
        }
    }
}
