using System.Globalization;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Orchestration.Ports;

namespace Fulfilment.Orchestration.Compliance.Stock;

/// <summary>What the stock suites share: orders 1, 2, … where a lower number is the older order.</summary>
public abstract class StockCompliance : StoreCompliance
{
    private int _keys;

    protected const string Store = SampleStores.Demo;

    protected IStockLedger Stock => Harness.Port<IStockLedger>();

    protected string NextKey() => "key-" + (++_keys).ToString(CultureInfo.InvariantCulture);

    protected static string Order(int number) => Samples.OrderId(number);

    protected static StockDemand Wants(int order, int version, params StockLine[] lines) =>
        new(Order(order), Store, version, lines, Priority: 0, Samples.Start.AddMinutes(order), DemandMode.AllOrNothing);

    protected static StockLine Of(string sku, int quantity) => new(sku, quantity);

    protected Task ArriveAsync(string sku, int quantity) => Stock.ArriveAsync(Store, NextKey(), sku, quantity);

    protected Task DemandAsync(StockDemand demand) => DemandAsync(NextKey(), demand);

    protected Task DemandAsync(string key, StockDemand demand) => Harness.CommitAsync(batch => Stock.Demand(batch, key, demand));

    protected Task ReleaseAsync(int order) => Harness.CommitAsync(batch => Stock.Release(batch, NextKey(), Store, Order(order)));

    protected Task ConsumeAsync(int order, params StockLine[] lines) => Harness.CommitAsync(batch => Stock.Consume(batch, NextKey(), Store, Order(order), lines));

    /// <summary>Starts the orders' instances, so that they can be told.</summary>
    protected async Task StartAsync(params int[] orders)
    {
        foreach (var order in orders) await Harness.StartOrderAsync(Order(order));
    }

    protected Task<ReleasePolicy?> PutMaxOvertakesAsync(int count) => Harness.Port<IPolicyStore>().PutAsync(Store, new ReleasePolicy { MaxOvertakes = count }, 1, "Alex");

    protected async Task<(int OnHand, int Allocated, int Waiting)> LevelAsync(string sku) =>
        await Stock.GetAsync(Store, sku) is { } level ? (level.OnHand, level.Allocated, level.Waiting) : (0, 0, 0);

    /// <summary>"mug 2/3": holds two of three.</summary>
    protected async Task<IReadOnlyList<string>> HoldsAsync(int order) =>
    [
        .. (await Stock.HoldingsAsync(Store)).Where(holding => holding.OrderId == Order(order)).OrderBy(holding => holding.Sku, StringComparer.Ordinal)
            .Select(holding => $"{holding.Sku} {holding.Allocated}/{holding.Demanded}"),
    ];

    /// <summary>What the order was told, in words: "1 all mug*2", "1 part mug*1", "1 waits ring*1 until 2026-03-05" or "until ?".</summary>
    protected async Task<IReadOnlyList<string>> ToldAsync(int order) => [.. (await Harness.RaisedAsync(Order(order))).Select(Describe)];

    protected static string Describe(OrderCommand command) => command switch
    {
        OrderCommand.StockAllocated c => $"{c.DemandVersion} {(c.Complete ? "all" : "part")} {Describe(c.Lines)}",
        OrderCommand.StockExpected c => $"{c.DemandVersion} waits {Describe(c.Missing)} until {c.Eta?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "?"}",
        _ => command.GetType().Name,
    };

    private static string Describe(IEnumerable<StockLine> lines) => string.Join(' ', lines.OrderBy(line => line.Sku, StringComparer.Ordinal).Select(line => $"{line.Sku}*{line.Quantity}"));
}
