using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Logistics;
using Fulfilment.Azure.Mail;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Staff;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tokens;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Transfer;

/// <summary>Writes the rows of an order that comes from another host. Everything is keyed as it was there, so a repeat changes nothing.</summary>
internal sealed class OrderRows(
    AzureTables tables, AzureWriteBatches batches, AzureOrderIndex index, AzureReceiptStore receipts, ITimelineStore timeline, IPaymentLedger payments, AzureStaffAlerts alerts,
    AzureReleaseFeed releases, AzureMailLog mails, AzureTokenStore tokens, OutboxRows outbox)
{
    public async Task WriteAsync(TransferOrder order, CancellationToken cancellationToken)
    {
        var batch = batches.Create();
        if (order.Row is { } row) batch.Add(index.Restore(row));
        foreach (var receipt in order.Receipts) receipts.Put(batch, order.Id, receipt);
        foreach (var command in order.Commands) batch.Add(Command(order.Id, command));
        foreach (var turn in order.Timeline.GroupBy(entry => entry.Revision)) timeline.Append(batch, order.Id, turn.Key, [.. turn.OrderBy(entry => entry.Position).Select(entry => entry.Entry)]);
        foreach (var payment in order.Payments) payments.Put(batch, payment);
        foreach (var effect in order.Effects) batch.Add(outbox.Restore(order.Id, effect));
        foreach (var alert in order.Alerts) alerts.Restore(batch, alert);
        foreach (var release in order.Releases) releases.Restore(batch, release);
        await batch.CommitAsync(cancellationToken);
        foreach (var mail in order.Mails) await mails.RestoreAsync(mail, cancellationToken);
        foreach (var link in order.Links) await tokens.RestoreAsync(link, cancellationToken);
    }

    /// <summary>Sets the effects' lanes going.</summary>
    public async Task SignalAsync(TransferOrder order, CancellationToken cancellationToken)
    {
        foreach (var kind in order.Effects.Where(effect => effect.Parked is null).Select(effect => effect.Kind).Distinct(StringComparer.Ordinal))
            await outbox.SignalAsync(new OutboxLane(order.Id, kind), cancellationToken: cancellationToken);
    }

    private PartitionWrite Command(string orderId, KnownCommand command)
    {
        var rowKey = InstanceRows.Command(command.CommandId);
        return new PartitionWrite(tables.Instances, InstanceRows.Partition(orderId), [rowKey], view =>
        {
            if (view[rowKey] is not null) return;
            var row = view.Edit(rowKey);
            row["CommandId"] = command.CommandId;
            row["BodyHash"] = command.BodyHash;
            // It has reached the order there, or is among the commands that wait for it.
            row["Raised"] = true;
            row.SetTime("AcceptedAt", command.AcceptedAt);
            view.Put(row);
        });
    }
}
