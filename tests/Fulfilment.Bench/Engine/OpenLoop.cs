using System.Diagnostics;

namespace Fulfilment.Bench.Engine;

/// <summary>
/// Sends at a steady rate, each at its time, whatever became of the ones before: a closed loop would slow down with what it measures,
/// and so leave out its worst moments.
/// </summary>
internal static class OpenLoop
{
    /// <summary>One sent later than this after it was due counts as late: the generator's own fault, and in the figure all the same.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns when all have been answered.</summary>
    /// <param name="send">Must not block; begins on the generator's thread.</param>
    public static async Task<Sent> RunAsync(double rate, int count, Func<int, Task> send)
    {
        var answers = new Task[count];
        var due = new long[count];
        var generating = new TaskCompletionSource<(int Late, double Achieved)>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Generate(rate, due, answers, send, generating)) { IsBackground = true, Name = "open loop" }.Start();
        var (late, achieved) = await generating.Task;
        await Task.WhenAll(answers);
        return new(due, late, achieved);
    }

    /// <summary>Stopwatch ticks at which number <paramref name="i"/> is due.</summary>
    internal static long Due(long begun, double rate, int i) => begun + (long)(i / rate * Stopwatch.Frequency);

    private static void Generate(double rate, long[] due, Task[] answers, Func<int, Task> send, TaskCompletionSource<(int, double)> done)
    {
        try
        {
            var late = 0;
            var begun = Stopwatch.GetTimestamp();
            for (var i = 0; i < due.Length; i++)
            {
                due[i] = Due(begun, rate, i);
                while (Stopwatch.GetTimestamp() < due[i]) Thread.Sleep(1);
                if (Stopwatch.GetElapsedTime(due[i]) > Tolerance) late++;
                answers[i] = send(i);
            }

            done.SetResult((late, due.Length / Math.Max(Stopwatch.GetElapsedTime(begun).TotalSeconds, due.Length / rate)));
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }
}

/// <param name="Due">Stopwatch ticks: what is measured counts from here.</param>
/// <param name="Late">Sent more than 5 ms after they were due.</param>
/// <param name="Achieved">A second.</param>
internal sealed record Sent(IReadOnlyList<long> Due, int Late, double Achieved);
