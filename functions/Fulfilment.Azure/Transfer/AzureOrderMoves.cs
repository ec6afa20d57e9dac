using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Azure.Transfer;

/// <summary>Moves are told by the registry's row, which every command and delivery reads anyway.</summary>
internal sealed class AzureOrderMoves(AzureTables tables, AzureOrderIndex index) : IOrderMoves
{
    public void Depart(IWriteBatch batch, string orderId, int moves, DateTimeOffset at)
    {
        var published = false;
        batch.Add(new PartitionWrite(tables.Instances, InstanceRows.Partition(orderId), [InstanceRows.Registry, InstanceRows.View], view =>
        {
            var registered = view.Edit(InstanceRows.Registry);
            published = view[InstanceRows.View] is not null;
            if (MoveRows.Read(registered)?.Moves > moves) return;
            registered["OrderId"] = orderId;
            registered["Delivery"] ??= MoveRows.Owner;
            MoveRows.Set(registered, moves, at);
            view.Put(registered);
            if (!published) return;
            var shown = view.Edit(InstanceRows.View);
            shown.SetTime("MovedAt", at);
            view.Put(shown);
        }, cancel => published ? index.ProjectAsync(orderId, cancel) : Task.CompletedTask));
    }

    public async Task<OrderMove?> GetAsync(string orderId, CancellationToken cancellationToken = default) =>
        await tables.Instances.GetAsync(InstanceRows.Partition(orderId), InstanceRows.Registry, cancellationToken) is { } row ? MoveRows.Read(row) : null;
}
