namespace Fulfilment.Host.Simulation;

/// <summary>Virtual time: what is to happen, in order of its instant, then of its entry.</summary>
internal sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (long Ticks, long Number)> _queue = new();
    private long _entered;

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.MinValue;

    /// <param name="at">An instant in the past counts as now.</param>
    public void At(DateTimeOffset at, Action action)
    {
        var instant = at > Now ? at : Now;
        _queue.Enqueue(action, (instant.UtcTicks, _entered++));
    }

    public void RunUntil(DateTimeOffset end)
    {
        while (_queue.TryPeek(out var action, out var key) && key.Ticks <= end.UtcTicks)
        {
            _queue.Dequeue();
            Now = new DateTimeOffset(key.Ticks, TimeSpan.Zero);
            action();
        }
    }
}
