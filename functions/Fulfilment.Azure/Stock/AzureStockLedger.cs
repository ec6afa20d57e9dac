using System.Text.Json;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Catalogue;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tables;
using Fulfilment.Domain;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;
using Fulfilment.Orchestration.Stock;

namespace Fulfilment.Azure.Stock;

/// <summary>One partition per store: its operations go one after the other, those of other stores beside them.</summary>
internal sealed class AzureStockLedger(AzureTables tables, StockRunner runner) : IStockLedger
{
    public async Task<StockLevel?> GetAsync(string store, string sku, CancellationToken cancellationToken = default) =>
        (await StockLoader.LevelAsync(tables.Stock, TableKey.Escape(store), sku, cancellationToken))?.ToLevel();

    public Task<Page<StockLevel>> ListAsync(string store, string? cursor = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        var after = cursor is null ? StockRowKeys.LevelPrefix : SkuCursor.Decode(cursor);
        var filter = TableFilter.And(TableFilter.Partition(TableKey.Escape(store)), TableFilter.RowPrefix(StockRowKeys.LevelPrefix), TableFilter.RowsAfter(after));
        return SkuCursor.PageAsync(
            tables.Stock.QueryAsync(new TableQuery(filter), cancellationToken), limit,
            async (row, cancel) => (await Documents.GetJsonAsync<LevelDocument>(tables.Stock, row, "Doc", cancel)).ToLevel(), cancellationToken);
    }

    public async Task<bool> ArriveAsync(string store, string key, string sku, int quantity, CancellationToken cancellationToken = default) =>
        !(await runner.RunAsync(Operation(store, key, null, [sku], turn => turn.Arrive(sku, quantity)), cancellationToken)).Repeated;

    public async Task<bool> ExpectAsync(string store, string key, string sku, int quantity, DateTimeOffset eta, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        return !(await runner.RunAsync(Operation(store, key, null, [sku], turn => turn.Expect(sku, quantity, eta)), cancellationToken)).Repeated;
    }

    public async Task<ReserveAnswer> ReserveAsync(string key, StockDemand wanted, CancellationToken cancellationToken = default)
    {
        var operation = new StockOperation(wanted.Store, key, wanted.OrderId, SkusOf(wanted.Lines), turn => JsonSerializer.Serialize(turn.Reserve(wanted), DomainJson.Options));
        var outcome = await runner.RunAsync(operation, cancellationToken);
        return JsonSerializer.Deserialize<ReserveAnswer>(outcome.Answer ?? throw new InvalidOperationException($"'{key}' is the key of another operation."), DomainJson.Options)!;
    }

    public void Demand(IWriteBatch batch, string key, StockDemand demand) =>
        Add(batch, Operation(demand.Store, key, demand.OrderId, SkusOf(demand.Lines), turn => turn.Demand(demand)));

    public void Release(IWriteBatch batch, string key, string store, string orderId) => Add(batch, Operation(store, key, orderId, [], turn => turn.Release(orderId)));

    public void Consume(IWriteBatch batch, string key, string store, string orderId, IReadOnlyList<StockLine> lines) =>
        Add(batch, Operation(store, key, orderId, SkusOf(lines), turn => turn.Consume(orderId, lines)));

    public async Task<IReadOnlyList<StockHolding>> HoldingsAsync(string store, CancellationToken cancellationToken = default)
    {
        var holdings = new List<StockHolding>();
        foreach (var prefix in (string[])[StockRowKeys.WaitingPrefix, StockRowKeys.SettledPrefix])
        {
            var query = new TableQuery(TableFilter.And(TableFilter.Partition(TableKey.Escape(store)), TableFilter.RowPrefix(prefix)));
            await foreach (var row in tables.Stock.QueryAsync(query, cancellationToken))
            {
                var order = await Documents.GetJsonAsync<OrderDocument>(tables.Stock, row, "Doc", cancellationToken);
                holdings.AddRange(order.Lines.Select(line => new StockHolding(order.Demand.OrderId, line.Sku, line.Demanded, line.Allocated)));
            }
        }

        return [.. holdings.OrderBy(holding => holding.OrderId, StringComparer.Ordinal).ThenBy(holding => holding.Sku, StringComparer.Ordinal)];
    }

    private void Add(IWriteBatch batch, StockOperation operation) => batch.Add(new StepWrite(cancel => runner.RunAsync(operation, cancel)));

    private static StockOperation Operation(string store, string key, string? orderId, IReadOnlyList<string> skus, Action<StockTurn> act) => new(store, key, orderId, skus, turn =>
    {
        act(turn);
        return null;
    });

    private static IReadOnlyList<string> SkusOf(IEnumerable<StockLine> lines) => [.. lines.Select(line => line.Sku).Distinct(StringComparer.Ordinal)];
}
