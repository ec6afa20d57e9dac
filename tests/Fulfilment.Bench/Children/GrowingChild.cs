using System.Diagnostics;
using Fulfilment.Bench.Engine;

namespace Fulfilment.Bench.Children;

/// <summary>Dormant orders: what they cost in memory, and what others cost beside them.</summary>
internal static class GrowingChild
{
    private const int Batch = 400;

    /// <summary>Places them, and nothing else.</summary>
    public static async Task<Growth> GrowAsync(string folder, int size)
    {
        await using var engine = await BenchEngine.StartAsync(folder);
        await Saturation.RunAsync(engine, "Order", Batch, Workloads.OrderEvents, "warm");
        var before = Resident();
        await Parallel.ForEachAsync(Enumerable.Range(0, size), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (order, _) =>
            await engine.Client.ScheduleNewAsync("Dormant", Workloads.Payload, new(IdOf(order)), CancellationToken.None));
        await engine.IdleAsync();
        var after = Resident();
        return new((after - before) / 1e6, GC.GetTotalMemory(forceFullCollection: false) / 1e6);
    }

    /// <summary>Whole orders beside those that are there.</summary>
    public static async Task<SizeStep> BesideAsync(string folder, int open)
    {
        await using var engine = await BenchEngine.StartAsync(folder);
        await Saturation.RunAsync(engine, "Order", Batch, Workloads.OrderEvents, $"w{Guid.NewGuid():N}-");
        var load = await Saturation.RunAsync(engine, "Order", Batch * 5, Workloads.OrderEvents, $"s{Guid.NewGuid():N}-");
        return new(open, load.Cpu.TotalMilliseconds / load.Count, load.PerSecond);
    }

    public static string IdOf(int order) => $"open-{order}";

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
