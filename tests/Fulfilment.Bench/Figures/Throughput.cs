using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Figures;

/// <summary>B0: small orchestrations, saturated.</summary>
internal sealed class Throughput : IMeasurement
{
    public IReadOnlyList<string> Ids => ["B0"];

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun bench)
    {
        var count = bench.Size(20_000, 2_000);
        await OnceAsync(bench, count / 10);
        var rates = new List<double>();
        var raws = new List<double>();
        for (var run = 0; run < bench.Runs; run++)
        {
            raws.Add(RawCommits(bench, 200));
            rates.Add(await OnceAsync(bench, count));
        }

        bench.SaturatedRate = Stat.Median(rates);
        return
        [
            new("B0", $"3 activities, 1 event, {count:N0} instances, saturated, durable", "orchestrations/s", rates, new Goal(1_370, Reach: 2_270), $"{Report.Number(Stat.Median(raws))} raw commits/s, one after the other"),
        ];
    }

    private static async Task<double> OnceAsync(BenchRun bench, int count)
    {
        await using var engine = await BenchEngine.StartAsync(bench.NewFolder());
        return (await Saturation.RunAsync(engine, "Three", count, events: 1)).PerSecond;
    }

    private static double RawCommits(BenchRun bench, int count)
    {
        using var raw = new RawDatabase(bench.NewFolder());
        var data = new byte[400];
        return 1000 / Enumerable.Range(0, count).Select(_ => raw.CommitOne(data)).Average();
    }
}
