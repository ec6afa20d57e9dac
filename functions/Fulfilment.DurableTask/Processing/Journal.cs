using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>Collects what the batch does to instances and writes it, once per instance, just before the commit.</summary>
internal sealed class Journal(Tables tables, Batch batch)
{
    private readonly List<Instance> _touched = [];

    /// <summary>Gives the event its place and time. Time never goes backwards within an instance, whatever the clock does.</summary>
    public HistoryEvent Append(Instance instance, HistoryEvent item)
    {
        if (!instance.TailKnown)
        {
            tables.History.LoadTail(instance);
        }

        item.Sequence = ++instance.LastSequence;
        item.At = instance.LastAt = Math.Max(batch.Now, instance.LastAt);
        instance.Unsaved.Add(item);
        Touch(instance);
        return item;
    }

    public void Touch(Instance instance)
    {
        batch.Write();
        if (!instance.InBatch)
        {
            instance.InBatch = true;
            _touched.Add(instance);
        }
    }

    public void Change(Instance instance)
    {
        instance.RowChanged = true;
        Touch(instance);
    }

    /// <summary>The present execution's history as far as earlier batches wrote it.</summary>
    public List<HistoryEvent> Stored(Instance instance)
    {
        if (!instance.TailKnown)
        {
            tables.History.LoadTail(instance);
        }

        return instance.HistoryDropped || instance.LastSequence < instance.Unsaved.Count ? [] : tables.History.Read(instance);
    }

    /// <summary>A new execution begins with an empty history.</summary>
    public void Restart(Instance instance, bool stored)
    {
        instance.Unsaved.Clear();
        instance.Inputs.Clear();
        instance.InputsLoaded = true;
        instance.HistoryDropped |= stored;
        instance.LastSequence = -1;
        instance.Sum = RowChecksum.Seed(instance.Iid, instance.Execution);
        instance.TailKnown = true;
        Change(instance);
    }

    /// <summary>The instance is replaced or purged in this batch: nothing of it is written.</summary>
    public static void Forget(Instance instance) => instance.InBatch = false;

    public void Flush()
    {
        foreach (var instance in _touched)
        {
            if (instance.InBatch)
            {
                Flush(instance);
            }
        }
    }

    public void Clear()
    {
        foreach (var instance in _touched)
        {
            instance.InBatch = false;
            instance.Unsaved.Clear();
            instance.IsNew = false;
            instance.RowChanged = false;
            instance.HistoryDropped = false;
        }

        _touched.Clear();
    }

    private void Flush(Instance instance)
    {
        if (instance.HistoryDropped)
        {
            tables.Inputs.Keep(instance.Iid, instance.Id);
            tables.History.Delete(instance.Iid);
        }

        if (instance.Unsaved.Count > 0)
        {
            tables.History.Append(instance);
        }

        var pending = PendingFrom(instance);
        if (instance.IsNew)
        {
            instance.PendingFrom = pending;
            tables.Instances.Insert(instance);
        }
        else if (instance.RowChanged || pending != instance.PendingFrom)
        {
            instance.PendingFrom = pending;
            tables.Instances.Update(instance);
        }
    }

    private static long? PendingFrom(Instance instance)
    {
        if (instance.IsFinished)
        {
            return null;
        }

        return !instance.InputsLoaded ? instance.PendingFrom : instance.Inputs.Count > 0 ? instance.Inputs[0].Sequence : null;
    }
}
