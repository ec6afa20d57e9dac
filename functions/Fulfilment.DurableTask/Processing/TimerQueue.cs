using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>
/// The timers due next, in memory: a window of the table, so that a million far timers cost none. Every timer due up to
/// the horizon is in the heap.
/// </summary>
internal sealed class TimerQueue(TimerTable table, Batch batch, int window = 8192)
{
    private readonly PriorityQueue<TimerRow, TimerRow> _heap = new(Comparer<TimerRow>.Create(Compare));
    private readonly HashSet<(long Due, long Iid, int TaskId)> _cancelled = [];
    private long _horizon = long.MinValue;
    private bool _moreStored = true;

    public void Add(TimerRow row)
    {
        batch.Write();
        table.Insert(row.Due, row.Iid, row.TaskId);
        if (!_cancelled.Remove(KeyOf(row)))
        {
            Push(row);
        }

        // Else the next execution asked for the very timer its last one gave up: that one's entry is still in the heap.
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

    public void Cancel(long due, long iid, int taskId)
    {
        batch.Write();
        if (table.Delete(due, iid, taskId) && (due <= _horizon || !_moreStored))
        {
            _cancelled.Add((due, iid, taskId));
        }
    }

    /// <summary>Removes a timer that was popped. False when it was gone.</summary>
    public bool Take(TimerRow row)
    {
        batch.Write();
        return table.Delete(row.Due, row.Iid, row.TaskId);
    }

    public bool TryPopDue(out TimerRow row)
    {
        Load();
        if (_heap.TryPeek(out row, out _) && row.Due <= batch.TimersUpTo)
        {
            _heap.Dequeue();
            return true;
        }

        return false;
    }

    /// <summary>UTC ticks.</summary>
    public long? NextDue()
    {
        Load();
        // For one that is held no alarm can ring: whoever holds it wakes the engine.
        return _heap.TryPeek(out var row, out _) && !(row.Due <= batch.Now && row.Due > batch.TimersUpTo) ? row.Due : null;
    }

    /// <summary>Reads anew from the table: after start, and after a batch was undone.</summary>
    public void Reset()
    {
        _heap.Clear();
        _cancelled.Clear();
        _horizon = long.MinValue;
        _moreStored = true;
    }

    private void Load()
    {
        DropCancelled();
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

    private void DropCancelled()
    {
        while (_cancelled.Count > 0 && _heap.TryPeek(out var row, out _) && _cancelled.Remove(KeyOf(row)))
        {
            _heap.Dequeue();
        }

        if (_heap.Count == 0)
        {
            _cancelled.Clear();
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

            if (!_cancelled.Remove(KeyOf(row)))
            {
                kept.Add(row);
            }
        }

        _heap.Clear();
        _cancelled.Clear();
        kept.ForEach(row => _heap.Enqueue(row, row));
        _horizon = kept.Count > 0 ? kept[^1].Due : long.MinValue;
        _moreStored = true;
    }

    private static (long Due, long Iid, int TaskId) KeyOf(TimerRow row) => (row.Due, row.Iid, row.TaskId);

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
