using System.Diagnostics;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Children;

/// <summary>Timers due, a thousand a second, beside all that are pending: first spread over their second, then all of a second at once.</summary>
internal static class TimerChild
{
    private const int PerSecond = 1_000;

    /// <summary>Between the last of the one kind and the first of the other, for what is late to be done.</summary>
    private const int Gap = 2;

    public static async Task<TimerResult> RunAsync(string folder, int seconds)
    {
        await using var engine = await BenchEngine.StartAsync(folder);
        var raw = Raw(folder);
        var count = seconds * PerSecond;
        Probe.Prepare(2 * count);
        // Far enough ahead for all of them to be placed before the first is due.
        var first = DateTime.UtcNow.AddSeconds(2 + seconds);
        var due = Enumerable.Range(0, count).Select(i => first.AddSeconds((double)i / PerSecond).Ticks)
            .Concat(Enumerable.Range(0, count).Select(i => first.AddSeconds(seconds + Gap + i / PerSecond).Ticks)).ToArray();
        var run = Guid.NewGuid().ToString("N")[..8];
        var all = due.Select((_, i) => Probe.Expect(i)).ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(0, due.Length), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (i, _) =>
            await engine.Client.ScheduleNewAsync("OneTimer", new TimerProbe(i, due[i]), new($"t{run}-{i}"), CancellationToken.None));
        if (DateTime.UtcNow >= first) throw new InvalidOperationException("The timers could not be placed in time.");
        await Task.WhenAll(all);
        return new(Of(due, 0, count), Of(due, count, count), raw);
    }

    private static Lateness Of(long[] due, int from, int count)
    {
        var begun = Enumerable.Range(from, count).Select(i => TimeSpan.FromTicks(Probe.UtcTicks(i) - due[i]).TotalMilliseconds).ToList();
        var fired = Enumerable.Range(from, count).Select(i => TimeSpan.FromTicks(Probe.Fired(i) - due[i]).TotalMilliseconds).ToList();
        return new(Stat.Median(begun), Stat.Percentile(begun, 0.99), Stat.Percentile(fired, 0.99), fired.Count(milliseconds => milliseconds < 0));
    }

    /// <summary>A thread that sleeps until the next of a thousand instants a second, and commits a row for all that have come.</summary>
    private static double Raw(string folder)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(folder, $"raw-{Environment.ProcessId}"));
        try
        {
            using var raw = new RawDatabase(scratch.FullName);
            return Raw(raw);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static double Raw(RawDatabase raw)
    {
        var late = new List<double>();
        var data = new byte[100];
        var begun = Stopwatch.GetTimestamp();
        while (late.Count < PerSecond)
        {
            var left = late.Count - (int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            if (left > 0) Thread.Sleep(left);
            var ready = Math.Min((int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds + 1, PerSecond) - late.Count;
            raw.Commit(data, ready);
            var done = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            for (var i = 0; i < ready; i++) late.Add(done - late.Count);
        }

        return Stat.Percentile(late, 0.99);
    }
}
