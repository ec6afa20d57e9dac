using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Host.Simulation;

/// <summary>Goods are there for each order when they really were; what they were given to instead is not asked.</summary>
internal sealed class RecordedStock(VirtualTime time, Action<string, OrderCommand> tell) : IStockModel
{
    public void Demand(SimulatedOrder order, StockDemand demand)
    {
        if (order.GoodsAt is not { } at || demand.Lines.Count == 0) return;
        time.At(at, () => tell(order.Id, new OrderCommand.StockAllocated(demand.Version, Complete: true, demand.Lines)
        {
            CommandId = $"stock-{demand.Version}",
            Actor = Actor.System,
            At = time.Now,
        }));
    }

    public ReserveAnswer Reserve(StockDemand demand) => new(Reserved: true);

    public void Release(string orderId)
    {
    }

    public void Consume(string orderId, IReadOnlyList<StockLine> lines)
    {
    }
}
