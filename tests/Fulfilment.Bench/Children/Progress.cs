using System.Diagnostics;

namespace Fulfilment.Bench.Children;

/// <summary>A line on standard error every few seconds of long work.</summary>
internal sealed class Progress(string what, int all)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private long _last = Stopwatch.GetTimestamp();
    private int _done;

    public void Step()
    {
        var done = Interlocked.Increment(ref _done);
        var last = Interlocked.Read(ref _last);
        if (Stopwatch.GetElapsedTime(last) < Pause || Interlocked.CompareExchange(ref _last, Stopwatch.GetTimestamp(), last) != last) return;
        Console.Error.WriteLine(FormattableString.Invariant($"{done:N0} of {all:N0} {what}"));
    }
}
