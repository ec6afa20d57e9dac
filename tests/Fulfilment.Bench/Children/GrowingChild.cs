using System.Diagnostics;
using Fulfilment.Bench.Engine;

namespace Fulfilment.Bench.Children;

/// <summary>Places dormant orders and says what they cost in memory, and what others cost beside them.</summary>
internal static class GrowingChild
{
    private const int Batch = 400;

    public static async Task<Growth> RunAsync(string folder, int size)
    {
        await using var engine = await BenchEngine.StartAsync(folder);
        await Saturation.RunAsync(engine, "Order", Batch, Workloads.OrderEvents, "warm");
        var before = Resident();
        var steps = new List<SizeStep>();
        var open = 0;
        foreach (var target in new[] { size / 100, size / 10, size })
        {
            await PlaceAsync(engine, open, target);
            open = target;
            var load = await Saturation.RunAsync(engine, "Order", Batch * 2, Workloads.OrderEvents, $"s{target}-");
            steps.Add(new(target, load.Cpu.TotalMilliseconds / load.Count, load.PerSecond));
        }

        var after = Resident();
        return new((after - before) / 1e6, GC.GetTotalMemory(forceFullCollection: false) / 1e6, steps);
    }

    public static string IdOf(int order) => $"open-{order}";

    private static async Task PlaceAsync(BenchEngine engine, int from, int to)
    {
        await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (order, _) =>
            await engine.Client.ScheduleNewAsync("Dormant", Workloads.Payload, new(IdOf(order)), CancellationToken.None));
        await engine.IdleAsync();
    }

    /// <summary>Bytes, after all garbage has been given back.</summary>
    public static long Resident()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
