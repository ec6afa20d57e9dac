using Fulfilment.Domain.Orders;

namespace Fulfilment.Storage.Sqlite.Orders;

/// <summary>Those who wait for a receipt that is not there yet. Woken by the commit that writes it; nobody polls.</summary>
internal sealed class ReceiptWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Order, string Command), List<TaskCompletionSource<Receipt>>> _waiting = [];

    public Waiter Enter(string orderId, string commandId)
    {
        // Continuations must not run on the thread that commits.
        var source = new TaskCompletionSource<Receipt>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_waiting.TryGetValue((orderId, commandId), out var sources)) _waiting.Add((orderId, commandId), sources = []);
            sources.Add(source);
        }

        return new(this, (orderId, commandId), source);
    }

    public void Wake(string orderId, Receipt receipt)
    {
        List<TaskCompletionSource<Receipt>>? sources;
        lock (_lock) _waiting.Remove((orderId, receipt.CommandId), out sources);
        foreach (var source in sources ?? []) source.TrySetResult(receipt);
    }

    private void Leave((string Order, string Command) key, TaskCompletionSource<Receipt> source)
    {
        lock (_lock)
        {
            if (_waiting.TryGetValue(key, out var sources) && sources.Remove(source) && sources.Count == 0) _waiting.Remove(key);
        }
    }

    internal readonly struct Waiter(ReceiptWaiters waiters, (string Order, string Command) key, TaskCompletionSource<Receipt> source) : IDisposable
    {
        public Task<Receipt> Receipt => source.Task;

        public void Dispose() => waiters.Leave(key, source);
    }
}
