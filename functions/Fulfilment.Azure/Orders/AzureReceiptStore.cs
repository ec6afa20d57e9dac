using System.Diagnostics;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Orders;

internal sealed class AzureReceiptStore(AzureTables tables, Positions positions) : IReceiptStore
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    private readonly ReceiptSignals _signals = new();

    public void Put(IWriteBatch batch, string orderId, Receipt receipt) => batch.Add(Write(orderId, receipt));

    public async Task<Receipt?> GetAsync(string orderId, string commandId, CancellationToken cancellationToken = default) =>
        await tables.Instances.GetAsync(InstanceRows.Partition(orderId), InstanceRows.Receipt(commandId), cancellationToken) is { } row ? await ReadAsync(row, cancellationToken) : null;

    public async Task<bool> IsKnownAsync(string orderId, string commandId, CancellationToken cancellationToken = default)
    {
        var partition = InstanceRows.Partition(orderId);
        return await tables.Instances.GetAsync(partition, InstanceRows.Command(commandId), cancellationToken) is not null
            || await tables.Instances.GetAsync(partition, InstanceRows.Receipt(commandId), cancellationToken) is not null;
    }

    public async Task<IReadOnlyList<Receipt>> ListAsync(string orderId, CancellationToken cancellationToken = default)
    {
        var filter = TableFilter.And(TableFilter.Partition(InstanceRows.Partition(orderId)), TableFilter.RowPrefix("r|"));
        var rows = await tables.Instances.QueryAsync(new TableQuery(filter), cancellationToken).ToListAsync(cancellationToken);
        return await Task.WhenAll(rows.OrderBy(row => row.Number("Position")).Select(row => ReadAsync(row, cancellationToken)));
    }

    public async Task<Receipt?> WaitAsync(string orderId, string commandId, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        // A request waits in real time, whatever clock the order lives by.
        var started = Stopwatch.GetTimestamp();
        var poll = FirstPoll;
        try
        {
            while (true)
            {
                var written = _signals.Next(orderId, commandId);
                if (await GetAsync(orderId, commandId, cancellationToken) is { } receipt) return receipt;
                var left = timeout - Stopwatch.GetElapsedTime(started);
                if (left <= TimeSpan.Zero) return null;
                await Task.WhenAny(written, Task.Delay(left < poll ? left : poll, TimeProvider.System, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                poll = poll * 1.5 < LongestPoll ? poll * 1.5 : LongestPoll;
            }
        }
        finally
        {
            _signals.Leave(orderId, commandId);
        }
    }

    /// <summary>The first receipt of a command stands; only a provisional one is settled, once, and keeps its place.</summary>
    internal PartitionWrite Write(string orderId, Receipt receipt)
    {
        var rowKey = InstanceRows.Receipt(receipt.CommandId);
        var position = positions.Next();
        return new PartitionWrite(tables.Instances, InstanceRows.Partition(orderId), [rowKey], view =>
        {
            var present = view[rowKey];
            if (present is not null && !Settles(present, receipt)) return;
            var row = view.Edit(rowKey);
            row["Position"] = present is null ? position : present.Number("Position");
            row["Outcome"] = receipt.Outcome.ToString();
            view.Put(row, Documents.SetJson(row, "Doc", receipt), "Doc");
        }, _ =>
        {
            _signals.Written(orderId, receipt.CommandId);
            return Task.CompletedTask;
        });
    }

    private static bool Settles(TableEntity present, Receipt receipt) =>
        present.Text("Outcome") == nameof(Outcome.Provisional) && receipt.Outcome is Outcome.Applied or Outcome.Rejected;

    private Task<Receipt> ReadAsync(TableEntity row, CancellationToken cancellationToken) => Documents.GetJsonAsync<Receipt>(tables.Instances, row, "Doc", cancellationToken);
}
