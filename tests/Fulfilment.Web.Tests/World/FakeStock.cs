using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Web.Tests.World;

public sealed class FakeStock(Ledger ledger) : IStockLedger
{
    private readonly Dictionary<(string Store, string Sku), StockLevel> _levels = [];
    private readonly HashSet<string> _keys = [];

    public void Have(string store, StockLevel level) => _levels[(store, level.Sku)] = level;

    public Task<StockLevel?> GetAsync(string store, string sku, CancellationToken cancellationToken = default) => Task.FromResult(_levels.GetValueOrDefault((store, sku)));

    public Task<Page<StockLevel>> ListAsync(string store, string? cursor = null, int limit = 100, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Page<StockLevel>([.. _levels.Where(l => l.Key.Store == store).Select(l => l.Value).OrderBy(l => l.Sku, StringComparer.Ordinal)], null));

    public Task<bool> ArriveAsync(string store, string key, string sku, int quantity, CancellationToken cancellationToken = default)
    {
        ledger.Record($"stock.arrive {sku} {quantity}");
        if (!_keys.Add(key)) return Task.FromResult(false);
        var level = _levels.GetValueOrDefault((store, sku)) ?? new(sku, 0, 0, 0, []);
        _levels[(store, sku)] = level with { OnHand = level.OnHand + quantity };
        return Task.FromResult(true);
    }

    public Task<bool> ExpectAsync(string store, string key, string sku, int quantity, DateTimeOffset eta, CancellationToken cancellationToken = default)
    {
        ledger.Record($"stock.expect {sku} {quantity}");
        if (!_keys.Add(key)) return Task.FromResult(false);
        var level = _levels.GetValueOrDefault((store, sku)) ?? new(sku, 0, 0, 0, []);
        _levels[(store, sku)] = level with { Expected = [.. level.Expected, new(quantity, eta)] };
        return Task.FromResult(true);
    }

    public Task<IReadOnlyList<StockHolding>> HoldingsAsync(string store, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<StockHolding>>([]);

    public Task<ReserveAnswer> ReserveAsync(string key, StockDemand wanted, CancellationToken cancellationToken = default) => throw Outside();

    public void Demand(IWriteBatch batch, string key, StockDemand demand) => throw Outside();

    public void Release(IWriteBatch batch, string key, string store, string orderId) => throw Outside();

    public void Consume(IWriteBatch batch, string key, string store, string orderId, IReadOnlyList<StockLine> lines) => throw Outside();

    private static InvalidOperationException Outside() => new("Only orchestrations reserve stock.");
}
