using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;

namespace Fulfilment.Azure.Stock;

/// <summary>The part of a store's ledger that one operation can touch, in memory.</summary>
internal sealed class StockSnapshot(DateTimeOffset now, LoadedStock loaded) : IStockRows
{
    private readonly Dictionary<string, OrderDocument> _orders = new(loaded.Orders, StringComparer.Ordinal);
    private readonly Dictionary<string, LevelDocument?> _levels = new(loaded.Levels, StringComparer.Ordinal);
    private readonly List<ToldOrder> _told = [];
    private readonly List<StaffAlert> _alerts = [];

    public DateTimeOffset Now => now;

    public StockNewsDocument News => new(_told, _alerts);

    public IEnumerable<OrderDocument> ChangedOrders => _orders.Values.Where(order => loaded.Orders.GetValueOrDefault(order.Demand.OrderId) != order);

    public IEnumerable<LevelDocument> ChangedLevels => _levels.Values.OfType<LevelDocument>().Where(level => loaded.Levels[level.Sku] != level);

    public StockDemandRow? Demand(string orderId) => _orders.GetValueOrDefault(orderId)?.Demand;

    public void PutDemand(StockDemand demand)
    {
        var present = _orders.GetValueOrDefault(demand.OrderId);
        var row = new StockDemandRow(demand.OrderId, demand.Version, demand.Priority, demand.PlacedAt, demand.Mode, present?.Demand.Overtaken ?? 0, Told: null);
        _orders[demand.OrderId] = new OrderDocument(row, present?.Lines ?? []);
    }

    public void AddOvertaken(string orderId, int times) => Change(orderId, demand => demand with { Overtaken = demand.Overtaken + times });

    public void EndWait(string orderId)
    {
        if (Demand(orderId) is { } demand && (demand.Overtaken > 0 || demand.Told is not null)) Change(orderId, row => row with { Overtaken = 0, Told = null });
    }

    public void PutTold(string orderId, string told) => Change(orderId, demand => demand with { Told = told });

    public List<StockLineRow> Lines(string orderId) => [.. _orders.GetValueOrDefault(orderId)?.Lines ?? []];

    public void PutLine(string orderId, StockLineRow? before, StockLineRow after)
    {
        var lines = _orders[orderId].Lines.Where(line => line.Sku != after.Sku);
        if (after.Demanded > 0) lines = lines.Append(after);
        _orders[orderId] = _orders[orderId] with { Lines = [.. lines.OrderBy(line => line.Sku, StringComparer.Ordinal)] };
        Move(after.Sku, onHand: 0, allocated: after.Allocated - (before?.Allocated ?? 0));
        var queue = Queue(after.Sku).After(_orders[orderId].Demand, before, after);
        _levels[after.Sku] = _levels[after.Sku]! with { Waiting = queue.Missing, Last = queue.Last };
    }

    public void Move(string sku, int onHand, int allocated)
    {
        var level = _levels[sku] ?? new LevelDocument(sku, 0, 0, 0, []);
        level = level with { OnHand = level.OnHand + onHand, Allocated = level.Allocated + allocated };
        // The last line of defence: a bug that would sell what is not there fails its operation instead.
        if (level.Allocated < 0 || level.OnHand < level.Allocated) throw new InvalidOperationException($"'{sku}' would have {level.OnHand} on hand and {level.Allocated} allocated.");
        _levels[sku] = level;
    }

    public int Free(string sku) => _levels[sku] is { } level ? level.OnHand - level.Allocated : 0;

    public StockQueue Queue(string sku) => _levels[sku]?.Queue ?? default;

    /// <exception cref="OrdersNotReadException">Others wait for these skus, and were not read.</exception>
    public List<StockWaitingRow> Waiting(IEnumerable<string> skus)
    {
        var (orders, reached) = Connected(_orders.Values, skus);
        if (loaded.IsWhole || reached.All(sku => Queue(sku).Missing == orders.Sum(row => row.Lines.Where(line => line.Sku == sku).Sum(line => line.Missing)))) return orders;
        throw new OrdersNotReadException();
    }

    public List<(DateTimeOffset Eta, int Quantity)> Expected(string sku) => [.. (_levels[sku]?.Expected ?? []).Select(arrival => (arrival.Eta, arrival.Quantity))];

    public void PutExpected(string sku, DateTimeOffset eta, int quantity)
    {
        var level = _levels[sku] ?? new LevelDocument(sku, 0, 0, 0, []);
        var expected = level.Expected.Where(arrival => arrival.Eta != eta);
        if (quantity > 0) expected = expected.Append(new ExpectedArrival(quantity, eta));
        _levels[sku] = level with { Expected = [.. expected.OrderBy(arrival => arrival.Eta)] };
    }

    public void Tell(string orderId, OrderCommand command) => _told.Add(new ToldOrder(orderId, command));

    public void Alert(StaffAlert alert) => _alerts.Add(alert);

    /// <summary>The orders whose waits hang together with the skus, and all skus that they and the skus reach.</summary>
    public static (List<StockWaitingRow> Orders, HashSet<string> Skus) Connected(IEnumerable<OrderDocument> orders, IEnumerable<string> skus)
    {
        var reached = new HashSet<string>(skus, StringComparer.Ordinal);
        var apart = orders.Where(order => order.IsWaiting).Select(order => new StockWaitingRow(order.Demand, [.. order.Lines.Where(line => line.Missing > 0)])).ToList();
        var connected = new List<StockWaitingRow>();
        while (true)
        {
            var next = apart.Where(row => row.Lines.Any(line => reached.Contains(line.Sku))).ToList();
            if (next.Count == 0) return (connected, reached);
            connected.AddRange(next);
            apart = [.. apart.Except(next)];
            reached.UnionWith(next.SelectMany(row => row.Lines).Select(line => line.Sku));
        }
    }

    private void Change(string orderId, Func<StockDemandRow, StockDemandRow> change) => _orders[orderId] = _orders[orderId] with { Demand = change(_orders[orderId].Demand) };
}

/// <summary>The operation has to look at orders that were not read for it: it begins anew with all that wait. Never leaves the ledger.</summary>
internal sealed class OrdersNotReadException() : Exception("Other orders wait for these goods and were not read.");
