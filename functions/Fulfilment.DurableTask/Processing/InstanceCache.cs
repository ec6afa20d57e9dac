using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>
/// Instances in memory, in two parts with a bound each: those that sleep until something happens to them, and those under way,
/// which come back within moments. What is dropped is read and replayed when it is needed again.
/// </summary>
internal sealed class InstanceCache(Tables tables, long capacity)
{
    private const int UnderWayFactor = 3;
    private const long SoonTicks = TimeSpan.TicksPerSecond;

    private readonly Dictionary<long, Instance> _byNumber = [];
    private readonly Dictionary<string, Instance> _byId = new(StringComparer.Ordinal);
    private readonly List<Instance> _used = [];
    private readonly CacheShelf _sleeping = new();
    private readonly CacheShelf _underWay = new();
    private long _weight;

    /// <summary>Estimated; may be read from any thread.</summary>
    public long Bytes => Interlocked.Read(ref _weight);

    public Instance? Find(string instanceId)
    {
        if (_byId.TryGetValue(instanceId, out var cached))
        {
            Use(cached);
            return cached;
        }

        return tables.Instances.Find(instanceId) is { } found ? Load(found.Iid) : null;
    }

    public Instance? Get(long iid)
    {
        if (!_byNumber.TryGetValue(iid, out var cached))
        {
            return Load(iid);
        }

        Use(cached);
        return cached;
    }

    /// <summary>Null when it is not in memory.</summary>
    public Instance? Peek(long iid) => _byNumber.GetValueOrDefault(iid);

    /// <summary>Null when it is not in memory.</summary>
    public Instance? Peek(string instanceId) => _byId.GetValueOrDefault(instanceId);

    public void Add(Instance instance)
    {
        _byNumber.Add(instance.Iid, instance);
        _byId.Add(instance.Id, instance);
        instance.IsCached = true;
        _weight += instance.Weight;
        Use(instance);
    }

    public void Remove(Instance instance)
    {
        if (!instance.IsCached)
        {
            return;
        }

        instance.Shelf?.Remove(instance);
        instance.IsCached = false;
        _byNumber.Remove(instance.Iid);
        _byId.Remove(instance.Id);
        _weight -= instance.Weight;
    }

    /// <summary>It stays at least until the batch has ended, and as long as it is queued.</summary>
    public void Use(Instance instance)
    {
        if (!instance.IsUsed)
        {
            instance.IsUsed = true;
            instance.Shelf?.Remove(instance);
            _used.Add(instance);
        }
    }

    public void AddWeight(Instance instance, long bytes)
    {
        instance.Weight += bytes;
        _weight += instance.IsCached ? bytes : 0;
        instance.Shelf?.AddWeight(bytes);
    }

    /// <summary>Only between batches: what is unsaved must stay.</summary>
    public void Trim(long now)
    {
        foreach (var instance in _used)
        {
            instance.IsUsed = false;
            if (instance.IsCached && !instance.Queued)
            {
                (instance.Live?.IsUnderWay(now + SoonTicks) == true ? _underWay : _sleeping).Add(instance);
            }
        }

        _used.Clear();
        while (_sleeping.Weight > capacity)
        {
            Remove(_sleeping.Oldest);
        }

        // Those that came first are served first: dropping them in that order would drop each just before its turn.
        while (_underWay.Weight > UnderWayFactor * capacity)
        {
            Remove(_underWay.Newest);
        }
    }

    public void Clear()
    {
        _byNumber.Clear();
        _byId.Clear();
        _used.Clear();
        _sleeping.Clear();
        _underWay.Clear();
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
}
