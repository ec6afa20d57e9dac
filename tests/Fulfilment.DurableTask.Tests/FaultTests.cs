using Fulfilment.DurableTask.CrashHost;
using Fulfilment.DurableTask.Processing;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>Storage that fails around the k-th commit: the engine stops, nothing acknowledged is lost, and the next run ends like an undisturbed one.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class FaultTests
{
    private const int Orders = 12;

    /// <summary>The whole sweep is long; an ordinary run takes every fifth point.</summary>
    public static readonly bool IsWholeSweep = Environment.GetEnvironmentVariable("FULFIL_FAULTS") == "all";

    private static readonly int Stride = IsWholeSweep ? 1 : 5;

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

            var after = await WorkloadRun.RunAsync(folder.Path, Orders, new EngineHooks(), clock);
            Assert.True(after is not null && model.SequenceEqual(after), $"a failure {where} commit {at}: {Difference(model, after)}");
            Sound.Assert(Workload.Faults(folder.Path), $"a failure {where} commit {at}");
            // Everything once more from disk alone, with no live code kept between turns.
            var cold = await WorkloadRun.RunAsync(folder.Path, Orders, new EngineHooks(), clock, cacheBytes: 0);
            Assert.True(cold is not null && model.SequenceEqual(cold), $"a failure {where} commit {at}, then cold: {Difference(model, cold)}");
        }
    }

    /// <summary>The run after the failure keeps no live code between turns: what it does is what a replay does.</summary>
    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task CommitThatFails_ThenColdToTheEnd_EndsLikeTheRunWithoutAFault(string where)
    {
        var model = await WorkloadRun.ModelAsync(Orders);
        for (var at = 3; at < 60; at += 2 * Stride)
        {
            using var folder = new DataFolder();
            var clock = new ManualClock();
            if (await WorkloadRun.RunAsync(folder.Path, Orders, Failing(where, at), clock) is not null)
            {
                Assert.True(at > 10, $"the fault fired only up to commit {at}");
                return;
            }

            var after = await WorkloadRun.RunAsync(folder.Path, Orders, new EngineHooks(), clock, cacheBytes: 0);
            Assert.True(after is not null && model.SequenceEqual(after), $"a failure {where} commit {at}, then cold: {Difference(model, after)}");
            Sound.Assert(Workload.Faults(folder.Path), $"a failure {where} commit {at}");
        }
    }

    private static string Difference(IReadOnlyList<string> model, IReadOnlyList<string>? result) => result is null
        ? "the next run failed too"
        : string.Join(" | ", Workload.Differences(model, result));

    private static EngineHooks Failing(string where, long at) => new()
    {
        BeforeCommit = commit => Fail(where == "before" && commit == at),
        AfterCommit = commit => Fail(where == "after" && commit == at),
    };

    private static void Fail(bool now)
    {
        if (now)
        {
            throw new InjectedFailure();
        }
    }
}

/// <summary>What a test breaks the storage with, so that no other error passes for it.</summary>
internal sealed class InjectedFailure() : IOException("the disk said no");
