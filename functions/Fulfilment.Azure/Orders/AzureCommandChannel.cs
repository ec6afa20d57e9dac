using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Transfer;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Orders;

/// <summary>
/// A command is recorded, raised, and marked as raised. Whoever finds it recorded but not marked waits a little for its sender,
/// then raises it himself: so no accepted command is lost with its process, and a second event is dropped by the order.
/// </summary>
internal sealed class AzureCommandChannel(AzureTables tables, OrderInstances instances, AzureOrderIndex index, AzureReceiptStore receipts, Patience patience, TimeProvider clock) : ICommandChannel
{
    public async Task<Submission> SubmitAsync(string orderId, OrderCommand command, string? bodyHash = null, CancellationToken cancellationToken = default)
    {
        var partition = InstanceRows.Partition(orderId);
        var rowKey = InstanceRows.Command(command.CommandId);
        if (await tables.Instances.GetAsync(partition, rowKey, cancellationToken) is { } known) return await AgainAsync(orderId, command, bodyHash, known, cancellationToken);
        if (await instances.RegistryAsync(orderId, cancellationToken) is not { } registered) return new Submission.UnknownOrder();
        if (MoveRows.ElsewhereSince(registered) is { } since) return new Submission.Moved(since);
        if (!await instances.IsOpenAsync(orderId, cancellationToken)) return await CloseAsync(orderId, command, bodyHash, cancellationToken);

        var row = new TableEntity(partition, rowKey) { ["BodyHash"] = bodyHash };
        row.SetTime("AcceptedAt", clock.GetUtcNow());
        if (!await tables.Instances.InsertAsync(row, cancellationToken))
            return await AgainAsync(orderId, command, bodyHash, (await tables.Instances.GetAsync(partition, rowKey, cancellationToken))!, cancellationToken);
        await RaiseAsync(orderId, command, row, cancellationToken);
        return new Submission.Accepted();
    }

    private async Task RaiseAsync(string orderId, OrderCommand command, TableEntity row, CancellationToken cancellationToken)
    {
        await instances.RaiseAsync(orderId, command, cancellationToken);
        var raised = row.Copy();
        raised["Raised"] = true;
        await tables.Instances.UpsertAsync(raised, cancellationToken);
    }

    private async Task<Submission> AgainAsync(string orderId, OrderCommand command, string? bodyHash, TableEntity known, CancellationToken cancellationToken)
    {
        // A missing hash on either side passes for the same.
        if (known.Text("BodyHash") is { } first && bodyHash is not null && first != bodyHash) return new Submission.Conflict();
        var raised = known.Flag("Raised") ? known : await patience.WaitAsync(
            async cancel => await tables.Instances.GetAsync(known.PartitionKey, known.RowKey, cancel) is { } row && row.Flag("Raised") ? row : null, cancellationToken);
        // The order remembers a number of commands only; the receipt says for good that this one arrived.
        if (raised is null && await receipts.GetAsync(orderId, command.CommandId, cancellationToken) is null)
            await RaiseAsync(orderId, command, known, cancellationToken);
        return new Submission.Repeated();
    }

    private async Task<Submission> CloseAsync(string orderId, OrderCommand command, string? bodyHash, CancellationToken cancellationToken)
    {
        if (await index.GetAsync(orderId, cancellationToken) is not { View: var view }) return new Submission.UnknownOrder();
        var receipt = new Receipt(command.CommandId, command.GetType().Name, command.Actor, clock.GetUtcNow(), Outcome.Rejected, view.Version, [])
        {
            Reason = new Refusal.OrderClosed(view.Status),
        };
        var rowKey = InstanceRows.Command(command.CommandId);
        var remember = new PartitionWrite(tables.Instances, InstanceRows.Partition(orderId), [rowKey], rows =>
        {
            if (rows[rowKey] is not null) return;
            var row = rows.Edit(rowKey);
            row["BodyHash"] = bodyHash;
            row["Raised"] = true;
            row.SetTime("AcceptedAt", clock.GetUtcNow());
            rows.Put(row);
        });
        await PartitionTransaction.CommitAsync([remember, receipts.Write(orderId, receipt)], cancellationToken);
        return new Submission.Closed(receipt);
    }
}
