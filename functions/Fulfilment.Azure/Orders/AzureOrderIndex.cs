using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Lists;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Orders;

/// <summary>
/// The view of each order in its own partition; lists, counts and tracking numbers are projections of it, written after it
/// by the same activity, which is repeated until all of them are there.
/// </summary>
internal sealed class AzureOrderIndex(AzureTables tables, OrderList list) : IOrderIndex
{
    public void Put(IWriteBatch batch, OrderRow row)
    {
        var partition = InstanceRows.Partition(row.View.Id);
        batch.Add(new PartitionWrite(tables.Instances, partition, [InstanceRows.View], view => Put(view, row), cancel => ProjectAsync(row.View.Id, cancel)));
    }

    public async Task<OrderRow?> GetAsync(string orderId, CancellationToken cancellationToken = default) =>
        await tables.Instances.GetAsync(InstanceRows.Partition(orderId), InstanceRows.View, cancellationToken) is { } row ? await ReadAsync(row, cancellationToken) : null;

    public Task<Page<OrderRow>> ListAsync(OrderQuery query, CancellationToken cancellationToken = default) => list.ReadAsync(query, GetAsync, cancellationToken);

    public async Task<string?> FindByTrackingAsync(string store, string trackingNumber, CancellationToken cancellationToken = default)
    {
        var number = OrderFacets.TrackingKey(trackingNumber);
        var query = new TableQuery(TableFilter.Partition(TableKey.Join(store, number)));
        await foreach (var row in tables.Tracking.QueryAsync(query, cancellationToken))
        {
            // A number that was taken back leaves its row behind; the view knows.
            var orderId = row.Text("OrderId")!;
            if (await GetAsync(orderId, cancellationToken) is { } found && OrderFacets.Of(found.View).Tracking.Contains(number)) return orderId;
        }

        return null;
    }

    public Task<IReadOnlyDictionary<OrderStatus, int>> CountAsync(string? store, CancellationToken cancellationToken = default) => list.CountAsync(store, cancellationToken);

    /// <summary>The row of an order that comes from another host: it is here again.</summary>
    internal PartitionWrite Restore(OrderRow row) => new(tables.Instances, InstanceRows.Partition(row.View.Id), [InstanceRows.View], view =>
    {
        if (Put(view, row)) return;
        var entity = view.Edit(InstanceRows.View);
        entity["MovedAt"] = null;
        view.Put(entity);
    }, cancel => ProjectAsync(row.View.Id, cancel));

    /// <returns>False when what is there is as new.</returns>
    private static bool Put(PartitionView view, OrderRow row)
    {
        if (view[InstanceRows.View] is { } present && present.Number("Revision") >= row.Revision) return false;
        var entity = view.Edit(InstanceRows.View);
        entity["Revision"] = row.Revision;
        entity["MovedAt"] = null;
        entity.SetTime("UpdatedAt", row.UpdatedAt);
        view.Put(entity, Documents.SetJson(entity, "Doc", row.View), "Doc");
        return true;
    }

    /// <summary>From what is stored now, and again when that changed meanwhile: the last word is always the newest revision's.</summary>
    internal async Task ProjectAsync(string orderId, CancellationToken cancellationToken)
    {
        long projected;
        var row = await RequireAsync(orderId, cancellationToken);
        do
        {
            projected = row.Revision;
            await ProjectAsync(row, cancellationToken);
            row = await RequireAsync(orderId, cancellationToken);
        } while (row.Revision != projected);
    }

    private async Task ProjectAsync(OrderRow row, CancellationToken cancellationToken)
    {
        var facets = OrderFacets.Of(row.View);
        foreach (var number in facets.Tracking)
        {
            var key = TableKey.Falling(row.View.PlacedAt.UtcTicks) + TableKey.Separator + TableKey.Escape(row.View.Id);
            await tables.Tracking.UpsertAsync(new TableEntity(TableKey.Join(row.View.Store, number), key) { ["OrderId"] = row.View.Id }, cancellationToken);
        }

        await list.PutAsync(row, facets, cancellationToken);
    }

    private async Task<OrderRow> RequireAsync(string orderId, CancellationToken cancellationToken) =>
        await GetAsync(orderId, cancellationToken) ?? throw new InvalidOperationException($"The view of {orderId} has gone.");

    private async Task<OrderRow> ReadAsync(TableEntity row, CancellationToken cancellationToken) =>
        new(await Documents.GetJsonAsync<OrderView>(tables.Instances, row, "Doc", cancellationToken), row.Number("Revision"), row.Time("UpdatedAt")!.Value) { MovedAt = row.Time("MovedAt") };
}
