using System.Diagnostics;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Orders;

internal sealed class AzureReceiptStore(AzureTables tables, ReceiptRows rows, LateCommands late) : IReceiptStore
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    public void Put(IWriteBatch batch, string orderId, Receipt receipt) => batch.Add(rows.Write(orderId, receipt));

    public async Task<Receipt?> GetAsync(string orderId, string commandId, CancellationToken cancellationToken = default) =>
        await rows.GetAsync(orderId, commandId, cancellationToken) ?? await late.FindAsync(orderId, commandId, cancellationToken);

    public async Task<bool> IsKnownAsync(string orderId, string commandId, CancellationToken cancellationToken = default)
    {
        var partition = InstanceRows.Partition(orderId);
        return await tables.Instances.GetAsync(partition, InstanceRows.Command(commandId), cancellationToken) is not null
            || await tables.Instances.GetAsync(partition, InstanceRows.Receipt(commandId), cancellationToken) is not null;
    }

    public Task<IReadOnlyList<Receipt>> ListAsync(string orderId, CancellationToken cancellationToken = default) => rows.ListAsync(orderId, cancellationToken);

    public async Task<Receipt?> WaitAsync(string orderId, string commandId, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        // A request waits in real time, whatever clock the order lives by.
        var started = Stopwatch.GetTimestamp();
        var poll = FirstPoll;
        try
        {
            while (true)
            {
                var written = rows.Signals.Next(orderId, commandId);
                if (await rows.GetAsync(orderId, commandId, cancellationToken) is { } receipt) return receipt;
                var left = timeout - Stopwatch.GetElapsedTime(started);
                if (left <= TimeSpan.Zero) return await late.FindAsync(orderId, commandId, cancellationToken);
                await Task.WhenAny(written, Task.Delay(left < poll ? left : poll, TimeProvider.System, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                poll = poll * 1.5 < LongestPoll ? poll * 1.5 : LongestPoll;
            }
        }
        finally
        {
            rows.Signals.Leave(orderId, commandId);
        }
    }
}
