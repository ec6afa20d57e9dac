using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>
/// The timers due next, in memory: a window of the table, so that a million far timers cost none. Every timer due up to
/// the horizon is in the heap; a cancelled one stays there until it is popped and found gone from the table.
/// </summary>
internal sealed class TimerQueue(TimerTable table, Batch batch, int window = 8192)
{
    private readonly PriorityQueue<TimerRow, TimerRow> _heap = new(Comparer<TimerRow>.Create(Compare));
    private long _horizon = long.MinValue;
    private bool _moreStored = true;

    public void Add(TimerRow row)
    {
        batch.Write();
        table.Insert(row.Due, row.Iid, row.TaskId);
        Push(row);
    }

    /// <summary>Back into the heap what was popped while its instance could not take it.</summary>
    public void Push(TimerRow row)
    {
        if (row.Due > _horizon && _moreStored)
        {
            return;
        }

        _heap.Enqueue(row, row);
        if (_heap.Count > 4 * window)
        {
            Shrink();
        }
    }

    public bool Cancel(long due, long iid, int taskId)
    {
        batch.Write();
        return table.Delete(due, iid, taskId);
    }

    public bool TryPopDue(out TimerRow row)
    {
        Load();
        if (_heap.TryPeek(out row, out _) && row.Due <= batch.Now)
        {
            _heap.Dequeue();
            return true;
        }

        return false;
    }

    /// <summary>UTC ticks; may name a timer that was cancelled.</summary>
    public long? NextDue()
    {
        Load();
        return _heap.TryPeek(out var row, out _) ? row.Due : null;
    }

    /// <summary>Reads anew from the table: after start, and after a batch was undone.</summary>
    public void Reset()
    {
        _heap.Clear();
        _horizon = long.MinValue;
        _moreStored = true;
    }

    private void Load()
    {
        while (_heap.Count == 0 && _moreStored)
        {
            if (table.WindowEnd(_horizon, window) is not { } end)
            {
                _moreStored = false;
                return;
            }

            foreach (var row in table.Window(_horizon, end))
            {
                _heap.Enqueue(row, row);
            }

            _horizon = end;
        }
    }

    private void Shrink()
    {
        var kept = new List<TimerRow>(window);
        while (kept.Count < window || (_heap.TryPeek(out var next, out _) && next.Due == kept[^1].Due))
        {
            if (!_heap.TryDequeue(out var row, out _))
            {
                break;
            }

            kept.Add(row);
        }

        _heap.Clear();
        kept.ForEach(row => _heap.Enqueue(row, row));
        _horizon = kept[^1].Due;
        _moreStored = true;
    }

    private static int Compare(TimerRow left, TimerRow right)
    {
        var order = left.Due.CompareTo(right.Due);
        if (order == 0)
        {
            order = string.CompareOrdinal(left.InstanceId, right.InstanceId);
        }

        return order != 0 ? order : left.TaskId.CompareTo(right.TaskId);
    }
}
