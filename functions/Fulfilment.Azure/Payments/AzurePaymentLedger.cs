using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Payments;

/// <summary>Entries lie with their order; those that wait for someone are listed beside.</summary>
internal sealed class AzurePaymentLedger(AzureTables tables, Positions positions) : IPaymentLedger
{
    private readonly ListIndex _open = new(tables.Lists, "open-payments", newestFirst: false);

    public void Put(IWriteBatch batch, PaymentEntry entry)
    {
        var rowKey = InstanceRows.Payment(entry.Key);
        var partition = InstanceRows.Partition(entry.OrderId);
        var position = positions.Next();
        var rank = entry.Rank();
        batch.Add(new PartitionWrite(tables.Instances, partition, [rowKey], view =>
        {
            var present = view[rowKey];
            if (present is not null && present.Number("Rank") > rank) return;
            var row = view.Edit(rowKey);
            row["Position"] = present is null ? position : present.Number("Position");
            row["Rank"] = rank;
            view.Put(row, Documents.SetJson(row, "Doc", entry), "Doc");
        }, cancel => ListAsync(partition, rowKey, entry, cancel)));
    }

    public async Task<IReadOnlyList<PaymentEntry>> ListAsync(string orderId, CancellationToken cancellationToken = default)
    {
        var filter = TableFilter.And(TableFilter.Partition(InstanceRows.Partition(orderId)), TableFilter.RowPrefix("p|"));
        var rows = await tables.Instances.QueryAsync(new TableQuery(filter), cancellationToken).ToListAsync(cancellationToken);
        return await Task.WhenAll(rows.OrderBy(row => row.Number("Position")).Select(row => ReadAsync(row, cancellationToken)));
    }

    public Task<Page<PaymentEntry>> ListOpenAsync(string? store, string? cursor = null, int limit = 50, CancellationToken cancellationToken = default) =>
        _open.PageAsync(store, cursor, limit, OpenAsync, cancellationToken);

    private async Task ListAsync(string partition, string rowKey, PaymentEntry entry, CancellationToken cancellationToken)
    {
        var row = (await tables.Instances.GetAsync(partition, rowKey, cancellationToken))!;
        var id = ListKey(partition, rowKey);
        if (row.Number("Rank") == 0) await _open.AddAsync(row.Number("Position"), id, entry.Store, cancellationToken);
        else await _open.RemoveAsync(row.Number("Position"), id, cancellationToken);
    }

    private async Task<PaymentEntry?> OpenAsync(string id, CancellationToken cancellationToken)
    {
        var space = id.IndexOf(' ', StringComparison.Ordinal);
        var row = await tables.Instances.GetAsync(id[..space], id[(space + 1)..], cancellationToken);
        return row?.Number("Rank") == 0 ? await ReadAsync(row, cancellationToken) : null;
    }

    /// <summary>Escaped keys hold no blank.</summary>
    private static string ListKey(string partition, string rowKey) => $"{partition} {rowKey}";

    private Task<PaymentEntry> ReadAsync(TableEntity row, CancellationToken cancellationToken) => Documents.GetJsonAsync<PaymentEntry>(tables.Instances, row, "Doc", cancellationToken);
}
