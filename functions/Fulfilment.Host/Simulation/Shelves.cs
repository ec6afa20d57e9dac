using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;

namespace Fulfilment.Host.Simulation;

/// <summary>One store's stock ledger in memory.</summary>
internal sealed class Shelves(VirtualTime time, Action<string, OrderCommand> tell) : IStockRows
{
    private readonly Dictionary<string, StockDemandRow> _demands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<string, StockLineRow>> _lines = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int OnHand, int Allocated)> _levels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StockQueue> _queues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<DateTimeOffset, int>> _expected = new(StringComparer.Ordinal);

    public DateTimeOffset Now => time.Now;

    public StockDemandRow? Demand(string orderId) => _demands.GetValueOrDefault(orderId);

    public void PutDemand(StockDemand demand) => _demands[demand.OrderId] =
        new(demand.OrderId, demand.Version, demand.Priority, demand.PlacedAt, demand.Mode, Demand(demand.OrderId)?.Overtaken ?? 0, Told: null);

    public void AddOvertaken(string orderId, int times) => Change(orderId, row => row with { Overtaken = row.Overtaken + times });

    public void EndWait(string orderId) => Change(orderId, row => row with { Overtaken = 0, Told = null });

    public void PutTold(string orderId, string told) => Change(orderId, row => row with { Told = told });

    public List<StockLineRow> Lines(string orderId) => _lines.TryGetValue(orderId, out var lines) ? [.. lines.Values] : [];

    public void PutLine(string orderId, StockLineRow? before, StockLineRow after)
    {
        if (!_lines.TryGetValue(orderId, out var lines)) _lines.Add(orderId, lines = new(StringComparer.Ordinal));
        if (after.Demanded == 0) lines.Remove(after.Sku);
        else lines[after.Sku] = after;
        if (lines.Values.Any(line => line.Missing > 0)) _waiting.Add(orderId);
        else _waiting.Remove(orderId);
        Move(after.Sku, onHand: 0, allocated: after.Allocated - (before?.Allocated ?? 0));
        _queues[after.Sku] = Queue(after.Sku).After(_demands[orderId], before, after);
    }

    public void Move(string sku, int onHand, int allocated)
    {
        var level = _levels.GetValueOrDefault(sku);
        _levels[sku] = (level.OnHand + onHand, level.Allocated + allocated);
    }

    public int Free(string sku) => _levels.TryGetValue(sku, out var level) ? level.OnHand - level.Allocated : 0;

    public StockQueue Queue(string sku) => _queues.GetValueOrDefault(sku);

    public List<StockWaitingRow> Waiting(IEnumerable<string> skus)
    {
        var touched = skus.ToHashSet(StringComparer.Ordinal);
        var rows = _waiting.Select(orderId => new StockWaitingRow(_demands[orderId], [.. _lines[orderId].Values.Where(line => line.Missing > 0)])).ToList();
        var found = new List<StockWaitingRow>();
        while (rows.FindAll(row => row.Lines.Any(line => touched.Contains(line.Sku))) is { Count: > 0 } near)
        {
            found.AddRange(near);
            rows.RemoveAll(near.Contains);
            touched.UnionWith(near.SelectMany(row => row.Lines).Select(line => line.Sku));
        }

        return found;
    }

    public List<(DateTimeOffset Eta, int Quantity)> Expected(string sku) => _expected.TryGetValue(sku, out var list) ? [.. list.Select(item => (item.Key, item.Value))] : [];

    public void PutExpected(string sku, DateTimeOffset eta, int quantity)
    {
        if (!_expected.TryGetValue(sku, out var list)) _expected.Add(sku, list = []);
        if (quantity == 0) list.Remove(eta);
        else list[eta] = quantity;
    }

    /// <summary>Told after the operation, as the ledger's commit would.</summary>
    public void Tell(string orderId, OrderCommand command) => time.At(time.Now, () => tell(orderId, command));

    /// <summary>Staff look at stock themselves; no release waits for it.</summary>
    public void Alert(StaffAlert alert)
    {
    }

    private void Change(string orderId, Func<StockDemandRow, StockDemandRow> change)
    {
        if (_demands.TryGetValue(orderId, out var row)) _demands[orderId] = change(row);
    }
}
