using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;

namespace Fulfilment.Bench.Figures;

/// <summary>B0: small orchestrations, saturated.</summary>
internal sealed class Throughput : IMeasurement
{
    public IReadOnlyList<string> Ids => ["B0"];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var count = bench.Size(20_000, 2_000);
        var recording = await Recording.OfAsync(bench.NewFolder(), "Three", count / 10, events: 1, Workloads.ThreeCheckpoints);
        var (rates, commits, raws) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < bench.Runs; run++)
        {
            commits.Add(1000 / RawDatabase.Commits(bench.NewFolder(), 200).Average());
            raws.Add(RawReplay.Run(bench.NewFolder(), recording, 64).PerSecond / Workloads.ThreeCheckpoints);
            rates.Add(await OnceAsync(bench, count));
        }

        bench.SaturatedRate = Stat.Median(rates);
        yield return new("B0", $"3 activities, 1 event, {count:N0} instances, saturated, durable", "orchestrations/s", rates,
            $"raw SQLite writes the rows of {Stat.Text(raws, rate => rate)}/s at 64 checkpoints a commit; {Stat.Text(commits, rate => rate)} raw commits/s one after the other", new Goal(1_370, Reach: 2_270));
    }

    /// <summary>For a figure that needs the rate when this one was not asked for.</summary>
    public static async Task<double> SaturatedRateAsync(BenchRun bench)
    {
        if (bench.SaturatedRate is { } known) return known;
        bench.Say("  measuring the saturated rate first");
        var rates = new List<double>();
        for (var run = 0; run < 3; run++) rates.Add(await OnceAsync(bench, bench.Size(10_000, 2_000)));
        return (bench.SaturatedRate = Stat.Median(rates)).Value;
    }

    private static async Task<double> OnceAsync(BenchRun bench, int count)
    {
        await using var engine = await BenchEngine.StartAsync(bench.NewFolder());
        return (await Saturation.RunAsync(engine, "Three", count, events: 1)).PerSecond;
    }
}
