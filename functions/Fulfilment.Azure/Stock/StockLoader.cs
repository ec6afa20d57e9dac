using Fulfilment.Azure.Tables;

namespace Fulfilment.Azure.Stock;

/// <param name="Waiting">Ids of the orders that were read from the waiting rows.</param>
/// <param name="Levels">Of every sku that the operation can reach; null: never mentioned.</param>
internal sealed record LoadedStock(IReadOnlyDictionary<string, OrderDocument> Orders, IReadOnlySet<string> Waiting, IReadOnlyDictionary<string, LevelDocument?> Levels);

internal static class StockLoader
{
    public static async Task<LoadedStock> LoadAsync(TableClient table, string partition, StockOperation operation, CancellationToken cancellationToken)
    {
        var orders = new Dictionary<string, OrderDocument>(StringComparer.Ordinal);
        var query = new TableQuery(TableFilter.And(TableFilter.Partition(partition), TableFilter.RowPrefix(StockRowKeys.WaitingPrefix)));
        await foreach (var row in table.QueryAsync(query, cancellationToken)) await AddAsync(row);
        var waiting = orders.Keys.ToHashSet(StringComparer.Ordinal);
        if (operation.OrderId is { } id && !waiting.Contains(id) && await table.GetAsync(partition, StockRowKeys.Order(id, waiting: false), cancellationToken) is { } settled) await AddAsync(settled);

        var own = operation.OrderId is null ? [] : orders.GetValueOrDefault(operation.OrderId)?.Lines.Select(line => line.Sku) ?? [];
        var skus = StockSnapshot.Connected(orders.Values, operation.Skus.Concat(own)).Skus;
        var levels = await Task.WhenAll(skus.Select(async sku => (Sku: sku, Level: await LevelAsync(table, partition, sku, cancellationToken))));
        return new LoadedStock(orders, waiting, levels.ToDictionary(level => level.Sku, level => level.Level, StringComparer.Ordinal));

        async Task AddAsync(TableEntity row)
        {
            var order = await Documents.GetJsonAsync<OrderDocument>(table, row, "Doc", cancellationToken);
            orders.Add(order.Demand.OrderId, order);
        }
    }

    public static async Task<LevelDocument?> LevelAsync(TableClient table, string partition, string sku, CancellationToken cancellationToken) =>
        await table.GetAsync(partition, StockRowKeys.Level(sku), cancellationToken) is { } row ? await Documents.GetJsonAsync<LevelDocument>(table, row, "Doc", cancellationToken) : null;
}
