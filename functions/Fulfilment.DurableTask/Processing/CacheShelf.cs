namespace Fulfilment.DurableTask.Processing;

/// <summary>One part of the cache: what may be dropped, in the order of its last use.</summary>
internal sealed class CacheShelf
{
    private readonly LinkedList<Instance> _order = [];

    public long Weight { get; private set; }

    public Instance Oldest => _order.First!.Value;

    public Instance Newest => _order.Last!.Value;

    public void Add(Instance instance)
    {
        instance.Shelf = this;
        instance.ShelfNode ??= new LinkedListNode<Instance>(instance);
        _order.AddLast(instance.ShelfNode);
        Weight += instance.Weight;
    }

    public void Remove(Instance instance)
    {
        instance.Shelf = null;
        _order.Remove(instance.ShelfNode!);
        Weight -= instance.Weight;
    }

    public void AddWeight(long bytes) => Weight += bytes;

    public void Clear()
    {
        _order.Clear();
        Weight = 0;
    }
}
