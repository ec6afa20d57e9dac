using System.Text.Json;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;

namespace Fulfilment.Orchestration.Tests.Stock;

/// <summary>A ledger in memory that counts the rows which a turn reads.</summary>
internal sealed class MemoryStockRows : IStockRows
{
    private readonly SortedDictionary<string, StockDemandRow> _demands = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, StockLineRow>> _lines = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (int OnHand, int Allocated)> _levels = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, StockQueue> _queues = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<DateTimeOffset, int>> _expected = new(StringComparer.Ordinal);

    public int RowsRead { get; private set; }

    /// <summary>Everything that was told, in order.</summary>
    public List<string> Told { get; } = [];

    public DateTimeOffset Now => new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public StockDemandRow? Demand(string orderId)
    {
        RowsRead++;
        return _demands.GetValueOrDefault(orderId);
    }

    public void PutDemand(StockDemand demand) => _demands[demand.OrderId] =
        new(demand.OrderId, demand.Version, demand.Priority, demand.PlacedAt, demand.Mode, _demands.GetValueOrDefault(demand.OrderId)?.Overtaken ?? 0, Told: null);

    public void AddOvertaken(string orderId, int times) => _demands[orderId] = _demands[orderId] with { Overtaken = _demands[orderId].Overtaken + times };

    public void EndWait(string orderId) => _demands[orderId] = _demands[orderId] with { Overtaken = 0, Told = null };

    public void PutTold(string orderId, string told) => _demands[orderId] = _demands[orderId] with { Told = told };

    public List<StockLineRow> Lines(string orderId) => Read<StockLineRow>(_lines.TryGetValue(orderId, out var lines) ? lines.Values : []);

    public void PutLine(string orderId, StockLineRow? before, StockLineRow after)
    {
        if (!_lines.TryGetValue(orderId, out var lines)) _lines.Add(orderId, lines = new(StringComparer.Ordinal));
        if (after.Demanded == 0) lines.Remove(after.Sku);
        else lines[after.Sku] = after;
        Move(after.Sku, onHand: 0, allocated: after.Allocated - (before?.Allocated ?? 0));
        _queues[after.Sku] = _queues.GetValueOrDefault(after.Sku).After(_demands[orderId], before, after);
    }

    public void Move(string sku, int onHand, int allocated)
    {
        var level = _levels.GetValueOrDefault(sku);
        _levels[sku] = (level.OnHand + onHand, level.Allocated + allocated);
    }

    public int Free(string sku)
    {
        RowsRead++;
        return _levels.TryGetValue(sku, out var level) ? level.OnHand - level.Allocated : 0;
    }

    public StockQueue Queue(string sku)
    {
        RowsRead++;
        return _queues.GetValueOrDefault(sku);
    }

    public List<StockWaitingRow> Waiting(IEnumerable<string> skus)
    {
        var reached = skus.ToHashSet(StringComparer.Ordinal);
        var apart = _lines.Where(order => order.Value.Values.Any(line => line.Missing > 0))
            .Select(order => new StockWaitingRow(_demands[order.Key], [.. order.Value.Values.Where(line => line.Missing > 0)])).ToList();
        var found = new List<StockWaitingRow>();
        while (apart.FindAll(row => row.Lines.Any(line => reached.Contains(line.Sku))) is { Count: > 0 } near)
        {
            found.AddRange(near);
            apart.RemoveAll(near.Contains);
            reached.UnionWith(near.SelectMany(row => row.Lines).Select(line => line.Sku));
        }

        RowsRead += found.Sum(row => 1 + row.Lines.Count);
        return found;
    }

    public List<(DateTimeOffset Eta, int Quantity)> Expected(string sku) =>
        Read<(DateTimeOffset, int)>(_expected.TryGetValue(sku, out var expected) ? expected.Select(arrival => (arrival.Key, arrival.Value)) : []);

    public void PutExpected(string sku, DateTimeOffset eta, int quantity)
    {
        if (!_expected.TryGetValue(sku, out var expected)) _expected.Add(sku, expected = []);
        if (quantity == 0) expected.Remove(eta);
        else expected[eta] = quantity;
    }

    public void Tell(string orderId, OrderCommand command) => Told.Add($"{orderId}: {JsonSerializer.Serialize(command, DomainJson.Options)}");

    public void Alert(StaffAlert alert) => Told.Add(alert.ToString());

    /// <summary>All that later operations can depend on, queues apart.</summary>
    public string Picture() => string.Join('\n',
    [
        .. _demands.Values.Select(demand => demand.ToString()),
        .. _lines.SelectMany(order => order.Value.Values.Select(line => $"{order.Key} {line}")),
        .. _levels.Select(level => level.ToString()),
        .. _expected.SelectMany(sku => sku.Value.Select(arrival => $"{sku.Key} {arrival}")),
    ]);

    /// <summary>What the queues must say: computed from the lines.</summary>
    public void CheckQueues()
    {
        foreach (var (sku, queue) in _queues)
        {
            var waiting = _lines.Where(order => order.Value.TryGetValue(sku, out var line) && line.Missing > 0).ToList();
            Assert.Equal(waiting.Sum(order => order.Value[sku].Missing), queue.Missing);
            Assert.All(waiting, order => Assert.True(string.CompareOrdinal(StockRank.Of(_demands[order.Key]), queue.Last) <= 0));
        }
    }

    private List<T> Read<T>(IEnumerable<T> rows)
    {
        List<T> list = [.. rows];
        RowsRead += list.Count;
        return list;
    }
}
