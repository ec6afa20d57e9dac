using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>
/// Activities that wait for a free place, in the order they were scheduled. Inputs are kept up to a bound; past it they are
/// read from disk, some at a time, when their activities come up.
/// </summary>
internal sealed class ActivityQueue(Func<TaskRow, IReadOnlyDictionary<int, byte[]?>> read, long maxBytes = 8 * 1024 * 1024)
{
    private readonly Queue<TaskRow> _rows = new();
    private readonly Queue<TaskRow> _read = new();

    public int Count => _rows.Count + _read.Count;

    /// <summary>Of the inputs kept, but for those just read.</summary>
    public long Bytes { get; private set; }

    /// <param name="row">Stored already.</param>
    public void Add(TaskRow row)
    {
        if (row.HasInput && Bytes + SizeOf(row) > maxBytes)
        {
            row = row with { Input = null, HasInput = false };
        }

        Bytes += SizeOf(row);
        _rows.Enqueue(row);
    }

    /// <summary>The next, without its input when that cannot be read.</summary>
    public bool TryTake(out TaskRow row, out InvalidDataException? damage)
    {
        damage = null;
        if (_read.TryDequeue(out row!))
        {
            return true;
        }

        if (!_rows.TryDequeue(out row!))
        {
            return false;
        }

        Bytes -= SizeOf(row);
        if (!row.HasInput)
        {
            row = Load(row, out damage);
        }

        return true;
    }

    public void Clear()
    {
        _rows.Clear();
        _read.Clear();
        Bytes = 0;
    }

    private TaskRow Load(TaskRow row, out InvalidDataException? damage)
    {
        try
        {
            var inputs = read(row);
            while (_rows.TryPeek(out var next) && !next.HasInput && next.IsOf(row) && inputs.TryGetValue(next.TaskId, out var input))
            {
                _read.Enqueue(_rows.Dequeue() with { Input = input, HasInput = true });
            }

            damage = null;
            return row with { Input = inputs[row.TaskId], HasInput = true };
        }
        catch (InvalidDataException error)
        {
            damage = error;
            return row;
        }
    }

    private static long SizeOf(TaskRow row) => row.Input?.Length ?? 0;
}
