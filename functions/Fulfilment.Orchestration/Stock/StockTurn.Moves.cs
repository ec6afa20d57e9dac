using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Orchestration.Stock;

/// <summary>Goods and demands that move to another host's ledger, or come from one. What one ledger takes off, the other puts on: goods are never in both.</summary>
public sealed partial class StockTurn
{
    /// <summary>Takes the order's demand with the goods it holds off this ledger. Null when it never asked for any.</summary>
    public OrderStock? TakeAway(string orderId)
    {
        if (rows.Demand(orderId) is not { } demand) return null;
        var lines = rows.Lines(orderId);
        foreach (var line in lines)
        {
            rows.PutLine(orderId, line, new StockLineRow(line.Sku, 0, 0));
            rows.Move(line.Sku, -line.Allocated, allocated: 0);
        }

        return new OrderStock(demand, lines);
    }

    /// <summary>Puts an order on this ledger as it stood on the other: what it holds, how long it has waited, what it was told.</summary>
    /// <exception cref="InvalidOperationException">The order holds or wants goods here already.</exception>
    public void Bring(OrderStock stock)
    {
        var (id, version, priority, placedAt, mode, overtaken, told) = stock.Demand;
        var present = rows.Demand(id);
        if (present is not null && rows.Lines(id).Count > 0) throw new InvalidOperationException($"{id} is in the stock ledger of {store} already.");
        rows.PutDemand(new StockDemand(id, store, version, [], priority, placedAt, mode));
        if (overtaken != (present?.Overtaken ?? 0)) rows.AddOvertaken(id, overtaken - (present?.Overtaken ?? 0));
        if (told is not null) rows.PutTold(id, told);
        foreach (var line in stock.Lines)
        {
            rows.Move(line.Sku, line.Allocated, allocated: 0);
            rows.PutLine(id, null, line);
        }
    }

    /// <summary>Takes what no order holds, and what is expected, off this ledger.</summary>
    public IReadOnlyList<FreeGoods> TakeFree(IEnumerable<string> skus)
    {
        var goods = new List<FreeGoods>();
        foreach (var sku in skus)
        {
            var expected = rows.Expected(sku);
            var free = rows.Free(sku);
            rows.Move(sku, -free, allocated: 0);
            foreach (var (eta, _) in expected) rows.PutExpected(sku, eta, 0);
            goods.Add(new FreeGoods(sku, free, [.. expected.Select(arrival => new ExpectedArrival(arrival.Quantity, arrival.Eta))]));
        }

        return goods;
    }

    /// <summary>Puts goods on this ledger. Orders that wait for them get them.</summary>
    public void Bring(IReadOnlyList<FreeGoods> goods)
    {
        foreach (var (sku, quantity, expected) in goods)
        {
            rows.Move(sku, quantity, allocated: 0);
            foreach (var arrival in expected) rows.PutExpected(sku, arrival.Eta, arrival.Quantity + rows.Expected(sku).Where(present => present.Eta == arrival.Eta).Sum(present => present.Quantity));
        }

        Settle([.. goods.Select(item => item.Sku)]);
    }
}
