using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Transfer;

/// <summary>
/// Takes orders of another host. Until the last step the registry says that the order is elsewhere, so that nothing is taken for it and a
/// repeat does all steps again, each of which is keyed: rows, goods, instance, lanes, registry.
/// </summary>
internal sealed class AzureTransferTarget(AzureTables tables, OrderRows rows, StoreRows stores, TransferMarks marks, IOrchestrationClient client, TimeProvider clock) : ITransferTarget
{
    /// <summary>An instance in one of these is not replaced.</summary>
    private static readonly OrchestrationStatus[] Living = [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended];

    public Task BeginAsync(DateTimeOffset exportedAt, CancellationToken cancellationToken = default) => marks.BeginAsync(exportedAt, cancellationToken);

    public Task<DateTimeOffset?> UnfinishedAsync(CancellationToken cancellationToken = default) => marks.UnfinishedAsync(cancellationToken);

    public async Task<ImportOutcome> PutAsync(TransferOrder order, CancellationToken cancellationToken = default)
    {
        var goesOn = order.Departure is not null;
        // As if it had left here once before, which is what a host that takes it must know of it.
        var registered = await RegisterAsync(order.Id, goesOn ? order.Moves - 1 : order.Moves, elsewhere: true, cancellationToken);
        if (registered is not null && TransferRules.Refuse(order.Moves, goesOn, MoveRows.Read(registered)) is { } reason) return reason;
        await rows.WriteAsync(order, cancellationToken);
        if (order.Stock is { } stock) await stores.BringAsync($"transfer/{order.Id}/{order.Moves}", OrderIds.StoreOf(order.Id), order.Id, stock, cancellationToken);
        if (order.Departure is { } departure) await StartAsync(order.Id, departure, cancellationToken);
        // Before the registry: after it no repeat comes here, and a lane without a message would wait for its next effect.
        await rows.SignalAsync(order, cancellationToken);
        await ArriveAsync(order.Id, order.Moves, cancellationToken);
        return ImportOutcome.Imported;
    }

    public async Task<int> ReserveAsync(IReadOnlyList<KnownId> ids, CancellationToken cancellationToken = default)
    {
        var known = await Task.WhenAll(ids.Select(id => RegisterAsync(id.Id, id.Moves, id.Elsewhere, cancellationToken)));
        return known.Count(row => row is null);
    }

    public Task<bool> PutAsync(TransferRecord record, DateTimeOffset exportedAt, CancellationToken cancellationToken = default) => stores.WriteAsync(record, exportedAt, cancellationToken);

    public Task MarkImportedAsync(IReadOnlyCollection<string> storeIds, DateTimeOffset exportedAt, CancellationToken cancellationToken = default) =>
        marks.FinishAsync(storeIds, exportedAt, cancellationToken);

    /// <returns>The row that is there; null when it was inserted now.</returns>
    private async Task<TableEntity?> RegisterAsync(string orderId, int moves, bool elsewhere, CancellationToken cancellationToken)
    {
        var partition = InstanceRows.Partition(orderId);
        if (await tables.Instances.GetAsync(partition, InstanceRows.Registry, cancellationToken) is { } present) return present;
        var row = new TableEntity(partition, InstanceRows.Registry) { ["OrderId"] = orderId, ["Delivery"] = MoveRows.Owner };
        row.SetTime("RegisteredAt", clock.GetUtcNow());
        MoveRows.Set(row, moves, elsewhere ? clock.GetUtcNow() : null);
        return await tables.Instances.InsertAsync(row, cancellationToken) ? null : await tables.Instances.GetAsync(partition, InstanceRows.Registry, cancellationToken);
    }

    /// <summary>In place of the instance that left, if there was one.</summary>
    private async Task StartAsync(string orderId, Departure<OrderState, OrderCommand> departure, CancellationToken cancellationToken)
    {
        try
        {
            await client.ScheduleNewAsync(OrderOrchestrator.Name, OrderOrchestrator.Continue(departure), new StartOptions(orderId, DedupeStatuses: Living), cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Started by an earlier try of this very import.
        }
    }

    private Task ArriveAsync(string orderId, int moves, CancellationToken cancellationToken) => PartitionTransaction.CommitAsync(
    [
        new PartitionWrite(tables.Instances, InstanceRows.Partition(orderId), [InstanceRows.Registry], view =>
        {
            var row = view.Edit(InstanceRows.Registry);
            MoveRows.Set(row, moves, elsewhere: null);
            view.Put(row);
        }),
    ], cancellationToken);
}
