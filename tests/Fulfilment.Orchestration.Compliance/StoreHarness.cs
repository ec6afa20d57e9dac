using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Testing;

namespace Fulfilment.Orchestration.Compliance;

/// <summary>
/// One implementation of the store ports over fresh storage, and what a test needs around it: a way to commit writes, and
/// orders that only listen. Implementations may commit in eventual steps, as long as what they acknowledge can be read.
/// </summary>
public abstract class StoreHarness : IAsyncDisposable
{
    /// <summary>The clock of engine and stores.</summary>
    public ManualClock Clock { get; } = new();

    /// <summary>To be registered for the stores.</summary>
    public IStoreDirectory Stores { get; } = new SampleStores();

    public abstract T Port<T>() where T : notnull;

    /// <summary>Fills a batch as an activity does and commits it; what was written can be read when it returns.</summary>
    public abstract Task CommitAsync(Action<IWriteBatch> fill);

    /// <summary>Starts an order's instance that takes commands and does nothing with them.</summary>
    public abstract Task StartOrderAsync(string orderId);

    /// <summary>Ends the order's instance; its id stays used.</summary>
    public abstract Task EndOrderAsync(string orderId);

    /// <summary>The commands that reached the order since its start, in the order of arrival, beginning with a Place that started it.</summary>
    public abstract Task<IReadOnlyList<OrderCommand>> RaisedAsync(string orderId);

    /// <summary>Closes everything and opens it again over the same storage, as a restart of the process does.</summary>
    public abstract Task ReopenAsync();

    public abstract ValueTask DisposeAsync();
}
