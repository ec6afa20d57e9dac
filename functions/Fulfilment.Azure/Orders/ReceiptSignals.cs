using System.Collections.Concurrent;

namespace Fulfilment.Azure.Orders;

/// <summary>Wakes those of this process that wait for a receipt which this process wrote; for what others write there is the poll.</summary>
internal sealed class ReceiptSignals
{
    private readonly ConcurrentDictionary<(string, string), TaskCompletionSource> _waiting = new();

    /// <summary>Completes when a receipt of the command is written here after this call.</summary>
    public Task Next(string orderId, string commandId) =>
        _waiting.GetOrAdd((orderId, commandId), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Written(string orderId, string commandId)
    {
        if (_waiting.TryRemove((orderId, commandId), out var source)) source.SetResult();
    }

    /// <summary>Forgets the wait when nobody wrote; others that wait for the same receipt fall back to the poll.</summary>
    public void Leave(string orderId, string commandId) => _waiting.TryRemove((orderId, commandId), out _);
}
