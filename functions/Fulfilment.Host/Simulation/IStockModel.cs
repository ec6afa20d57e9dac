using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Host.Simulation;

/// <summary>Where a simulated order's goods come from.</summary>
internal interface IStockModel
{
    void Demand(SimulatedOrder order, StockDemand demand);

    ReserveAnswer Reserve(StockDemand demand);

    void Release(string orderId);

    void Consume(string orderId, IReadOnlyList<StockLine> lines);
}
