using Fulfilment.Domain.Orders;
using Fulfilment.Orchestration.Stock;

namespace Fulfilment.Orchestration.Tests.Stock;

public sealed class StockTurnTests
{
    private static readonly string[] Skus = ["mug", "plate", "ring", "spoon"];
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Who gets what, who is told what and when: the same as without any shortcut, whatever comes in whatever order.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Operations_RandomScripts_EndAsWithoutShortcuts(int maxOvertakes)
    {
        var shortcuts = 0;
        for (var seed = 0; seed < 250; seed++)
        {
            var random = new Random(seed);
            var plain = new MemoryStockRows();
            var quick = new MemoryStockRows();
            var versions = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var step = 0; step < 40; step++)
            {
                var key = $"k{step}";
                var operation = Next(random, versions);
                var before = quick.RowsRead - plain.RowsRead;
                var first = operation(new Turn(new PlainStockTurn(plain, "demo", key, () => maxOvertakes), null));
                var second = operation(new Turn(null, new StockTurn(quick, "demo", key, () => maxOvertakes)));
                if (quick.RowsRead - plain.RowsRead < before) shortcuts++;
                var where = $"seed {seed}, step {step}";
                Assert.True(first == second, $"{where}: {first} against {second}");
                Assert.True(plain.Told.SequenceEqual(quick.Told), $"{where}:\n{string.Join('\n', plain.Told)}\nagainst\n{string.Join('\n', quick.Told)}");
                Assert.True(plain.Picture() == quick.Picture(), $"{where}:\n{plain.Picture()}\nagainst\n{quick.Picture()}");
                quick.CheckQueues();
            }
        }

        Assert.InRange(shortcuts, 250, int.MaxValue);
    }

    [Fact]
    public void Demand_ManyWait_TheNextBackOrderReadsNoneOfThem()
    {
        var rows = new MemoryStockRows();
        On(rows, "e").Expect("mug", 500, Start.AddDays(3));
        var reads = Enumerable.Range(1, 300).Select(number =>
        {
            var before = rows.RowsRead;
            On(rows, $"k{number}").Demand(Wants(number, 1, [new("mug", 1), new("ring", 2)]));
            return rows.RowsRead - before;
        }).ToList();
        Assert.Equal(reads[1], reads[^1]);
        Assert.InRange(reads[^1], 1, 20);
        Assert.Contains("demo.own.300", rows.Told[^1], StringComparison.Ordinal);
    }

    /// <summary>Wanted now, with hundreds in the way: that there is too little is plain without looking at them.</summary>
    [Fact]
    public void Reserve_ManyWaitAndTooLittleIsThere_ReadsNoneOfThem()
    {
        var rows = new MemoryStockRows();
        for (var number = 1; number <= 300; number++) On(rows, $"k{number}").Demand(Wants(number, 1, [new("mug", 1)]));
        var before = rows.RowsRead;
        Assert.Equal(new("mug", 0), On(rows, "r").Reserve(Wants(301, 1, [new("mug", 1)])).Short);
        Assert.InRange(rows.RowsRead - before, 1, 20);
    }

    private static StockTurn On(MemoryStockRows rows, string key) => new(rows, "demo", key, () => 3);

    private static Func<Turn, string?> Next(Random random, Dictionary<string, int> versions)
    {
        var sku = Skus[random.Next(Skus.Length)];
        var quantity = random.Next(-2, 6);
        var days = random.Next(1, 4);
        var order = random.Next(1, 13);
        StockLine[] lines = [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => new StockLine(Skus[random.Next(Skus.Length)], random.Next(1, 4)))];
        var what = random.Next(20);
        var version = versions[$"{order}"] = versions.GetValueOrDefault($"{order}") + 1;
        var demand = Wants(order, version, lines) with { Priority = random.Next(2), Mode = random.Next(3) == 0 ? DemandMode.Split : DemandMode.AllOrNothing };
        return what switch
        {
            < 4 => turn => turn.Do(plain => plain.Arrive(sku, quantity), quick => quick.Arrive(sku, quantity)),
            < 6 => turn => turn.Do(plain => plain.Expect(sku, Math.Max(0, quantity), Start.AddDays(days)), quick => quick.Expect(sku, Math.Max(0, quantity), Start.AddDays(days))),
            < 14 => turn => turn.Do(plain => plain.Demand(demand), quick => quick.Demand(demand)),
            < 16 => turn => turn.Plain is { } plain ? plain.Reserve(demand with { Mode = DemandMode.AllOrNothing }).ToString() : turn.Quick!.Reserve(demand with { Mode = DemandMode.AllOrNothing }).ToString(),
            < 18 => turn => turn.Do(plain => plain.Release(demand.OrderId), quick => quick.Release(demand.OrderId)),
            _ => turn => turn.Do(plain => plain.Consume(demand.OrderId, lines), quick => quick.Consume(demand.OrderId, lines)),
        };
    }

    /// <summary>Orders are placed in any order of their numbers, so that a new demand is not always the last in line.</summary>
    private static StockDemand Wants(int order, int version, IReadOnlyList<StockLine> lines) =>
        new($"demo.own.{order}", "demo", version, lines, 0, Start.AddMinutes(order), DemandMode.AllOrNothing);

    /// <summary>One of the two.</summary>
    private sealed record Turn(PlainStockTurn? Plain, StockTurn? Quick)
    {
        public string? Do(Action<PlainStockTurn> plain, Action<StockTurn> quick)
        {
            if (Plain is not null) plain(Plain);
            else quick(Quick!);
            return null;
        }
    }
}
