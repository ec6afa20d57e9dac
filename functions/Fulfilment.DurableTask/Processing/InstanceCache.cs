using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>Instances in memory, the least recently used dropped first. What is dropped is read and replayed when it is needed again.</summary>
internal sealed class InstanceCache(Tables tables, long capacity)
{
    private readonly Dictionary<long, Instance> _byNumber = [];
    private readonly Dictionary<string, Instance> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Instance> _order = [];
    private long _weight;

    /// <summary>Estimated; may be read from any thread.</summary>
    public long Bytes => Interlocked.Read(ref _weight);

    public Instance? Find(string instanceId)
    {
        if (_byId.TryGetValue(instanceId, out var cached))
        {
            return Use(cached);
        }

        return tables.Instances.Find(instanceId) is { } found ? Load(found.Iid) : null;
    }

    public Instance? Get(long iid) => _byNumber.TryGetValue(iid, out var cached) ? Use(cached) : Load(iid);

    /// <summary>Null when it is not in memory.</summary>
    public Instance? Peek(long iid) => _byNumber.GetValueOrDefault(iid);

    /// <summary>Null when it is not in memory.</summary>
    public Instance? Peek(string instanceId) => _byId.GetValueOrDefault(instanceId);

    public void Add(Instance instance)
    {
        _byNumber.Add(instance.Iid, instance);
        _byId.Add(instance.Id, instance);
        instance.CacheNode = _order.AddLast(instance);
        _weight += instance.Weight;
    }

    public void Remove(Instance instance)
    {
        if (instance.CacheNode is not { } node)
        {
            return;
        }

        _order.Remove(node);
        instance.CacheNode = null;
        _byNumber.Remove(instance.Iid);
        _byId.Remove(instance.Id);
        _weight -= instance.Weight;
    }

    public void AddWeight(Instance instance, long bytes)
    {
        instance.Weight += bytes;
        if (instance.CacheNode is not null)
        {
            _weight += bytes;
        }
    }

    /// <summary>Only between batches: what is unsaved or queued must stay.</summary>
    public void Trim()
    {
        var node = _order.First;
        while (_weight > capacity && node is not null)
        {
            var next = node.Next;
            if (!node.Value.Queued && !node.Value.InBatch)
            {
                Remove(node.Value);
            }

            node = next;
        }
    }

    public void Clear()
    {
        _byNumber.Clear();
        _byId.Clear();
        _order.Clear();
        _weight = 0;
    }

    private Instance? Load(long iid)
    {
        var instance = tables.Instances.Load(iid);
        if (instance is not null)
        {
            Add(instance);
        }

        return instance;
    }

    private Instance Use(Instance instance)
    {
        _order.Remove(instance.CacheNode!);
        _order.AddLast(instance.CacheNode!);
        return instance;
    }
}
