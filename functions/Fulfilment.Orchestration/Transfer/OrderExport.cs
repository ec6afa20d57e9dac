using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Transfer;

/// <summary>
/// Empties a host: has its orders depart, takes what belongs to them, then what belongs to no order. It may be killed anywhere and run
/// again, and gives the same again.
/// </summary>
public sealed class OrderExport(ITransferSource source, OrderDepartures departures, IStoreDirectory stores, TimeProvider clock)
{
    /// <summary>Orders that are asked to leave together, and taken in one transaction.</summary>
    private const int PageSize = 100;

    /// <summary>Gives every record of the file, from the header on, to <paramref name="write"/>.</summary>
    public async Task<ExportResult> RunAsync(Func<TransferRecord, Task> write, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var ids = await AllIdsAsync(cancellationToken);
        var all = stores.All.Select(store => store.Profile.Id).Union(ids.Select(OrderIds.StoreOf), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var now = clock.GetUtcNow();
        await source.MarkExportedAsync(all, now, cancellationToken);
        await write(new TransferRecord.Header(TransferFile.Format, now, all));

        var result = new ExportResult();
        var stuck = await departures.StuckAsync(cancellationToken);
        foreach (var page in ids.Chunk(PageSize))
        {
            result = await WriteAsync(page, stuck, result, write, cancellationToken);
            progress?.Report(result.Orders + result.Ended + result.Left.Count);
        }

        foreach (var store in all) await WriteAsync(store, write, cancellationToken);
        return result;
    }

    private async Task WriteAsync(string store, Func<TransferRecord, Task> write, CancellationToken cancellationToken)
    {
        var operations = await source.StockOperationsAsync(store, cancellationToken);
        await foreach (var record in source.ReadStoresAsync([store], cancellationToken)) await write(record);
        await foreach (var goods in source.TakeGoodsAsync(store, operations, cancellationToken)) await write(goods);
    }

    /// <summary>Has these orders depart, and gives their records.</summary>
    public async Task<ExportResult> OrdersAsync(IReadOnlyList<string> ids, Action<TransferRecord> write, CancellationToken cancellationToken = default) =>
        await WriteAsync(ids, await departures.StuckAsync(cancellationToken), new ExportResult(), record =>
        {
            write(record);
            return Task.CompletedTask;
        }, cancellationToken);

    private async Task<List<string>> AllIdsAsync(CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        while (await source.OrderIdsAsync(ids.Count == 0 ? null : ids[^1], 1000, cancellationToken) is { Count: > 0 } page) ids.AddRange(page);
        return ids;
    }

    private async Task<ExportResult> WriteAsync(
        IReadOnlyList<string> page, IReadOnlyDictionary<string, string> stuck, ExportResult result, Func<TransferRecord, Task> write, CancellationToken cancellationToken)
    {
        var departed = await Task.WhenAll(page.Select(id => DepartAsync(id, stuck, cancellationToken)));
        var leaving = departed.Select(Leaving).OfType<LeavingOrder>().ToList();
        var taken = await source.TakeAsync(leaving, cancellationToken);
        foreach (var order in taken) await write(new TransferRecord.Order(order));

        var written = taken.Select(order => order.Id).ToHashSet(StringComparer.Ordinal);
        var known = departed.Where(order => !written.Contains(order.Id)).Select(Known).ToList();
        if (known.Count > 0) await write(new TransferRecord.Ids(known));
        var goOn = taken.Count(order => order.Departure is not null);
        return result with { Orders = result.Orders + goOn, Ended = result.Ended + taken.Count - goOn, Left = [.. result.Left, .. departed.OfType<DepartedOrder.Left>().Select(left => new LeftOrder(left.Id, left.Reason))] };
    }

    /// <summary>An answer to the export before may have been lost, and the instance purged since: what it left with was kept.</summary>
    private async Task<DepartedOrder> DepartAsync(string id, IReadOnlyDictionary<string, string> stuck, CancellationToken cancellationToken)
    {
        var departed = await departures.DepartAsync(id, stuck, cancellationToken);
        return departed is DepartedOrder.Elsewhere elsewhere && await source.DepartureAsync(id, elsewhere.Moves, cancellationToken) is { } kept ? new DepartedOrder.Gone(id, kept) : departed;
    }

    private static LeavingOrder? Leaving(DepartedOrder order) => order switch
    {
        DepartedOrder.Gone gone => new(gone.Id, gone.Departure),
        DepartedOrder.Ended ended => new(ended.Id, null),
        DepartedOrder.Elsewhere or DepartedOrder.Left => null,
        _ => throw new InvalidOperationException($"Unknown departure {order.GetType().Name}."),
    };

    private static KnownId Known(DepartedOrder order) => order switch
    {
        DepartedOrder.Left left => new(left.Id, left.Moves, Elsewhere: true),
        DepartedOrder.Elsewhere elsewhere => new(elsewhere.Id, elsewhere.Moves, Elsewhere: true),
        DepartedOrder.Gone or DepartedOrder.Ended => new(order.Id, 0, Elsewhere: false),
        _ => throw new InvalidOperationException($"Unknown departure {order.GetType().Name}."),
    };
}

/// <param name="Orders">That go on on the target.</param>
/// <param name="Ended">Whose records moved.</param>
public sealed record ExportResult(long Orders = 0, long Ended = 0)
{
    /// <summary>Those that stay here.</summary>
    public IReadOnlyList<LeftOrder> Left { get; init; } = [];
}

public sealed record LeftOrder(string Id, string Reason);
