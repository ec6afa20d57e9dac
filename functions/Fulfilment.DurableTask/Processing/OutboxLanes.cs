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
    private readonly HashSet<long> _underWay = [];

    /// <summary>Deliveries under way.</summary>
    public int Running => _underWay.Count;

    public void Add(OutboxEntry entry)
    {
        if (!_lanes.TryGetValue(entry.InstanceId, out var lane))
        {
            _lanes.Add(entry.InstanceId, lane = new Lane());
        }

        lane.Add(entry);
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
        _underWay.Add(head.Lane.First.Id);
        return head.Lane.First;
    }

    /// <summary>Marks a message as under way, so that its lane stays closed until it ends.</summary>
    public void Claim(OutboxEntry entry)
    {
        _lanes[entry.InstanceId].Busy = true;
        _underWay.Add(entry.Id);
    }

    /// <summary>A delivery ended. With <paramref name="again"/> the message stays first in its lane.</summary>
    /// <returns>False when its message was taken away, and these were read anew without it.</returns>
    public bool Return(OutboxEntry entry, OutboxEntry? again)
    {
        if (!_underWay.Remove(entry.Id))
        {
            return false;
        }

        var lane = _lanes[entry.InstanceId];
        lane.Busy = false;
        lane.Remove(entry.Id);
        if (again is not null)
        {
            lane.Add(again);
        }

        if (lane.IsEmpty)
        {
            _lanes.Remove(entry.InstanceId);
            return true;
        }

        Offer(lane);
        return true;
    }

    private void Offer(Lane lane)
    {
        lane.Stamp++;
        if (!lane.Busy)
        {
            var first = lane.First;
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
        // Most lanes hold one message: room for more is made when there are more.
        private readonly List<OutboxEntry> _entries = new(1);

        public OutboxEntry First => _entries[0];

        public bool IsEmpty => _entries.Count == 0;

        public bool Busy { get; set; }

        public int Stamp { get; set; }

        /// <summary>By (number, id); nearly always the last.</summary>
        public void Add(OutboxEntry entry)
        {
            var at = _entries.Count;
            while (at > 0 && (_entries[at - 1].Number, _entries[at - 1].Id).CompareTo((entry.Number, entry.Id)) > 0)
            {
                at--;
            }

            _entries.Insert(at, entry);
        }

        public void Remove(long id) => _entries.RemoveAll(entry => entry.Id == id);
    }
}
