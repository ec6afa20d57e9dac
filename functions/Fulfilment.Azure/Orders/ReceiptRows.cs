using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;

namespace Fulfilment.Azure.Orders;

/// <summary>A row per receipt in its order's partition.</summary>
internal sealed class ReceiptRows(AzureTables tables, Positions positions)
{
    public ReceiptSignals Signals { get; } = new();

    public async Task<Receipt?> GetAsync(string orderId, string commandId, CancellationToken cancellationToken) =>
        await tables.Instances.GetAsync(InstanceRows.Partition(orderId), InstanceRows.Receipt(commandId), cancellationToken) is { } row ? await ReadAsync(row, cancellationToken) : null;

    public async Task<IReadOnlyList<Receipt>> ListAsync(string orderId, CancellationToken cancellationToken)
    {
        var filter = TableFilter.And(TableFilter.Partition(InstanceRows.Partition(orderId)), TableFilter.RowPrefix("r|"));
        var rows = await tables.Instances.QueryAsync(new TableQuery(filter), cancellationToken).ToListAsync(cancellationToken);
        return await Task.WhenAll(rows.OrderBy(row => row.Number("Position")).Select(row => ReadAsync(row, cancellationToken)));
    }

    /// <summary>The first receipt of a command stands; only a provisional one is settled, once, and keeps its place.</summary>
    public PartitionWrite Write(string orderId, Receipt receipt)
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
            Signals.Written(orderId, receipt.CommandId);
            return Task.CompletedTask;
        });
    }

    private static bool Settles(TableEntity present, Receipt receipt) =>
        present.Text("Outcome") == nameof(Outcome.Provisional) && receipt.Outcome is Outcome.Applied or Outcome.Rejected;

    private Task<Receipt> ReadAsync(TableEntity row, CancellationToken cancellationToken) => Documents.GetJsonAsync<Receipt>(tables.Instances, row, "Doc", cancellationToken);
}
