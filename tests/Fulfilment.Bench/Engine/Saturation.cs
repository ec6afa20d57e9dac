using System.Diagnostics;
using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Engine;

/// <summary>All at once: many callers, each waiting for its acknowledgements, as fast as the engine takes them.</summary>
internal static class Saturation
{
    private const int Callers = 512;

    /// <param name="prefix">Of the ids; new for each run on one file.</param>
    /// <param name="events">Raised to each instance right after its start.</param>
    /// <returns>From the first start to the last durable end.</returns>
    public static async Task<Load> RunAsync(BenchEngine engine, string orchestrator, int count, int events, string prefix = "i")
    {
        var (commits, syncs) = (engine.Commits(), SyncCounter.Count);
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var ended = engine.WhenEndedAsync(prefix, count);
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, _) =>
        {
            var id = await engine.Client.ScheduleNewAsync(orchestrator, Workloads.Payload, new($"{prefix}{i}"), CancellationToken.None);
            for (var e = 0; e < events; e++) await engine.Client.RaiseEventAsync(id, Workloads.Event, Workloads.Payload, CancellationToken.None);
        });
        await ended;
        var elapsed = watch.Elapsed;
        process.Refresh();
        var load = new Load(count, elapsed, engine.Commits() - commits, SyncCounter.Count - syncs, process.TotalProcessorTime - cpu);
        engine.RequireCompleted(prefix, count);
        return load;
    }
}

/// <param name="Syncs">Of log and file, counted.</param>
/// <param name="Cpu">Of the whole process: engine, callers and measuring.</param>
internal sealed record Load(int Count, TimeSpan Elapsed, long Commits, long Syncs, TimeSpan Cpu)
{
    public double PerSecond => Count / Elapsed.TotalSeconds;
}
