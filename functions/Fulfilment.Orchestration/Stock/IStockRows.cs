using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Stock;

/// <summary>One store's ledger as <see cref="StockTurn"/> sees it: inside one transaction, or over rows that will be committed as one.</summary>
public interface IStockRows
{
    DateTimeOffset Now { get; }

    StockDemandRow? Demand(string orderId);

    /// <summary>Puts the demand in place of the present one; what was told of that one is forgotten, how often it was overtaken is not.</summary>
    void PutDemand(StockDemand demand);

    void AddOvertaken(string orderId, int times);

    /// <summary>The order's wait is over: what was counted and told of it no longer matters.</summary>
    void EndWait(string orderId);

    void PutTold(string orderId, string told);

    /// <summary>Ordered by sku.</summary>
    List<StockLineRow> Lines(string orderId);

    /// <summary>Puts the line in place of the one before, and the level's allocation and queue in step with it. Nothing demanded: no line.</summary>
    void PutLine(string orderId, StockLineRow? before, StockLineRow after);

    /// <summary>Changes a level by so much; a sku's first mention creates it.</summary>
    void Move(string sku, int onHand, int allocated);

    /// <summary>On hand and not allocated; 0 for a sku never mentioned.</summary>
    int Free(string sku);

    /// <summary>Who waits for the sku, without reading them.</summary>
    StockQueue Queue(string sku);

    /// <summary>
    /// The orders whose waits hang together with these skus: those that wait for one of them, those that wait for a sku which
    /// one of those waits for, and so on. What happens to them can touch nobody else.
    /// </summary>
    List<StockWaitingRow> Waiting(IEnumerable<string> skus);

    /// <summary>Earliest first.</summary>
    List<(DateTimeOffset Eta, int Quantity)> Expected(string sku);

    /// <summary>So many then; 0 takes it back.</summary>
    void PutExpected(string sku, DateTimeOffset eta, int quantity);

    /// <summary>Raises the command to the order when the transaction commits.</summary>
    void Tell(string orderId, OrderCommand command);

    /// <summary>Raised when the transaction commits.</summary>
    void Alert(StaffAlert alert);
}
