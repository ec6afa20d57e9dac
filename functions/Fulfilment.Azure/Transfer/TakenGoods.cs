using System.Text.Json;
using Fulfilment.Azure.Stock;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;
using Fulfilment.Orchestration.Transfer;

namespace Fulfilment.Azure.Transfer;

/// <summary>
/// Takes goods out of the ledger, each by one keyed operation whose answer is what it took: both commit together, and the answer stays for every
/// later export.
/// </summary>
internal sealed class TakenGoods(AzureTables tables, StockRunner stock)
{
    private const string OrderPrefix = "transfer-out/";
    private const string FreePrefix = "transfer-free/";

    /// <summary>What an operation takes; its answer must fit one property.</summary>
    private const int Skus = 50;

    /// <summary>Keys of moves belong to this ledger alone.</summary>
    public static bool IsOwn(string key) =>
        key.StartsWith(OrderPrefix, StringComparison.Ordinal) || key.StartsWith(FreePrefix, StringComparison.Ordinal) || key.StartsWith("transfer/", StringComparison.Ordinal);

    /// <summary>What the order holds and waits for. Null when it never asked for goods.</summary>
    public async Task<OrderStock?> TakeAsync(string store, string orderId, int moves, CancellationToken cancellationToken)
    {
        // Most orders that have ended never come here: the ledger is one queue for the whole store.
        var partition = TableKey.Escape(store);
        var rows = await Task.WhenAll(((bool[])[true, false]).Select(waiting => tables.Stock.GetAsync(partition, StockRowKeys.Order(orderId, waiting), cancellationToken)));
        if (rows.All(row => row is null)) return null;
        var key = $"{OrderPrefix}{orderId}/{moves}";
        var outcome = await stock.RunAsync(new StockOperation(store, key, orderId, [], turn => JsonSerializer.Serialize(turn.TakeAway(orderId), DomainJson.Options)), cancellationToken);
        return JsonSerializer.Deserialize<OrderStock>(outcome.Answer!, DomainJson.Options);
    }

    public async Task<long> OperationsAsync(string store, CancellationToken cancellationToken) =>
        await tables.Stock.GetAsync(TableKey.Escape(store), StockRowKeys.Head, cancellationToken) is { } head ? StockRowKeys.SequenceOf(head) : 0;

    /// <summary>What no order holds: all that was ever taken, then what is there now.</summary>
    public async Task<IReadOnlyList<TransferRecord.Goods>> TakeFreeAsync(string store, long? operations, CancellationToken cancellationToken)
    {
        var told = (await ReadAsync(store, cancellationToken)).SelectMany(goods => goods.Skus).Select(item => item.Sku).ToHashSet(StringComparer.Ordinal);
        var news = new List<string>();
        await foreach (var row in RowsAsync(store, StockRowKeys.LevelPrefix, cancellationToken))
        {
            var level = await Documents.GetJsonAsync<LevelDocument>(tables.Stock, row, "Doc", cancellationToken);
            if (level.OnHand > level.Allocated || level.Expected.Count > 0 || !told.Contains(level.Sku)) news.Add(level.Sku);
        }

        var after = operations;
        foreach (var skus in news.Chunk(Skus))
        {
            await TakeFreeAsync(store, skus, after, cancellationToken);
            // Its own.
            after++;
        }

        return await ReadAsync(store, cancellationToken);
    }

    private async Task TakeFreeAsync(string store, string[] skus, long? after, CancellationToken cancellationToken)
    {
        var id = $"goods-{Guid.NewGuid():N}";
        var operation = new StockOperation(store, FreePrefix + id, null, skus, turn => JsonSerializer.Serialize(new TransferRecord.Goods(id, store, turn.TakeFree(skus)), DomainJson.Options));
        try
        {
            await stock.RunAsync(operation with { After = after }, cancellationToken);
        }
        catch (StockMovedException)
        {
            throw TransferBlockedException.StockMoved(store);
        }
    }

    private async Task<List<TransferRecord.Goods>> ReadAsync(string store, CancellationToken cancellationToken)
    {
        var taken = new List<TransferRecord.Goods>();
        await foreach (var row in RowsAsync(store, StockRowKeys.Operation(FreePrefix), cancellationToken))
            taken.Add(JsonSerializer.Deserialize<TransferRecord.Goods>(row.Text("Answer")!, DomainJson.Options)!);
        return taken;
    }

    private IAsyncEnumerable<TableEntity> RowsAsync(string store, string prefix, CancellationToken cancellationToken) =>
        tables.Stock.QueryAsync(new TableQuery(TableFilter.And(TableFilter.Partition(TableKey.Escape(store)), TableFilter.RowPrefix(prefix))), cancellationToken);
}
