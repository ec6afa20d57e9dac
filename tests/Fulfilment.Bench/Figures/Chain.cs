using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Figures;

/// <summary>B1: what group commit and live instances bring, against the same engine without them.</summary>
internal sealed class Chain : IMeasurement
{
    private static readonly RowsOfAnOrder OneRow = new(Checkpoints: 16, History: 16, BytesPerRow: 900, InstanceUpdates: 0, Tasks: 0, Timers: 0);

    public IReadOnlyList<string> Ids => ["B1"];

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun bench)
    {
        var (count, plainCount) = (bench.Size(10_000, 1_000), bench.Size(200, 40));
        await OnceAsync(bench, count / 10, plain: false);
        var rates = new List<double>();
        var plains = new List<double>();
        var raws = new List<double>();
        for (var run = 0; run < bench.Runs; run++)
        {
            plains.Add(await OnceAsync(bench, plainCount, plain: true));
            rates.Add(await OnceAsync(bench, count, plain: false));
            raws.Add(RawRatio(bench));
        }

        return
        [
            new("B1", "five-activity chain, saturated ÷ one commit a step, no cache", "×", [.. rates.Zip(plains, (rate, plain) => rate / plain)], new Goal(3),
                $"{Report.Number(Stat.Median(plains))} chains/s one commit a step; raw rows at 64 a commit ÷ 1 a commit: {Report.Number(Stat.Median(raws))} ×"),
            new("B1.rate", "the same, chains a second", "chains/s", rates),
        ];
    }

    private static async Task<double> OnceAsync(BenchRun bench, int count, bool plain)
    {
        await using var engine = await BenchEngine.StartAsync(bench.NewFolder(), options => plain ? options with { MaxBatchSteps = 1, CacheBytes = 0 } : options);
        return (await Saturation.RunAsync(engine, "Chain", count, events: 0)).PerSecond;
    }

    private static double RawRatio(BenchRun bench)
    {
        using var raw = new RawDatabase(bench.NewFolder());
        var one = raw.WriteOrders(bench.Size(20, 5), OneRow, perCommit: 1);
        return raw.WriteOrders(bench.Size(1_000, 100), OneRow, perCommit: 64) / one;
    }
}
