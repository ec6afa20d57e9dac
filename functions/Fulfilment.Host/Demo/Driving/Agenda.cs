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

    public int Done { get; private set; }

    public int Left => _items.Count;

    /// <summary>The instant of what is being done.</summary>
    public DateTimeOffset Now { get; private set; }

    public AgendaItem? Next => _items.TryPeek(out var item, out _) ? item : null;

    public void Add(DateTimeOffset at, int order, Func<Task> act, Phase phase = Phase.AfterTimers) =>
        _items.Enqueue(new(at, phase, order, act), (at, phase, order, _sequence++));

    public AgendaItem Take()
    {
        var item = _items.Dequeue();
        Done++;
        Now = item.At;
        return item;
    }
}
