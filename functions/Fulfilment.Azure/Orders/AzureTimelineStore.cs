using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Orders;

internal sealed class AzureTimelineStore(AzureTables tables) : ITimelineStore
{
    public void Append(IWriteBatch batch, string orderId, long revision, IReadOnlyList<TimelineEntry> entries)
    {
        var keys = entries.Select((_, index) => InstanceRows.Timeline(revision, index)).ToList();
        batch.Add(new PartitionWrite(tables.Instances, InstanceRows.Partition(orderId), keys, view =>
        {
            foreach (var (key, entry) in keys.Zip(entries))
            {
                if (view[key] is not null) continue;
                var row = view.Edit(key);
                view.Put(row, Documents.SetJson(row, "Doc", entry), "Doc");
            }
        }));
    }

    public async Task<IReadOnlyList<TimelineEntry>> ListAsync(string orderId, CancellationToken cancellationToken = default)
    {
        var filter = TableFilter.And(TableFilter.Partition(InstanceRows.Partition(orderId)), TableFilter.RowPrefix("t|"));
        var rows = await tables.Instances.QueryAsync(new TableQuery(filter), cancellationToken).ToListAsync(cancellationToken);
        return await Task.WhenAll(rows.Select(row => Documents.GetJsonAsync<TimelineEntry>(tables.Instances, row, "Doc", cancellationToken)));
    }
}
