using System.Globalization;
using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Stock;

/// <summary>Runs operations on a ledger and checks, after each, what must hold whatever happened before.</summary>
internal sealed class StockModel(StoreHarness harness, string store)
{
    private readonly Dictionary<string, int> _onHand = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _versions = [];
    private readonly Dictionary<int, DemandMode> _modes = [];
    private int _keys;
    private Func<Task>? _last;

    private IStockLedger Stock => harness.Port<IStockLedger>();

    public async Task RunAsync(StockOperation operation)
    {
        if (operation is StockOperation.Repeat)
        {
            await RepeatAsync();
            return;
        }

        var before = await LevelsAsync();
        var key = $"{store}-{++_keys}";
        _last = Prepare(operation, key);
        await _last();
        await AccountAsync(operation, before);
        await CheckAsync(operation);
    }

    private Func<Task> Prepare(StockOperation operation, string key)
    {
        switch (operation)
        {
            case StockOperation.Arrive(var sku, var quantity): return () => Stock.ArriveAsync(store, key, sku, quantity);
            case StockOperation.Expect(var sku, var quantity, var days): return () => Stock.ExpectAsync(store, key, sku, quantity, Samples.Start.AddDays(days));
            case StockOperation.Demand(var order, var lines, var priority, var mode):
                _modes[order] = mode;
                var demand = Wants(order, lines) with { Priority = priority, Mode = mode };
                return () => harness.CommitAsync(batch => Stock.Demand(batch, key, demand));
            case StockOperation.Reserve(var order, var lines):
                var wanted = Wants(order, lines);
                return async () =>
                {
                    if ((await Stock.ReserveAsync(key, wanted)).Reserved) _modes[order] = wanted.Mode;
                };
            case StockOperation.Release(var order): return () => harness.CommitAsync(batch => Stock.Release(batch, key, store, Id(order)));
            case StockOperation.Consume(var order, var lines): return () => harness.CommitAsync(batch => Stock.Consume(batch, key, store, Id(order), lines));
            default: throw new InvalidOperationException($"Unknown operation {operation}.");
        }
    }

    private StockDemand Wants(int order, IReadOnlyList<StockLine> lines)
    {
        _versions[order] = _versions.GetValueOrDefault(order) + 1;
        return new(Id(order), store, _versions[order], lines, 0, Samples.Start.AddMinutes(order), DemandMode.AllOrNothing);
    }

    private string Id(int order) => $"{store}.own.{order.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Only arrivals, corrections and consumption move goods, and nothing else does.</summary>
    private async Task AccountAsync(StockOperation operation, IReadOnlyDictionary<string, StockLevel> before)
    {
        if (operation is StockOperation.Arrive(var arrived, var quantity))
            _onHand[arrived] = _onHand.GetValueOrDefault(arrived) + Math.Max(quantity, -(before.GetValueOrDefault(arrived)?.Free ?? 0));
        if (operation is not StockOperation.Consume) return;
        foreach (var (sku, level) in await LevelsAsync())
        {
            var left = before[sku].OnHand - level.OnHand;
            Assert.InRange(left, 0, before[sku].Allocated);
            Assert.Equal(left, before[sku].Allocated - level.Allocated);
            _onHand[sku] = level.OnHand;
        }
    }

    private async Task CheckAsync(StockOperation operation)
    {
        var holdings = await Stock.HoldingsAsync(store);
        foreach (var (sku, level) in await LevelsAsync())
        {
            Assert.True(level.Allocated >= 0 && level.OnHand >= level.Allocated, $"{level} after {operation}");
            Assert.Equal(_onHand.GetValueOrDefault(sku), level.OnHand);
            Assert.Equal(holdings.Where(holding => holding.Sku == sku).Sum(holding => holding.Allocated), level.Allocated);
            Assert.Equal(holdings.Where(holding => holding.Sku == sku).Sum(holding => holding.Demanded - holding.Allocated), level.Waiting);
        }

        await CheckNobodyWaitsInVainAsync(holdings);
        foreach (var (order, mode) in _modes.Where(order => order.Value == DemandMode.AllOrNothing))
        {
            var lines = holdings.Where(holding => holding.OrderId == Id(order)).ToList();
            Assert.True(lines.All(line => line.Allocated == 0) || lines.All(line => line.Allocated == line.Demanded), $"{Id(order)} holds a part ({mode}) after {operation}");
        }
    }

    /// <summary>An order that waits alone has nobody to wait for: it lacks something that is not there.</summary>
    private async Task CheckNobodyWaitsInVainAsync(IReadOnlyList<StockHolding> holdings)
    {
        var waiting = holdings.Where(holding => holding.Allocated < holding.Demanded).GroupBy(holding => holding.OrderId).ToList();
        if (waiting.Count != 1) return;
        var levels = await LevelsAsync();
        Assert.Contains(waiting[0], line => line.Demanded - line.Allocated > levels[line.Sku].Free);
    }

    private async Task RepeatAsync()
    {
        if (_last is null) return;
        var before = await PictureAsync();
        await _last();
        Assert.Equal(before, await PictureAsync());
    }

    private async Task<string> PictureAsync()
    {
        var levels = (await LevelsAsync()).Values.OrderBy(level => level.Sku, StringComparer.Ordinal).Select(level => $"{level.Sku} {level.OnHand} {level.Allocated} {level.Waiting} {string.Join(',', level.Expected)}");
        var holdings = (await Stock.HoldingsAsync(store)).OrderBy(holding => holding.OrderId, StringComparer.Ordinal).ThenBy(holding => holding.Sku, StringComparer.Ordinal);
        return string.Join('\n', levels.Concat(holdings.Select(holding => holding.ToString())));
    }

    private async Task<IReadOnlyDictionary<string, StockLevel>> LevelsAsync() => (await Stock.ListAsync(store)).Items.ToDictionary(level => level.Sku, StringComparer.Ordinal);
}
