using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Replay;

/// <summary>External events of one execution: kept until asked for, in order; the oldest wait is served first; names ignore case.</summary>
internal sealed class EventMailbox
{
    private readonly Dictionary<string, Box> _boxes = new(StringComparer.OrdinalIgnoreCase);

    public int Waiting { get; private set; }

    public void Raise(HistoryEvent item)
    {
        var box = BoxOf(item.Name!);
        if (box.Waiters.First is not { } oldest)
        {
            box.Kept.Enqueue(item);
            return;
        }

        box.Waiters.RemoveFirst();
        Waiting--;
        oldest.Value.Complete(item.Payload);
    }

    /// <summary>An event that came before it was waited for; null when there is none.</summary>
    public HistoryEvent? Take(string name) => BoxOf(name).Kept.TryDequeue(out var item) ? item : null;

    /// <summary>Returns what removes the wait again; a removed wait takes no event.</summary>
    public Func<bool> Wait(string name, OpenTask waiter)
    {
        var waiters = BoxOf(name).Waiters;
        var node = waiters.AddLast(waiter);
        Waiting++;
        return () =>
        {
            if (node.List is null)
            {
                return false;
            }

            waiters.Remove(node);
            Waiting--;
            return true;
        };
    }

    /// <summary>What was never consumed, in the order it came.</summary>
    public IEnumerable<HistoryEvent> Unconsumed => _boxes.Values.SelectMany(box => box.Kept).OrderBy(item => item.Sequence);

    private Box BoxOf(string name)
    {
        if (!_boxes.TryGetValue(name, out var box))
        {
            _boxes.Add(name, box = new Box());
        }

        return box;
    }

    private sealed class Box
    {
        public Queue<HistoryEvent> Kept { get; } = new();

        public LinkedList<OpenTask> Waiters { get; } = new();
    }
}
