using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>
/// The timers due next, in memory: a window of the table, so that a million far timers cost none, nor a million of one
/// instant. Every timer up to the horizon is in the heap.
/// </summary>
internal sealed class TimerQueue(TimerTable table, Batch batch, int window = 8192, IComparer<TimerRow>? order = null)
{
    private readonly IComparer<TimerRow> _order = order ?? TimerRow.Order;
    private readonly PriorityQueue<TimerRow, TimerRow> _heap = new(order ?? TimerRow.Order);
    private readonly HashSet<TimerRow> _cancelled = [];
    private TimerRow _horizon = TimerRow.First;
    private bool _moreStored = true;

    /// <summary>Timers in memory.</summary>
    public int Loaded => _heap.Count;

    public bool IsDue
    {
        get
        {
            Load();
            return _heap.TryPeek(out var row, out _) && row.Due <= batch.TimersUpTo;
        }
    }

    public void Add(TimerRow row)
    {
        batch.Write();
        table.Insert(row);
        if (!_cancelled.Remove(row))
        {
            Push(row);
        }

        // Else the next execution asked for the very timer its last one gave up: that one's entry is still in the heap.
    }

    /// <summary>Back into the heap what was popped while its instance could not take it.</summary>
    public void Push(TimerRow row)
    {
        if (!IsLoaded(row))
        {
            return;
        }

        _heap.Enqueue(row, row);
        if (_heap.Count > 4 * window)
        {
            Shrink();
        }
    }

    public void Cancel(TimerRow row)
    {
        batch.Write();
        if (table.Delete(row) && IsLoaded(row))
        {
            _cancelled.Add(row);
        }
    }

    /// <summary>Removes a timer that was popped. False when it was gone.</summary>
    public bool Take(TimerRow row)
    {
        batch.Write();
        return table.Delete(row);
    }

    public bool TryPopDue(out TimerRow row)
    {
        row = default;
        return IsDue && _heap.TryDequeue(out row, out _);
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
        _horizon = TimerRow.First;
        _moreStored = true;
    }

    private bool IsLoaded(TimerRow row) => !_moreStored || _order.Compare(row, _horizon) <= 0;

    private void Load()
    {
        DropCancelled();
        if (_heap.Count > 0 || !_moreStored)
        {
            return;
        }

        var page = table.Page(_horizon, window);
        page.ForEach(row => _heap.Enqueue(row, row));
        _moreStored = page.Count == window;
        _horizon = page.Count > 0 ? page[^1] : _horizon;
    }

    private void DropCancelled()
    {
        while (_cancelled.Count > 0 && _heap.TryPeek(out var row, out _) && _cancelled.Remove(row))
        {
            _heap.Dequeue();
        }

        if (_heap.Count == 0)
        {
            _cancelled.Clear();
        }
    }

    /// <summary>Keeps the first of a full heap, also where more are due at one instant; the rest is in the table.</summary>
    private void Shrink()
    {
        var kept = new List<TimerRow>(window);
        while (kept.Count < window && _heap.TryDequeue(out var row, out _))
        {
            if (!_cancelled.Remove(row))
            {
                kept.Add(row);
            }
        }

        _heap.Clear();
        _cancelled.Clear();
        kept.ForEach(row => _heap.Enqueue(row, row));
        _horizon = kept.Count > 0 ? kept[^1] : TimerRow.First;
        _moreStored = true;
    }
}
