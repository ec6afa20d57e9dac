using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Transfer;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Orders;

/// <summary>
/// A command is recorded, raised, and marked as raised. Whoever finds it recorded but not marked waits a little for its sender,
/// then raises it himself: so no accepted command is lost with its process, and a second event is dropped by the order. An order may
/// end between any two of these steps: then the command gets its refusal, here or from whoever asks for the receipt.
/// </summary>
internal sealed class AzureCommandChannel(AzureTables tables, OrderInstances instances, LateCommands late, AzureReceiptStore receipts, Patience patience, TimeProvider clock) : ICommandChannel
{
    public async Task<Submission> SubmitAsync(string orderId, OrderCommand command, string? bodyHash = null, CancellationToken cancellationToken = default)
    {
        var partition = InstanceRows.Partition(orderId);
        var rowKey = InstanceRows.Command(command.CommandId);
        if (await tables.Instances.GetAsync(partition, rowKey, cancellationToken) is { } known) return await AgainAsync(orderId, command, bodyHash, known, cancellationToken);
        if (await instances.RegistryAsync(orderId, cancellationToken) is not { } registered) return new Submission.UnknownOrder();
        if (MoveRows.ElsewhereSince(registered) is { } since) return new Submission.Moved(since);
        if (!await instances.IsOpenAsync(orderId, cancellationToken)) return Closed(await late.RefuseAsync(orderId, command, bodyHash, cancellationToken));

        var row = CommandRows.Of(orderId, command, bodyHash, clock.GetUtcNow());
        if (!await tables.Instances.InsertAsync(row, cancellationToken))
            return await AgainAsync(orderId, command, bodyHash, (await tables.Instances.GetAsync(partition, rowKey, cancellationToken))!, cancellationToken);
        await instances.SendAsync(orderId, command, cancellationToken);
        await MarkRaisedAsync(row, cancellationToken);
        // An event to an instance that ended meanwhile is dropped in silence.
        return await instances.IsOpenAsync(orderId, cancellationToken) ? new Submission.Accepted() : await EndedAsync(orderId, command, cancellationToken);
    }

    private async Task<Submission> AgainAsync(string orderId, OrderCommand command, string? bodyHash, TableEntity known, CancellationToken cancellationToken)
    {
        // A missing hash on either side passes for the same.
        if (known.Text("BodyHash") is { } first && bodyHash is not null && first != bodyHash) return new Submission.Conflict();
        var raised = known.Flag("Raised") ? known : await patience.WaitAsync(
            async cancel => await tables.Instances.GetAsync(known.PartitionKey, known.RowKey, cancel) is { } row && row.Flag("Raised") ? row : null, cancellationToken);
        // The order remembers a number of commands only; the receipt says for good that this one arrived.
        if (await receipts.GetAsync(orderId, command.CommandId, cancellationToken) is not null || raised is not null) return new Submission.Repeated();
        if (!await instances.RaiseAsync(orderId, command, cancellationToken)) return await EndedAsync(orderId, command, cancellationToken);
        await MarkRaisedAsync(known, cancellationToken);
        return await instances.IsOpenAsync(orderId, cancellationToken) ? new Submission.Repeated() : await EndedAsync(orderId, command, cancellationToken);
    }

    private Task MarkRaisedAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var raised = row.Copy();
        raised["Raised"] = true;
        return tables.Instances.UpsertAsync(raised, cancellationToken);
    }

    /// <summary>The order has ended: by this very command, which then has its receipt, or without having taken it up.</summary>
    private async Task<Submission> EndedAsync(string orderId, OrderCommand command, CancellationToken cancellationToken)
    {
        if (await instances.RegistryAsync(orderId, cancellationToken) is { } registered && MoveRows.ElsewhereSince(registered) is { } since) return new Submission.Moved(since);
        var receipt = await late.RefuseUnlessAnsweredAsync(orderId, CommandRows.Of(orderId, command, null, clock.GetUtcNow()), cancellationToken);
        return receipt is { Reason: not Refusal.OrderClosed } ? new Submission.Accepted() : Closed(receipt);
    }

    private static Submission Closed(Receipt? refusal) => refusal is null ? new Submission.UnknownOrder() : new Submission.Closed(refusal);
}
