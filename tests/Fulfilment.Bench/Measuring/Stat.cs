using System.Diagnostics;

namespace Fulfilment.Bench.Measuring;

internal static class Stat
{
    public static double Median(IReadOnlyList<double> values)
    {
        if (values.Count == 0) throw new InvalidOperationException("Nothing was measured.");
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The smallest value that so many are not above.</summary>
    /// <param name="share">0.99 for the 99th percentile.</param>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0) throw new InvalidOperationException("Nothing was measured.");
        return sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * share) - 1, 0, sorted.Count - 1)];
    }

    public static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    /// <summary>The median of one number of each run, as it is printed.</summary>
    public static string Text<T>(IEnumerable<T> runs, Func<T, double> number) => Report.Number(Median([.. runs.Select(number)]));
}
