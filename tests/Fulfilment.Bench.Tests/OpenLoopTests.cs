using System.Diagnostics;
using Fulfilment.Bench.Engine;

namespace Fulfilment.Bench.Tests;

public sealed class OpenLoopTests
{
    [Fact]
    public void Due_AtARate_IsEvenlySpread()
    {
        Assert.Equal(1_000, OpenLoop.Due(1_000, 500, 0));
        Assert.Equal(1_000 + Stopwatch.Frequency, OpenLoop.Due(1_000, 500, 500));
        Assert.Equal(1_000 + (Stopwatch.Frequency / 500), OpenLoop.Due(1_000, 500, 1));
    }

    [Fact]
    public async Task Run_WhileNothingIsAnswered_SendsTheRestAllTheSame()
    {
        var all = new TaskCompletionSource();
        var sent = 0;

        var run = await OpenLoop.RunAsync(rate: 10_000, count: 50, _ =>
        {
            if (++sent == 50) all.SetResult();
            return all.Task;
        });

        Assert.Equal((50, 50), (sent, run.Due.Count));
    }

    [Fact]
    public async Task Run_SendingFails_FailsTheRun() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => OpenLoop.RunAsync(rate: 1_000, count: 3, _ => throw new InvalidOperationException("refused")));
}
