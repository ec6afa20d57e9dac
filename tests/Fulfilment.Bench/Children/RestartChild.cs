using System.Diagnostics;
using Fulfilment.Bench.Engine;

namespace Fulfilment.Bench.Children;

/// <summary>One process that is killed in the middle of its work, and one that takes over.</summary>
internal static class RestartChild
{
    private const int Callers = 64;

    /// <summary>Wakes orders until it is killed.</summary>
    public static async Task<object> BusyAsync(string folder, int orders)
    {
        await using var engine = await BenchEngine.StartAsync(folder);
        Probe.Prepare(1);
        var woken = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, int.MaxValue), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, _) =>
        {
            await engine.Client.RaiseEventAsync(GrowingChild.IdOf(i % orders), Workloads.Event, 0, CancellationToken.None);
            if (Interlocked.Increment(ref woken) == 500) Console.Out.WriteLine("busy");
        });
        return woken;
    }

    public static async Task<RestartResult> RestartAsync(string folder, int orders)
    {
        using var process = Process.GetCurrentProcess();
        Probe.Prepare(1);
        var begun = Probe.Expect(0);
        var opening = Stopwatch.GetTimestamp();
        await using var engine = await BenchEngine.StartAsync(folder);
        await engine.Client.RaiseEventAsync(GrowingChild.IdOf(orders / 2), Workloads.Event, 0);
        await begun;
        return new((DateTime.Now - process.StartTime).TotalSeconds, Stopwatch.GetElapsedTime(opening).TotalSeconds);
    }
}
