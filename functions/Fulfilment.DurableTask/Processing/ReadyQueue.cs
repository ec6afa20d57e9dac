namespace Fulfilment.DurableTask.Processing;

/// <summary>Instances with something to tell their code, in the order it came.</summary>
internal sealed class ReadyQueue(InstanceCache cache)
{
    private readonly Queue<Instance> _queue = new();

    public int Count => _queue.Count;

    public void Add(Instance instance)
    {
        if (instance.Queued || !CanRun(instance))
        {
            return;
        }

        instance.Queued = true;
        cache.Use(instance);
        _queue.Enqueue(instance);
    }

    /// <summary>The next that still can run; what changed its mind meanwhile is dropped.</summary>
    public bool TryTake(out Instance instance)
    {
        while (_queue.TryDequeue(out instance!))
        {
            instance.Queued = false;
            cache.Use(instance);
            if (CanRun(instance))
            {
                return true;
            }
        }

        return false;
    }

    public void Clear() => _queue.Clear();

    private static bool CanRun(Instance instance) =>
        !instance.Quarantined && !instance.IsFinished && instance.Status != OrchestrationStatus.Suspended;
}
