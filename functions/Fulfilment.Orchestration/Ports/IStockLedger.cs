using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;

namespace Fulfilment.Orchestration.Ports;

/// <summary>
/// On hand, allocated and expected per sku. Every operation is keyed and repeatable, and runs the allocation rule in the same
/// transaction; orders whose goods became available get a StockAllocated command in that transaction, those that must wait a StockExpected.
/// A StockAllocated names all that the order holds then; a StockExpected comes when a demand cannot be met, and again whenever what is
/// missing or its date changes. Their command ids derive from the operation's key.
/// </summary>
public interface IStockLedger
{
    /// <summary>Null when the sku was never mentioned.</summary>
    Task<StockLevel?> GetAsync(string store, string sku, CancellationToken cancellationToken = default);

    /// <summary>Ordered by sku.</summary>
    Task<Page<StockLevel>> ListAsync(string store, string? cursor = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>
    /// Goods came in; they are taken to be what was expected first. A negative quantity is a correction: it never goes below what is
    /// allocated, and staff are alerted of what it could not take.
    /// </summary>
    /// <returns>False when the key was already used.</returns>
    Task<bool> ArriveAsync(string store, string key, string sku, int quantity, CancellationToken cancellationToken = default);

    /// <summary>So many are expected then, instead of what was expected of the sku at that instant; 0 takes it back. Orders that wait get the date.</summary>
    /// <returns>False when the key was already used.</returns>
    Task<bool> ExpectAsync(string store, string key, string sku, int quantity, DateTimeOffset eta, CancellationToken cancellationToken = default);

    /// <summary>Puts <paramref name="wanted"/> in place of the order's present demand if all of it is there; else changes nothing.</summary>
    /// <remarks>The order itself has its answer and gets no command. A version that is not higher than the present one reserves nothing.</remarks>
    /// <param name="key">The command's; a repeat returns the first answer.</param>
    Task<ReserveAnswer> ReserveAsync(string key, StockDemand wanted, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets the order's demand if its version is higher than the present one; the order is answered in any case, unless it wants
    /// nothing any more. Held goods that are still wanted stay held, as long as the mode allows parts.
    /// </summary>
    void Demand(IWriteBatch batch, string key, StockDemand demand);

    /// <summary>Gives back all that the order holds or waits for.</summary>
    void Release(IWriteBatch batch, string key, string store, string orderId);

    /// <summary>
    /// Takes allocated goods off the stock on hand and off the demand: they have left. What was not allocated to the order is left
    /// alone, and staff are alerted.
    /// </summary>
    void Consume(IWriteBatch batch, string key, string store, string orderId, IReadOnlyList<StockLine> lines);

    /// <summary>What each order holds or waits for, for checks and staff.</summary>
    Task<IReadOnlyList<StockHolding>> HoldingsAsync(string store, CancellationToken cancellationToken = default);
}

/// <param name="Free">On hand − allocated.</param>
/// <param name="Waiting">Demanded by orders that do not hold it yet.</param>
public sealed record StockLevel(string Sku, int OnHand, int Allocated, int Waiting, IReadOnlyList<ExpectedArrival> Expected)
{
    public int Free => OnHand - Allocated;
}

public sealed record ExpectedArrival(int Quantity, DateTimeOffset Eta);

/// <param name="Short">Set when not reserved: the first sku that was short and how much of it is available to this order.</param>
public sealed record ReserveAnswer(bool Reserved, StockLine? Short = null);

public sealed record StockHolding(string OrderId, string Sku, int Demanded, int Allocated);
