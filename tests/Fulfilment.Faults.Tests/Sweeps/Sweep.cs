using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Fulfilment.Faults.Tests.Invariants;
using Fulfilment.Faults.Tests.Running;
using Fulfilment.Host.Serving;

namespace Fulfilment.Faults.Tests.Sweeps;

/// <summary>Runs cases against the model of their workload and gathers what went wrong.</summary>
internal static class Sweep
{
    private const int EnoughFailures = 5;

    private static readonly ConcurrentDictionary<Workload, Lazy<Task<Played>>> Models = new();

    /// <summary>Every point rather than a sample.</summary>
    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable("FULFIL_FAULTS") == "all";

    /// <summary>Decides which points a sample takes, and which orders are played.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("FULFIL_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 3;

    /// <summary>The same orders with nothing in their way.</summary>
    public static Task<Played> ModelAsync(Workload workload) => Models.GetOrAdd(workload, static workload => new(() => PlayModelAsync(workload))).Value;

    /// <summary>A fault at each commit, or at a seeded sample of them; a run each.</summary>
    /// <param name="sample">So many points when it is not <paramref name="whole"/>.</param>
    public static async Task EachCommitAsync(string name, Home home, Workload workload, FaultPoint point, FaultKind kind, bool whole, int sample)
    {
        var commits = (await ModelAsync(workload)).Commits;
        // Which requests share a commit depends on timing, so no run has exactly as many as another; nearly all have nine tenths, where a sample
        // stays. Of a whole sweep the last runs may end before the commit at which they were to be broken, and only those need no death.
        var points = whole ? [.. Range(1, commits)] : Sample(commits * 9 / 10, sample, $"{name} {point} {kind}");
        await RunAsync(name, points.Select(k => (new FaultCase(home, workload, [new EngineFault(point, kind, k)]), 1)), mayEndBefore: whole);
    }

    /// <summary>Several deaths a run: at a first commit, then each time the server has made as many more.</summary>
    public static Task VolleysAsync(string name, Home home, Workload workload, FaultPoint point, FaultKind kind, int every, IReadOnlyList<int> firsts, int atLeast) =>
        RunAsync(name, firsts.Select(first => (new FaultCase(home, workload, Volley(point, kind, first, every)), atLeast)), mayEndBefore: false);

    public static async Task OneAsync(FaultCase one, int atLeast)
    {
        var failure = await PlayAsync(one, atLeast);
        Assert.True(failure is null, failure);
    }

    /// <summary>Plays one case.</summary>
    /// <param name="atLeast">So many faults must fire: a fault that never fires proves nothing.</param>
    /// <param name="mayEndBefore">Unless the run made fewer commits than the first fault waits for.</param>
    /// <returns>What is wrong, with the command that shows it again; null when nothing is.</returns>
    private static async Task<string?> PlayAsync(FaultCase one, int atLeast, bool mayEndBefore = false)
    {
        var model = await ModelAsync(one.Workload);
        var faults = new List<string>();
        try
        {
            var run = await FaultRun.PlayAsync(one.Workload, one.Home, one.Faults);
            faults.AddRange(run.Violations);
            faults.AddRange(Leftover.Differences(model.Result, run.Result));
            if (run.Deaths < atLeast && !(mayEndBefore && run.Commits < one.Faults[0].Commit)) faults.Add($"only {run.Deaths} faults fired, {atLeast} were to; the run made {run.Commits} commits");
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            faults.Add($"the run broke off: {error}");
        }

        return faults.Count == 0 ? null : $"{one.Command}\n    {string.Join("\n    ", faults)}";
    }

    private static async Task RunAsync(string name, IEnumerable<(FaultCase Case, int AtLeast)> cases, bool mayEndBefore)
    {
        var watch = Stopwatch.StartNew();
        var all = cases.ToList();
        var failures = new List<string>();
        for (var done = 0; done < all.Count && failures.Count < EnoughFailures; done++)
        {
            if (await PlayAsync(all[done].Case, all[done].AtLeast, mayEndBefore) is { } failure)
            {
                failures.Add(failure);
                Progress.Failure(name, failure);
            }

            Progress.Report(name, done + 1, all.Count, failures.Count, watch.Elapsed);
        }

        Assert.True(failures.Count == 0, $"{name}, seed {Seed}: {failures.Count} of {all.Count} runs failed. Each is repeated by its command:\n{string.Join('\n', failures)}");
    }

    private static async Task<Played> PlayModelAsync(Workload workload)
    {
        var model = await FaultRun.PlayAsync(workload, Home.InProcess, []);
        Assert.True(model.Violations.Count == 0, $"The run without faults (seed {workload.Seed}) is broken:\n{string.Join('\n', model.Violations)}");
        return model;
    }

    /// <summary>More faults than a run can meet; the last start of a run ends it, whatever it was still given.</summary>
    private static List<EngineFault> Volley(FaultPoint point, FaultKind kind, int first, int every) =>
        [new EngineFault(point, kind, first), .. Enumerable.Repeat(new EngineFault(point, kind, every), 400)];

    private static List<long> Sample(long commits, int count, string what)
    {
        var random = new Random(HashOf(what) ^ Seed);
        return [.. Enumerable.Range(0, count).Select(i => (commits * i / count) + 1 + random.NextInt64(Math.Max(1, commits / count))).Order()];
    }

    /// <summary>The same in every process, unlike a string's own.</summary>
    private static int HashOf(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));

    private static IEnumerable<long> Range(long from, long to)
    {
        for (var k = from; k <= to; k++) yield return k;
    }
}
