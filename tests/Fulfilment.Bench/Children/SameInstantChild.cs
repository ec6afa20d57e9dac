using System.Diagnostics;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Children;

/// <summary>Timers of one instant, each of an orchestration of its own: a warehouse opens, and every order has waited for it.</summary>
internal static class SameInstantChild
{
    private const int Sample = 2_000;

    public static async Task<SameResult> RunAsync(string folder, int count)
    {
        var raw = Raw(folder, count);
        await using var engine = await BenchEngine.StartAsync(Directory.CreateDirectory(Path.Combine(folder, "engine")).FullName);
        // How long the placing takes is measured on some, the second time they are placed: the instant is to lie after the last, and not long after.
        var later = DateTime.UtcNow.AddHours(1).Ticks;
        await PlaceAsync(engine, "warm", Sample, later);
        var sampling = Stopwatch.StartNew();
        await PlaceAsync(engine, "sample", Sample, later);
        var due = DateTime.UtcNow.AddSeconds(3 + (1.5 * sampling.Elapsed.TotalSeconds * count / Sample)).Ticks;
        Probe.Prepare(count);
        var ended = engine.WhenEndedAsync("same", count);
        await PlaceAsync(engine, "same", count, due);
        await ended;
        engine.RequireCompleted("same", count);
        var late = Enumerable.Range(0, count).Select(i => TimeSpan.FromTicks(Probe.Fired(i) - due).TotalMilliseconds).ToList();
        return new(Stat.Percentile(late, 0.99), late.Max() / 1000, late.Count(milliseconds => milliseconds < 0), raw);
    }

    private static Task PlaceAsync(BenchEngine engine, string prefix, int count, long due)
    {
        var progress = new Progress("timers placed", count);
        return Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (i, _) =>
        {
            if (DateTime.UtcNow.Ticks >= due) throw new InvalidOperationException($"The timers of '{prefix}' could not be placed before they were due: placing them got slower as they became more.");
            await engine.Client.ScheduleNewAsync("JustTimer", new TimerProbe(i, due), new($"{prefix}{i}"), CancellationToken.None);
            progress.Step();
        });
    }

    private static double Raw(string folder, int count)
    {
        using var raw = new RawDatabase(Directory.CreateDirectory(Path.Combine(folder, "raw")).FullName);
        return raw.FireTimers(count, perCommit: 2_000);
    }
}
