using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>
/// Messages of one kind that wait: a lane per instance, in the order of their numbers, of which only the first may be under
/// way. Lanes come up by (due, instance, number).
/// </summary>
internal sealed class OutboxLanes
{
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly PriorityQueue<(Lane Lane, int Stamp), (long Due, string InstanceId, long Number)> _heads = new(Comparer<(long Due, string InstanceId, long Number)>.Create(Compare));

    /// <summary>Deliveries under way.</summary>
    public int Running { get; private set; }

    public void Add(OutboxEntry entry)
    {
        if (!_lanes.TryGetValue(entry.InstanceId, out var lane))
        {
            _lanes.Add(entry.InstanceId, lane = new Lane());
        }

        lane.Entries.Add((entry.Number, entry.Id), entry);
        Offer(lane);
    }

    /// <summary>UTC ticks of the first that may be delivered; null when none waits.</summary>
    public long? NextDue(long now, TimeSpan longest)
    {
        DropStale();
        return _heads.TryPeek(out _, out var order) ? Waits.Due(order.Due, now, longest) : null;
    }

    public OutboxEntry? TakeDue(long now, TimeSpan longest)
    {
        if (NextDue(now, longest) is not { } due || due > now)
        {
            return null;
        }

        var head = _heads.Dequeue();
        head.Lane.Busy = true;
        Running++;
        return head.Lane.Entries.GetValueAtIndex(0);
    }

    /// <summary>Marks a message as under way, so that its lane stays closed until it ends.</summary>
    public void Claim(OutboxEntry entry)
    {
        _lanes[entry.InstanceId].Busy = true;
        Running++;
    }

    /// <summary>A delivery ended. With <paramref name="again"/> the message stays first in its lane.</summary>
    public void Return(OutboxEntry entry, OutboxEntry? again)
    {
        Running--;
        var lane = _lanes[entry.InstanceId];
        lane.Busy = false;
        lane.Entries.Remove((entry.Number, entry.Id));
        if (again is not null)
        {
            lane.Entries.Add((again.Number, again.Id), again);
        }

        if (lane.Entries.Count == 0)
        {
            _lanes.Remove(entry.InstanceId);
            return;
        }

        Offer(lane);
    }

    private void Offer(Lane lane)
    {
        lane.Stamp++;
        if (!lane.Busy)
        {
            var first = lane.Entries.GetValueAtIndex(0);
            _heads.Enqueue((lane, lane.Stamp), (first.Due, first.InstanceId, first.Number));
        }
    }

    private void DropStale()
    {
        while (_heads.TryPeek(out var head, out _) && (head.Lane.Busy || head.Stamp != head.Lane.Stamp))
        {
            _heads.Dequeue();
        }
    }

    private static int Compare((long Due, string InstanceId, long Number) left, (long Due, string InstanceId, long Number) right)
    {
        var order = left.Due.CompareTo(right.Due);
        if (order == 0)
        {
            order = string.CompareOrdinal(left.InstanceId, right.InstanceId);
        }

        return order != 0 ? order : left.Number.CompareTo(right.Number);
    }

    private sealed class Lane
    {
        public SortedList<(long Number, long Id), OutboxEntry> Entries { get; } = [];

        public bool Busy { get; set; }

        public int Stamp { get; set; }
    }
}
