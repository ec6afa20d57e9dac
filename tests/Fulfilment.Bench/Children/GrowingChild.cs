using System.Diagnostics;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;
using Fulfilment.DurableTask.Storage;

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
        var placing = Stopwatch.StartNew();
        var progress = new Progress("orders placed", size);
        await Parallel.ForEachAsync(Enumerable.Range(0, size), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (order, _) =>
        {
            await engine.Client.ScheduleNewAsync("Dormant", Workloads.Payload, new(IdOf(order)), CancellationToken.None);
            progress.Step();
        });
        await engine.IdleAsync();
        var took = placing.Elapsed;
        var after = Resident();
        return new((after - before) / 1e6, GC.GetTotalMemory(forceFullCollection: false) / 1e6, Proc.PeakMb(), took.TotalSeconds);
    }

    /// <summary>The same rows, written by SQLite alone.</summary>
    public static Task<Growth> RawAsync(string folder, int size, int historyBytes)
    {
        using var orders = new RawOrders(folder);
        orders.Place(Batch, historyBytes);
        var before = Resident();
        var placing = Stopwatch.StartNew();
        orders.Place(size, historyBytes);
        var took = placing.Elapsed;
        return Task.FromResult(new Growth((Resident() - before) / 1e6, GC.GetTotalMemory(forceFullCollection: false) / 1e6, Proc.PeakMb(), took.TotalSeconds));
    }

    /// <summary>SQLite alone opens what is there and reads as much of it as the engine's opening does.</summary>
    /// <returns>Growth in MB.</returns>
    public static Task<double> RawOpenAsync(string folder)
    {
        var before = Resident();
        using var connection = DatabaseFile.OpenForWriting(folder, []);
        RawOrders.ReadNewest(connection, OpeningChecks.Bytes);
        return Task.FromResult((Resident() - before) / 1e6);
    }

    /// <summary>Whole orders beside those that are there.</summary>
    public static async Task<SizeStep> BesideAsync(string folder, int open, int windows)
    {
        await using var engine = await BenchEngine.StartAsync(folder);
        await Saturation.RunAsync(engine, "Order", Batch * 3, Workloads.OrderEvents, $"w{Guid.NewGuid():N}-");
        var (cpu, rates) = (new List<double>(), new List<double>());
        for (var window = 0; window < windows; window++)
        {
            var load = await Saturation.RunAsync(engine, "Order", Batch * 2, Workloads.OrderEvents, $"s{Guid.NewGuid():N}-");
            cpu.Add(load.Cpu.TotalMilliseconds / load.Count);
            rates.Add(load.PerSecond);
        }

        return new(open, cpu, rates);
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
