namespace Fulfilment.Azure.Tests.Faults;

/// <summary>Another process's work, all of it, just before one of this process's calls to tables.</summary>
/// <param name="at">Counted from 1 over its calls to tables.</param>
internal sealed class Interlude(int at, Func<Task> work)
{
    private int _calls;

    /// <summary>False when this process needed fewer calls: there is nothing left to test.</summary>
    public bool WasReached { get; private set; }

    public Task BeforeCallAsync()
    {
        if (Interlocked.Increment(ref _calls) != at) return Task.CompletedTask;
        WasReached = true;
        return work();
    }
}
