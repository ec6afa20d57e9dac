using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>The present group commit: what joined it and what must wait for its sync. Belongs to the engine's thread.</summary>
internal sealed class Batch(Database database, EngineOptions options)
{
    private readonly List<Action> _afterCommit = [];

    /// <summary>UTC ticks, read once per batch round so that what belongs together bears one time.</summary>
    public long Now { get; private set; } = options.Clock.GetUtcNow().UtcTicks;

    /// <summary>UTC ticks; timers due later are held, even if that is in the past.</summary>
    public long TimersUpTo { get; private set; }

    public List<WorkItem> Items { get; } = [];

    /// <summary>Steps since the last commit.</summary>
    public int Steps { get; set; }

    public bool IsOpen { get; private set; }

    public void ReadClock()
    {
        Now = options.Clock.GetUtcNow().UtcTicks;
        TimersUpTo = Math.Min(Now, options.TimersUpTo?.Invoke().UtcTicks ?? Now);
    }

    /// <summary>To be called before any write; the transaction begins with the first.</summary>
    public void Write()
    {
        if (!IsOpen)
        {
            database.Begin();
            IsOpen = true;
        }
    }

    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>The batch is synced, or wrote nothing: whoever waited may know.</summary>
    public void Release()
    {
        IsOpen = false;
        Steps = 0;
        var items = Items.ToArray();
        var actions = _afterCommit.ToArray();
        Items.Clear();
        _afterCommit.Clear();
        Array.ForEach(actions, action => action());
        Array.ForEach(items, item => item.Committed());
    }

    /// <summary>The batch is gone.</summary>
    /// <returns>What took part in it.</returns>
    public IReadOnlyList<WorkItem> Drop()
    {
        IsOpen = false;
        Steps = 0;
        var items = Items.ToArray();
        Items.Clear();
        _afterCommit.Clear();
        return items;
    }
}
