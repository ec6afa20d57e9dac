using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Children;

/// <summary>Timers due, a thousand a second, beside all that are pending.</summary>
internal static class TimerChild
{
    private const int PerSecond = 1_000;

    public static async Task<TimerResult> RunAsync(string folder, int seconds)
    {
        var count = seconds * PerSecond;
        Probe.Prepare(count);
        await using var engine = await BenchEngine.StartAsync(folder);
        // Far enough ahead for all of them to be placed before the first is due.
        var first = DateTime.UtcNow.AddSeconds(3 + seconds);
        var due = Enumerable.Range(0, count).Select(i => first.AddMilliseconds(i * 1000.0 / PerSecond).Ticks).ToArray();
        var run = Guid.NewGuid().ToString("N")[..8];
        var all = Enumerable.Range(0, count).Select(Probe.Expect).ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (i, _) =>
            await engine.Client.ScheduleNewAsync("OneTimer", new TimerProbe(i, due[i]), new($"t{run}-{i}"), CancellationToken.None));
        if (DateTime.UtcNow >= first) throw new InvalidOperationException("The timers could not be placed in time.");
        await Task.WhenAll(all);
        var late = Enumerable.Range(0, count).Select(i => TimeSpan.FromTicks(Probe.UtcTicks(i) - due[i]).TotalMilliseconds).ToList();
        return new(Stat.Percentile(late, 0.99), Stat.Median(late), late.Count(milliseconds => milliseconds < 0));
    }
}
