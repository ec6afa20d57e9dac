using System.Runtime.CompilerServices;
using Fulfilment.Azure.Orders;
using Fulfilment.Azure.Staff;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Transfer;

/// <summary>Gives up orders and goods. No transaction covers all of an order: effects and goods are taken by keyed steps, each of which gives the same again.</summary>
internal sealed class AzureTransferSource(
    AzureTables tables, OrderRowsReader rows, StoreRowsReader stores, TakenEffects effects, TakenGoods goods, KeptDepartures departures, AzureStaffAlerts alerts, TransferMarks marks) : ITransferSource
{
    /// <summary>Orders that are read side by side.</summary>
    private const int Together = 8;

    /// <summary>The registry is spread over the orders' partitions: a scan, in the order of their keys.</summary>
    public async Task<IReadOnlyList<string>> OrderIdsAsync(string? after, int limit, CancellationToken cancellationToken = default)
    {
        var filter = TableFilter.And(TableFilter.Row(InstanceRows.Registry), after is null ? null : TableFilter.PartitionsAfter(InstanceRows.Partition(after)));
        return await tables.Instances.QueryAsync(new TableQuery(filter, Math.Min(limit, 1000), ["OrderId"]), cancellationToken).Take(limit).Select(row => row.Text("OrderId")!).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<TransferOrder>> TakeAsync(IReadOnlyCollection<LeavingOrder> orders, CancellationToken cancellationToken = default)
    {
        if (orders.Count == 0) return [];
        var taken = new List<TransferOrder>();
        var alerted = await alerts.OfAsync(orders.Select(order => order.Id).ToHashSet(StringComparer.Ordinal), cancellationToken);
        foreach (var group in orders.Chunk(Together))
        {
            var read = await Task.WhenAll(group.Select(order => TakeAsync(order, cancellationToken)));
            taken.AddRange(read.OfType<TransferOrder>().Select(order => order with { Alerts = [.. alerted[order.Id]] }));
        }

        return taken;
    }

    public Task<Departure<OrderState, OrderCommand>?> DepartureAsync(string orderId, int moves, CancellationToken cancellationToken = default) => departures.GetAsync(orderId, moves, cancellationToken);

    public Task<StorePage> ReadStoreAsync(string store, string? cursor, CancellationToken cancellationToken = default) => StorePages.ReadAsync(stores.Parts, store, cursor, cancellationToken);

    public Task<long> StockOperationsAsync(string store, CancellationToken cancellationToken = default) => goods.OperationsAsync(store, cancellationToken);

    public async IAsyncEnumerable<TransferRecord.Goods> TakeGoodsAsync(string store, long? operations = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var record in await goods.TakeFreeAsync(store, operations, cancellationToken)) yield return record;
    }

    public Task MarkExportedAsync(IReadOnlyCollection<string> storeIds, DateTimeOffset at, CancellationToken cancellationToken = default) => marks.SetAsOfAsync(storeIds, at, cancellationToken);

    private async Task<TransferOrder?> TakeAsync(LeavingOrder order, CancellationToken cancellationToken)
    {
        var registered = await tables.Instances.GetAsync(InstanceRows.Partition(order.Id), InstanceRows.Registry, cancellationToken);
        var moves = order.Departure?.Carried.Moves ?? (registered is null ? null : MoveRows.Read(registered))?.Moves ?? 0;
        // First what others may still change, then the records of it.
        var taken = await effects.TakeAsync(order.Id, moves, cancellationToken);
        var held = await goods.TakeAsync(OrderIds.StoreOf(order.Id), order.Id, moves, cancellationToken);
        if (await rows.ReadAsync(order.Id, cancellationToken) is not { } read) return null;
        if (order.Departure is { } departure) await departures.KeepAsync(order.Id, departure, cancellationToken);
        return read with { Moves = moves, Departure = order.Departure, Stock = held, Effects = taken };
    }
}
