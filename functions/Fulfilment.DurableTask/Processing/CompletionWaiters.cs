namespace Fulfilment.DurableTask.Processing;

/// <summary>Who waits for an instance to end. On the engine's thread, but for the answers.</summary>
internal sealed class CompletionWaiters
{
    private readonly Dictionary<string, List<TaskCompletionSource>> _waiters = new(StringComparer.Ordinal);

    public Task Add(string instanceId)
    {
        if (!_waiters.TryGetValue(instanceId, out var waiters))
        {
            _waiters.Add(instanceId, waiters = []);
        }

        waiters.RemoveAll(waiter => waiter.Task.IsCompleted);
        var added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiters.Add(added);
        return added.Task;
    }

    public void Complete(string instanceId)
    {
        if (_waiters.Remove(instanceId, out var waiters))
        {
            waiters.ForEach(waiter => waiter.TrySetResult());
        }
    }

    public void Fail(Exception error)
    {
        foreach (var waiter in _waiters.Values.SelectMany(waiters => waiters))
        {
            waiter.TrySetException(error);
        }

        _waiters.Clear();
    }
}
