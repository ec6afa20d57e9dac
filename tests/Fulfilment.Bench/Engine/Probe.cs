using Fulfilment.DurableTask;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Fulfilment.Bench.Engine;

/// <summary>When activities begin, by the number that the event or timer that leads to them bears.</summary>
internal static class Probe
{
    private static (long Timestamp, long UtcTicks)[] s_begun = [];
    private static long[] s_fired = [];
    private static TaskCompletionSource?[] s_waiting = [];

    public static void Prepare(int count)
    {
        s_begun = new (long, long)[count];
        s_fired = new long[count];
        s_waiting = new TaskCompletionSource?[count];
    }

    /// <summary>To be called before that which leads to the activity.</summary>
    public static Task Expect(int probe) => (s_waiting[probe] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>A stopwatch timestamp; 0 while it has not begun.</summary>
    public static long Timestamp(int probe) => s_begun[probe].Timestamp;

    public static long UtcTicks(int probe) => s_begun[probe].UtcTicks;

    /// <summary>Called by an orchestrator's code when its timer is over; a later replay of that line changes nothing.</summary>
    public static void Fire(int probe) => Interlocked.CompareExchange(ref s_fired[probe], DateTime.UtcNow.Ticks, 0);

    /// <summary>UTC ticks; 0 while it has not.</summary>
    public static long Fired(int probe) => s_fired[probe];

    public sealed class Begun : Activity<int, bool>
    {
        public override Task<bool> RunAsync(ActivityContext context, int input, CancellationToken cancellationToken)
        {
            s_begun[input] = (Stopwatch.GetTimestamp(), DateTime.UtcNow.Ticks);
            s_waiting[input]?.TrySetResult();
            return Task.FromResult(true);
        }
    }
}
