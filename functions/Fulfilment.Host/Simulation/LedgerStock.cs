using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;

namespace Fulfilment.Host.Simulation;

/// <summary>The real rules of the stock ledger, over shelves in memory, one set for each store.</summary>
internal sealed class LedgerStock(VirtualTime time, Action<string, OrderCommand> tell, Func<string, int> maxOvertakes) : IStockModel
{
    private readonly Dictionary<string, Shelves> _stores = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _storeOf = new(StringComparer.Ordinal);
    private long _operations;

    public void Arrive(GoodsArrival arrival) => Turn(arrival.Store).Arrive(arrival.Sku, arrival.Quantity);

    public void Demand(SimulatedOrder order, StockDemand demand)
    {
        _storeOf[order.Id] = demand.Store;
        Turn(demand.Store).Demand(demand);
    }

    public ReserveAnswer Reserve(StockDemand demand)
    {
        _storeOf[demand.OrderId] = demand.Store;
        return Turn(demand.Store).Reserve(demand);
    }

    public void Release(string orderId)
    {
        if (_storeOf.TryGetValue(orderId, out var store)) Turn(store).Release(orderId);
    }

    public void Consume(string orderId, IReadOnlyList<StockLine> lines)
    {
        if (_storeOf.TryGetValue(orderId, out var store)) Turn(store).Consume(orderId, lines);
    }

    private StockTurn Turn(string store)
    {
        if (!_stores.TryGetValue(store, out var shelves)) _stores.Add(store, shelves = new Shelves(time, tell));
        return new StockTurn(shelves, store, $"op-{++_operations}", () => maxOvertakes(store));
    }
}
