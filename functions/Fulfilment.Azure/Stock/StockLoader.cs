using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Stock;

/// <param name="Waiting">Ids of the orders that were read from the waiting rows.</param>
/// <param name="Levels">Of every sku that the operation can reach; null: never mentioned.</param>
/// <param name="IsWhole">Every order that waits was read; else only the one that the operation is about.</param>
internal sealed record LoadedStock(IReadOnlyDictionary<string, OrderDocument> Orders, IReadOnlySet<string> Waiting, IReadOnlyDictionary<string, LevelDocument?> Levels, bool IsWhole);

/// <summary>
/// Reads what an operation needs. Most need their own order and its skus alone: nobody else waits for those, or the order waits behind all who
/// do. Only what may move others (goods for several who wait) reads every order of the store that waits, a thousand a call.
/// </summary>
internal static class StockLoader
{
    public static async Task<LoadedStock> LoadOwnAsync(TableClient table, string partition, StockOperation operation, CancellationToken cancellationToken)
    {
        var orders = new Dictionary<string, OrderDocument>(StringComparer.Ordinal);
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        if (operation.OrderId is { } id)
        {
            var rows = await Task.WhenAll(((bool[])[true, false]).Select(isWaiting => table.GetAsync(partition, StockRowKeys.Order(id, isWaiting), cancellationToken)));
            if ((rows[0] ?? rows[1]) is { } row) orders.Add(id, await ReadAsync(table, row, cancellationToken));
            if (rows[0] is not null) waiting.Add(id);
        }

        var skus = operation.Skus.Concat(orders.Values.SelectMany(order => order.Lines).Select(line => line.Sku)).ToHashSet(StringComparer.Ordinal);
        return new LoadedStock(orders, waiting, await LevelsAsync(table, partition, skus, cancellationToken), IsWhole: false);
    }

    public static async Task<LoadedStock> LoadAllAsync(TableClient table, string partition, LoadedStock own, CancellationToken cancellationToken)
    {
        var orders = new Dictionary<string, OrderDocument>(own.Orders, StringComparer.Ordinal);
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        var query = new TableQuery(TableFilter.And(TableFilter.Partition(partition), TableFilter.RowPrefix(StockRowKeys.WaitingPrefix)));
        await foreach (var row in table.QueryAsync(query, cancellationToken))
        {
            var order = await ReadAsync(table, row, cancellationToken);
            orders[order.Demand.OrderId] = order;
            waiting.Add(order.Demand.OrderId);
        }

        var further = StockSnapshot.Connected(orders.Values, own.Levels.Keys).Skus.Except(own.Levels.Keys, StringComparer.Ordinal);
        var levels = new Dictionary<string, LevelDocument?>(own.Levels, StringComparer.Ordinal);
        foreach (var (sku, level) in await LevelsAsync(table, partition, further, cancellationToken)) levels.Add(sku, level);
        return new LoadedStock(orders, waiting, levels, IsWhole: true);
    }

    public static async Task<LevelDocument?> LevelAsync(TableClient table, string partition, string sku, CancellationToken cancellationToken) =>
        await table.GetAsync(partition, StockRowKeys.Level(sku), cancellationToken) is { } row ? await Documents.GetJsonAsync<LevelDocument>(table, row, "Doc", cancellationToken) : null;

    /// <summary>One read each, side by side: the service has no read of several rows, and a filter with their keys would scan the partition.</summary>
    private static async Task<Dictionary<string, LevelDocument?>> LevelsAsync(TableClient table, string partition, IEnumerable<string> skus, CancellationToken cancellationToken)
    {
        var levels = await Task.WhenAll(skus.Select(async sku => (Sku: sku, Level: await LevelAsync(table, partition, sku, cancellationToken))));
        return levels.ToDictionary(level => level.Sku, level => level.Level, StringComparer.Ordinal);
    }

    private static Task<OrderDocument> ReadAsync(TableClient table, TableEntity row, CancellationToken cancellationToken) =>
        Documents.GetJsonAsync<OrderDocument>(table, row, "Doc", cancellationToken);
}
