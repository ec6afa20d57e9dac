using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Transfer;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;

namespace Fulfilment.Azure.Orders;

/// <summary>
/// Refusals for commands that an order can no longer take up. Its last turn may be under way when the event comes, which then is never read:
/// so whoever misses a receipt looks whether the order has ended, and writes the refusal. A receipt that is there stands.
/// </summary>
internal sealed class LateCommands(AzureTables tables, AzureOrderIndex index, ReceiptRows receipts, IOrchestrationClient client, TimeProvider clock)
{
    /// <summary>Records a command to an order that had ended before, with its refusal.</summary>
    /// <returns>Null when the order never published anything.</returns>
    public async Task<Receipt?> RefuseAsync(string orderId, OrderCommand command, string? bodyHash, CancellationToken cancellationToken)
    {
        var row = CommandRows.Of(orderId, command, bodyHash, clock.GetUtcNow());
        row["Raised"] = true;
        var remember = new PartitionWrite(tables.Instances, row.PartitionKey, [row.RowKey], view =>
        {
            if (view[row.RowKey] is null) view.Put(row);
        });
        return await RefuseAsync(orderId, row, [remember], cancellationToken);
    }

    /// <summary>Refuses a recorded command of an order that has ended; the order may have answered it before.</summary>
    /// <returns>The order's answer, or the refusal; null when the order never published anything.</returns>
    public async Task<Receipt?> RefuseUnlessAnsweredAsync(string orderId, TableEntity row, CancellationToken cancellationToken) =>
        await receipts.GetAsync(orderId, row.Text("CommandId")!, cancellationToken) ?? await RefuseAsync(orderId, row, [], cancellationToken);

    /// <summary>For whoever misses a receipt: the refusal, if the command is recorded and its order has ended without an answer.</summary>
    public async Task<Receipt?> FindAsync(string orderId, string commandId, CancellationToken cancellationToken)
    {
        if (await tables.Instances.GetAsync(InstanceRows.Partition(orderId), InstanceRows.Command(commandId), cancellationToken) is not { } row || row["Type"] is null) return null;
        if (await client.GetInstanceAsync(orderId, false, cancellationToken) is not { IsCompleted: true }) return null;
        return await RefuseUnlessAnsweredAsync(orderId, row, cancellationToken);
    }

    private async Task<Receipt?> RefuseAsync(string orderId, TableEntity row, IReadOnlyList<PartitionWrite> with, CancellationToken cancellationToken)
    {
        // One that left took the commands in its mailbox along: their answers are given where it is.
        if (await tables.Instances.GetAsync(InstanceRows.Partition(orderId), InstanceRows.Registry, cancellationToken) is { } registered && MoveRows.ElsewhereSince(registered) is not null) return null;
        if (await index.GetAsync(orderId, cancellationToken) is not { View: var view }) return null;
        var refusal = CommandRows.Refusal(row, view, clock.GetUtcNow());
        await PartitionTransaction.CommitAsync([.. with, receipts.Write(orderId, refusal)], cancellationToken);
        return refusal;
    }
}
