using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Mail;

/// <summary>A row per mail under its key, listed by order and over all.</summary>
internal sealed class AzureMailLog(AzureTables tables, Positions positions, TimeProvider clock) : IMailLog
{
    private const string RowKey = "m";
    private const string Sent = "sent";
    private const string Intended = "intended";
    private const string RefusedStatus = "refused";

    private readonly ListIndex _all = new(tables.Lists, "mails", newestFirst: true);

    public async Task<int> RecordIntentAsync(MailMessage message, CancellationToken cancellationToken = default)
    {
        var intents = 0;
        var position = positions.Next();
        var write = new PartitionWrite(tables.Mail, TableKey.Escape(message.Key), [RowKey], view =>
        {
            var row = view.Edit(RowKey);
            intents = (int)row.Number("Intents") + 1;
            if (intents == 1)
            {
                row["Position"] = position;
                row["Status"] = Intended;
                row.SetTime("IntendedAt", clock.GetUtcNow());
            }

            position = row.Number("Position");
            row["Intents"] = intents;
            // Every try has a link of its own: until one is known to be sent, the log shows the last.
            IReadOnlyList<TableEntity> parts = row.Text("Status") == Sent ? [] : Documents.SetJson(row, "Doc", message);
            view.Put(row, parts, row.Text("Status") == Sent ? [] : ["Doc"]);
        });
        await PartitionTransaction.CommitAsync([write], cancellationToken);
        await _all.AddAsync(position, message.Key, "", cancellationToken);
        await OfOrder(message.OrderId).AddAsync(position, message.Key, "", cancellationToken);
        return intents;
    }

    /// <summary>An entry of another host; it is the newer of the two where both have one.</summary>
    internal async Task RestoreAsync(MailLogEntry entry, CancellationToken cancellationToken)
    {
        var position = entry.IntendedAt.UtcTicks;
        await PartitionTransaction.CommitAsync(
        [
            new PartitionWrite(tables.Mail, TableKey.Escape(entry.Message.Key), [RowKey], view =>
            {
                var row = view.Edit(RowKey);
                if (view[RowKey] is null) row["Position"] = position;
                position = row.Number("Position");
                row["Status"] = entry.Status;
                row["Intents"] = entry.Intents;
                row["ProviderId"] = entry.ProviderId;
                row["Reason"] = entry.Reason;
                row.SetTime("IntendedAt", entry.IntendedAt);
                row.SetTime("SentAt", entry.SentAt);
                view.Put(row, Documents.SetJson(row, "Doc", entry.Message), "Doc");
            }),
        ], cancellationToken);
        await _all.AddAsync(position, entry.Message.Key, "", cancellationToken);
        await OfOrder(entry.Message.OrderId).AddAsync(position, entry.Message.Key, "", cancellationToken);
    }

    public void MarkSent(IWriteBatch batch, string key, string? providerId) => batch.Add(Change(key, row =>
    {
        if (row.Text("Status") == Sent) return;
        row["Status"] = Sent;
        row["ProviderId"] = providerId;
        row["Reason"] = null;
        row.SetTime("SentAt", clock.GetUtcNow());
    }));

    public void MarkRefused(IWriteBatch batch, string key, string reason) => batch.Add(Change(key, row =>
    {
        if (row.Text("Status") != Intended) return;
        row["Status"] = RefusedStatus;
        row["Reason"] = reason.Cut();
    }));

    public Task<Page<MailLogEntry>> ListAsync(string? orderId, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default) =>
        (orderId is null ? _all : OfOrder(orderId)).PageAsync(null, cursor, limit, GetAsync, cancellationToken);

    public async Task<MailLogEntry?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        if (await tables.Mail.GetAsync(TableKey.Escape(key), RowKey, cancellationToken) is not { } row) return null;
        var message = await Documents.GetJsonAsync<MailMessage>(tables.Mail, row, "Doc", cancellationToken);
        return new MailLogEntry(message, row.Text("Status")!, (int)row.Number("Intents"), row.Time("IntendedAt")!.Value, row.Time("SentAt"), row.Text("ProviderId"), row.Text("Reason"));
    }

    private ListIndex OfOrder(string orderId) => new(tables.Lists, TableKey.Join("mails", orderId), newestFirst: true);

    /// <summary>A mail that was never intended has no row to mark.</summary>
    private PartitionWrite Change(string key, Action<TableEntity> change) => new(tables.Mail, TableKey.Escape(key), [RowKey], view =>
    {
        if (view[RowKey] is null) return;
        var row = view.Edit(RowKey);
        change(row);
        view.Put(row);
    });
}
