using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;
using Fulfilment.DurableTask;

namespace Fulfilment.Bench.Figures;

/// <summary>B1: what group commit and live instances bring, against the same engine without them.</summary>
internal sealed class Chain : IMeasurement
{
    /// <summary>A step is one client call, one completion or one turn; each commits by itself, and every turn is replayed from disk.</summary>
    private static readonly Func<EngineOptions, EngineOptions> OneStep = options => options with { MaxBatchSteps = 1, CacheBytes = 0 };

    /// <summary>An input and the turn it leads to share a commit: the least that an engine without group commit must do.</summary>
    private static readonly Func<EngineOptions, EngineOptions> OneInput = options => options with { MaxBatchSteps = 2, CacheBytes = 0 };

    public IReadOnlyList<string> Ids => ["B1"];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var (count, fewer) = (bench.Size(10_000, 1_000), bench.Size(200, 30));
        var recording = await Recording.OfAsync(bench.NewFolder(), "Chain", count / 5, events: 0, Workloads.ChainCheckpoints);
        await OnceAsync(bench, count / 10, null);
        var (steps, inputs, engines, raws) = (new List<Load>(), new List<Load>(), new List<Load>(), new List<double>());
        for (var run = 0; run < bench.Runs; run++)
        {
            steps.Add(await OnceAsync(bench, fewer, OneStep));
            inputs.Add(await OnceAsync(bench, fewer, OneInput));
            engines.Add(await OnceAsync(bench, count, null));
            raws.Add(RawReplay.Run(bench.NewFolder(), recording, 64).PerSecond / RawReplay.RunPart(bench.NewFolder(), recording, bench.Size(1_000, 200), 1).PerSecond);
        }

        var raw = $"raw SQLite, the chain's own rows: 64 checkpoints a commit is {Stat.Text(raws, ratio => ratio)} × as fast as 1; the engine makes {Commits(engines)} commits a chain";
        yield return new("B1", "five-activity chain, saturated ÷ the engine with one commit a step (a client call, a completion or a turn) and no cache", "×", Ratios(engines, steps),
            $"baseline: {Stat.Text(steps, load => load.PerSecond)} chains/s with {Commits(steps)} commits a chain; {raw}", new Goal(3));
        yield return new("B1.input", "the same ÷ one commit for each input with the turn it leads to, no cache", "×", Ratios(engines, inputs),
            $"baseline: {Stat.Text(inputs, load => load.PerSecond)} chains/s with {Commits(inputs)} commits a chain");
        yield return new("B1.rate", "the chain, saturated", "chains/s", [.. engines.Select(load => load.PerSecond)], $"{Stat.Text(steps, load => load.PerSecond)} and {Stat.Text(inputs, load => load.PerSecond)} chains/s of the baselines");
    }

    private static async Task<Load> OnceAsync(BenchRun bench, int count, Func<EngineOptions, EngineOptions>? configure)
    {
        await using var engine = await BenchEngine.StartAsync(bench.NewFolder(), configure);
        return await Saturation.RunAsync(engine, "Chain", count, events: 0);
    }

    private static IReadOnlyList<double> Ratios(IEnumerable<Load> engines, IEnumerable<Load> plain) => [.. engines.Zip(plain, (engine, baseline) => engine.PerSecond / baseline.PerSecond)];

    private static string Commits(IEnumerable<Load> loads) => Stat.Text(loads, load => (double)load.Commits / load.Count);
}
