using System.Diagnostics;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.DurableTask;

namespace Fulfilment.Bench.Children;

/// <summary>Real orders in their grace: what the next ones cost beside those that are open, and a restart with all of them.</summary>
internal static class RealChild
{
    private const int Edits = 1;
    private const int Window = 100;

    /// <summary>Places orders up to each size in turn, and measures the next ones there.</summary>
    /// <param name="patience">Seconds; the last size is left out when the rate so far says that it would take longer.</param>
    /// <param name="warmUp">Orders placed elsewhere before: the first thousands pay for the compiler, which would make the later ones look cheap.</param>
    public static async Task<RealGrowth> GrowAsync(string folder, int windows, int patience, int warmUp, int[] sizes)
    {
        await WarmUpAsync(Path.Combine(folder, "warm"), warmUp);
        var watch = Stopwatch.StartNew();
        var (steps, grown) = (new List<SizeStep>(), new List<double>());
        var placed = 0;
        await using (var engine = await RealEngine.StartAsync(folder))
        {
            await engine.StockAsync();
            var empty = GrowingChild.Resident();
            var progress = new Progress("real orders placed", sizes[^1]);
            foreach (var size in sizes)
            {
                if (size == sizes[^1] && size > sizes[0] && watch.Elapsed.TotalSeconds * size / placed > patience) break;
                await engine.PlaceAsync(placed, size - placed, Edits, progress.Step);
                placed = size;
                var (cpu, rates) = (new List<double>(), new List<double>());
                for (var window = 0; window < windows; window++)
                {
                    using var process = Process.GetCurrentProcess();
                    var (before, begun) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
                    await engine.PlaceAsync(placed, Window, Edits);
                    placed += Window;
                    var took = Stopwatch.GetElapsedTime(begun);
                    process.Refresh();
                    cpu.Add((process.TotalProcessorTime - before).TotalMilliseconds / Window);
                    rates.Add(Window / took.TotalSeconds);
                }

                steps.Add(new(size, cpu, rates));
                grown.Add((GrowingChild.Resident() - empty) / 1e6);
            }
        }

        return new(steps, grown, Proc.PeakMb(), watch.Elapsed.TotalSeconds, HistoryBytes(folder, placed));
    }

    private static async Task WarmUpAsync(string folder, int orders)
    {
        await using (var engine = await RealEngine.StartAsync(folder))
        {
            await engine.StockAsync();
            await engine.PlaceAsync(0, orders, Edits, new Progress("orders to warm up", orders).Step);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Edits orders until it is killed.</summary>
    public static async Task<object> BusyAsync(string folder, int orders)
    {
        await using var engine = await RealEngine.StartAsync(folder);
        var run = Guid.NewGuid().ToString("N")[..8];
        var edited = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, int.MaxValue), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            await engine.EditAsync((int)(i * 7919L % orders), $"{run}-{i / orders}");
            if (Interlocked.Increment(ref edited) == 200) Console.Out.WriteLine("busy");
        });
        return edited;
    }

    public static async Task<RestartResult> RestartAsync(string folder, int orders)
    {
        using var process = Process.GetCurrentProcess();
        var opening = Stopwatch.GetTimestamp();
        await using var engine = await RealEngine.StartAsync(folder);
        var command = "restart-" + Guid.NewGuid().ToString("N")[..8];
        await engine.EditAsync(orders / 2, command);
        await engine.DecidedAsync(orders / 2, command);
        return new((DateTime.Now - process.StartTime).TotalSeconds, Stopwatch.GetElapsedTime(opening).TotalSeconds);
    }

    private static double HistoryBytes(string folder, int orders)
    {
        using var connection = EngineFile.OpenReadOnly(folder);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sum(length(data)) FROM history";
        return Convert.ToDouble(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) / orders;
    }
}
