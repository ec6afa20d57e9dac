using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Stock;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;

namespace Fulfilment.Orchestration.Tests.Stock;

/// <summary>
/// The rule without any shortcut: each operation allocates and forecasts anew for everybody whose wait hangs together with it. It is the measure
/// of <see cref="StockTurn"/>, which must come to the same with less reading.
/// </summary>
internal sealed class PlainStockTurn(IStockRows rows, string store, string key, Func<int> maxOvertakes)
{
    private readonly StockNews _news = new(rows, store, key);

    /// <summary>All skus of all orders that the allocation looked at: their forecasts may have changed, also where they hang together no more.</summary>
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    /// <summary>Goods came, or were counted away: then no further than what is promised, and staff hear of the rest.</summary>
    public void Arrive(string sku, int quantity)
    {
        var moved = Math.Max(quantity, -rows.Free(sku));
        rows.Move(sku, moved, allocated: 0);
        if (moved != quantity)
            Alert("StockCorrectionCut", sku, "", $"{-quantity} of '{sku}' were counted away, but {moved - quantity} of them are promised to orders: {-moved} taken off.");
        UseUpExpected(sku, quantity);
        Settle([sku]);
    }

    public void Expect(string sku, int quantity, DateTimeOffset eta)
    {
        rows.Move(sku, onHand: 0, allocated: 0);
        rows.PutExpected(sku, eta, quantity);
        _news.Tell([sku]);
    }

    public void Demand(StockDemand demand)
    {
        if (rows.Demand(demand.OrderId) is { } present && present.Version >= demand.Version) return;
        var lines = StockDemands.Sum(demand.Lines);
        var touched = Put(demand, lines);
        if (lines.Count > 0) _news.Asked(demand.OrderId);
        Allocate(touched);
        if (demand.Mode == DemandMode.AllOrNothing && GiveBackParts(demand.OrderId)) Allocate(touched);
        _news.Tell(_touched);
    }

    /// <summary>Puts the demand in place of the present one if all of it can be held; else changes nothing.</summary>
    public ReserveAnswer Reserve(StockDemand wanted)
    {
        var present = rows.Demand(wanted.OrderId);
        if (present?.Version >= wanted.Version) return new ReserveAnswer(Reserved: false);
        var reservation = StockReservation.Of(wanted, StockDemands.Sum(wanted.Lines), rows.Lines(wanted.OrderId));
        List<string> missing = [.. reservation.Missing.Select(line => line.Sku)];
        var others = Waiting(missing).Where(row => row.Demand.OrderId != wanted.OrderId).ToList();
        var free = Free(missing, others);
        var allocation = StockAllocator.Allocate(free, [.. others.Select(AsDemand), reservation.AsDemand(present?.Overtaken ?? 0)], maxOvertakes());
        if (missing.Count > 0 && allocation.Given.All(given => given.OrderId != wanted.OrderId)) return new ReserveAnswer(Reserved: false, Short(reservation, free, others));
        var touched = Put(wanted, reservation.Lines);
        Apply(allocation);
        Allocate(touched);
        // The order itself has its answer; only the others hear of it as a command.
        _news.Leave(wanted.OrderId);
        _news.Tell(_touched);
        return new ReserveAnswer(Reserved: true);
    }

    private static StockLine Short(StockReservation reservation, Dictionary<string, int> free, List<StockWaitingRow> others) =>
        reservation.Missing.FirstOrDefault(line => free[line.Sku] < line.Quantity) is { } plain
            ? new StockLine(plain.Sku, reservation.Kept[plain.Sku] + free[plain.Sku])
            : reservation.Contested(free, others);

    public void Release(string orderId)
    {
        var lines = rows.Lines(orderId);
        foreach (var line in lines) rows.PutLine(orderId, line, new StockLineRow(line.Sku, 0, 0));
        Settle([.. lines.Select(line => line.Sku)]);
    }

    /// <summary>What was not allocated to the order is left alone: others may hold it. Staff count it.</summary>
    public void Consume(string orderId, IReadOnlyList<StockLine> left)
    {
        var lines = rows.Lines(orderId).ToDictionary(line => line.Sku, StringComparer.Ordinal);
        foreach (var (sku, quantity) in StockDemands.Sum(left))
        {
            var taken = lines.TryGetValue(sku, out var line) ? Math.Min(line.Allocated, quantity) : 0;
            if (taken > 0)
            {
                rows.PutLine(orderId, line, new StockLineRow(sku, line!.Demanded - taken, line.Allocated - taken));
                rows.Move(sku, -taken, allocated: 0);
            }

            if (taken < quantity) Alert("StockNotAllocated", sku, orderId, $"{quantity} of '{sku}' have left, but only {taken} were allocated to {orderId}: please count.");
        }
    }

    private void Settle(IReadOnlyCollection<string> skus)
    {
        Allocate(skus);
        _news.Tell(_touched);
    }

    /// <summary>Puts the demand in place of the order's present one. What it holds of what it still wants, it keeps.</summary>
    /// <returns>The skus of both.</returns>
    private IReadOnlyCollection<string> Put(StockDemand demand, IReadOnlyList<StockLine> lines)
    {
        var before = rows.Lines(demand.OrderId).ToDictionary(line => line.Sku, StringComparer.Ordinal);
        var wanted = lines.ToDictionary(line => line.Sku, line => line.Quantity, StringComparer.Ordinal);
        rows.PutDemand(demand);
        var touched = before.Keys.Union(wanted.Keys, StringComparer.Ordinal).ToList();
        foreach (var sku in touched)
        {
            var line = before.GetValueOrDefault(sku);
            var quantity = wanted.GetValueOrDefault(sku);
            rows.PutLine(demand.OrderId, line, new StockLineRow(sku, quantity, Math.Min(line?.Allocated ?? 0, quantity)));
        }

        return touched;
    }

    /// <summary>An order that cannot be completed holds nothing hard. True when there was something to give back.</summary>
    private bool GiveBackParts(string orderId)
    {
        var lines = rows.Lines(orderId);
        var held = lines.Where(line => line.Allocated > 0).ToList();
        if (held.Count == 0 || lines.All(line => line.Missing == 0)) return false;
        foreach (var line in held) rows.PutLine(orderId, line, line with { Allocated = 0 });
        return true;
    }

    private void Allocate(IReadOnlyCollection<string> skus)
    {
        var waiting = Waiting(skus);
        if (waiting.Count == 0) return;
        Apply(StockAllocator.Allocate(Free(skus, waiting), [.. waiting.Select(AsDemand)], maxOvertakes()));
    }

    private List<StockWaitingRow> Waiting(IReadOnlyCollection<string> skus)
    {
        var waiting = rows.Waiting(skus);
        _touched.UnionWith(skus);
        _touched.UnionWith(waiting.SelectMany(row => row.Lines).Select(line => line.Sku));
        return waiting;
    }

    private void Apply(AllocationResult result)
    {
        foreach (var (orderId, times) in result.Overtakes) rows.AddOvertaken(orderId, times);
        foreach (var given in result.Given)
        {
            var lines = rows.Lines(given.OrderId).ToDictionary(line => line.Sku, StringComparer.Ordinal);
            foreach (var (sku, quantity) in given.Lines) rows.PutLine(given.OrderId, lines[sku], lines[sku] with { Allocated = lines[sku].Allocated + quantity });
            _news.Granted(given.OrderId);
        }
    }

    private Dictionary<string, int> Free(IEnumerable<string> skus, IEnumerable<StockWaitingRow> waiting) =>
        skus.Union(waiting.SelectMany(row => row.Lines).Select(line => line.Sku), StringComparer.Ordinal).ToDictionary(sku => sku, rows.Free, StringComparer.Ordinal);

    /// <summary>Arrivals are taken to be what was expected first.</summary>
    private void UseUpExpected(string sku, int arrived)
    {
        foreach (var (eta, quantity) in rows.Expected(sku))
        {
            if (arrived <= 0) return;
            rows.PutExpected(sku, eta, Math.Max(0, quantity - arrived));
            arrived -= quantity;
        }
    }

    private void Alert(string code, string sku, string orderId, string text) =>
        rows.Alert(new StaffAlert($"stock/{store}/{key}/{sku}", orderId, store, code, text, rows.Now));

    private static WaitingDemand AsDemand(StockWaitingRow row)
    {
        var demand = row.Demand;
        return new(demand.OrderId, demand.Version, [.. row.Lines.Select(line => new StockLine(line.Sku, line.Missing))], demand.Priority, demand.PlacedAt, demand.Mode, demand.Overtaken);
    }
}
