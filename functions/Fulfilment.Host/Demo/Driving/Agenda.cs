namespace Fulfilment.Host.Demo.Driving;

/// <summary>Whether something arrives before or after the server's own work of the same instant.</summary>
internal enum Phase { BeforeTimers, AfterTimers }

/// <param name="Order">Number of the demo order it belongs to; decides among things of one instant.</param>
internal sealed record AgendaItem(DateTimeOffset At, Phase Phase, int Order, Func<Task> Act);

/// <summary>What people and systems around the shop will do, by (instant, phase, order, sequence).</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<AgendaItem, (DateTimeOffset At, Phase Phase, int Order, long Sequence)> _items = new();
    private long _sequence;
    private DateTimeOffset _at;

    public int Done { get; private set; }

    public int Left => _items.Count;

    /// <summary>The instant of what is being done, by the server's clock: what is told to the server, and signed, bears it.</summary>
    public DateTimeOffset Now => _at + Shift;

    /// <summary>How far the server's clock is off.</summary>
    public TimeSpan Shift { get; set; }

    public AgendaItem? Next => _items.TryPeek(out var item, out _) ? item : null;

    public void Add(DateTimeOffset at, int order, Func<Task> act, Phase phase = Phase.AfterTimers) =>
        _items.Enqueue(new(at, phase, order, act), (at, phase, order, _sequence++));

    public AgendaItem Take()
    {
        var item = _items.Dequeue();
        Done++;
        _at = item.At;
        return item;
    }
}
