using System.Globalization;
using Fulfilment.Azure.Logistics;
using Fulfilment.Azure.Mail;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Azure.Tokens;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Transfer;

/// <summary>Reads all rows of one order, for its move to another host.</summary>
internal sealed class OrderRowsReader(
    AzureTables tables, AzureOrderIndex index, AzureReceiptStore receipts, IPaymentLedger payments, AzureMailLog mails, AzureReleaseFeed releases, AzureTokenStore tokens)
{
    /// <summary>Null for an order that was never published here.</summary>
    public async Task<TransferOrder?> ReadAsync(string orderId, CancellationToken cancellationToken)
    {
        if (await index.GetAsync(orderId, cancellationToken) is not { } row) return null;
        var answered = await receipts.ListAsync(orderId, cancellationToken);
        return new TransferOrder
        {
            Id = orderId,
            Moves = 0,
            Row = row with { MovedAt = null },
            Receipts = answered,
            Commands = await CommandsAsync(orderId, answered, cancellationToken),
            Timeline = await TimelineAsync(orderId, cancellationToken),
            Payments = await payments.ListAsync(orderId, cancellationToken),
            Mails = await MailsAsync(orderId, cancellationToken),
            Releases = await releases.OfAsync(orderId, cancellationToken),
            Links = await tokens.LinksAsync(orderId, cancellationToken),
        };
    }

    /// <summary>One that was recorded, and perhaps never raised, is left out: its sender repeats it, and the order drops what it has heard.</summary>
    private async Task<IReadOnlyList<KnownCommand>> CommandsAsync(string orderId, IReadOnlyList<Receipt> answered, CancellationToken cancellationToken)
    {
        var receipted = answered.Select(receipt => receipt.CommandId).ToHashSet(StringComparer.Ordinal);
        var commands = new List<KnownCommand>();
        await foreach (var row in RowsAsync(orderId, "c|", cancellationToken))
        {
            var id = row.Text("CommandId") ?? TableKey.Unescape(row.RowKey[2..]);
            if (row.Flag("Raised") || receipted.Contains(id)) commands.Add(new KnownCommand(id, row.Text("BodyHash"), row.Time("AcceptedAt")!.Value));
        }

        return [.. commands.OrderBy(command => command.AcceptedAt).ThenBy(command => command.CommandId, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<KeyedEntry>> TimelineAsync(string orderId, CancellationToken cancellationToken)
    {
        var entries = new List<KeyedEntry>();
        await foreach (var row in RowsAsync(orderId, "t|", cancellationToken))
        {
            var key = row.RowKey.Split(TableKey.Separator);
            var entry = await Documents.GetJsonAsync<TimelineEntry>(tables.Instances, row, "Doc", cancellationToken);
            entries.Add(new KeyedEntry(long.Parse(key[1], CultureInfo.InvariantCulture), int.Parse(key[2], CultureInfo.InvariantCulture), entry));
        }

        return entries;
    }

    private async Task<IReadOnlyList<MailLogEntry>> MailsAsync(string orderId, CancellationToken cancellationToken)
    {
        var entries = new List<MailLogEntry>();
        string? cursor = null;
        do
        {
            var page = await mails.ListAsync(orderId, cursor, 100, cancellationToken);
            entries.AddRange(page.Items);
            cursor = page.Next;
        } while (cursor is not null);

        // Listed newest first.
        entries.Reverse();
        return entries;
    }

    private IAsyncEnumerable<TableEntity> RowsAsync(string orderId, string prefix, CancellationToken cancellationToken) =>
        tables.Instances.QueryAsync(new TableQuery(TableFilter.And(TableFilter.Partition(InstanceRows.Partition(orderId)), TableFilter.RowPrefix(prefix))), cancellationToken);
}
