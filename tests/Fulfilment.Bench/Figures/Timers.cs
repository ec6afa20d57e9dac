using Fulfilment.Bench.Children;
using Fulfilment.Bench.Measuring;

namespace Fulfilment.Bench.Figures;

/// <summary>B6: how late timers are beside many others, and whether any is early.</summary>
internal sealed class Timers : IMeasurement
{
    public IReadOnlyList<string> Ids => ["B6"];

    public IReadOnlyList<string> Shares => [Dormant.Share];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var dormant = await Dormant.GetAsync(bench);
        var runs = new List<TimerResult>();
        for (var run = 0; run < bench.Runs; run++)
        {
            runs.Add(await Child.RunAsync<TimerResult>(bench, "timers", dormant.Folder, bench.Size(3, 1)));
            bench.Say($"  run {run + 1} of {bench.Runs}");
        }

        var raw = $"a thread that wakes and commits raw rows at the same rate: p99 {Stat.Text(runs, run => run.RawP99)} ms";
        yield return new("B6", $"{dormant.Timers:N0} pending timers, 1,000 due a second, spread over it: due to activity begun, p99", "ms", [.. runs.Select(run => run.Spread.P99)],
            $"{raw}; to the orchestrator's next line p99 {Stat.Text(runs, run => run.Spread.FiredP99)} ms", new Goal(100, AtMost: true));
        yield return new("B6.burst", "the same with all 1,000 of a second due at one instant", "ms", [.. runs.Select(run => run.Burst.P99)],
            $"{raw}; to the orchestrator's next line p99 {Stat.Text(runs, run => run.Burst.FiredP99)} ms", new Goal(100, AtMost: true));

        var (count, repeats) = (bench.Size(100_000, 2_000), bench.Size(3, 2));
        var same = new List<SameResult>();
        for (var run = 0; run < repeats; run++)
        {
            same.Add(await Child.RunAsync<SameResult>(bench, "same", bench.NewFolder(), count));
            bench.Say($"  {count:N0} timers of one instant: run {run + 1} of {repeats}");
        }

        yield return new("B6.same", $"{count:N0} timers of one instant, each of its own order: until the last order has heard ({repeats} runs: each has to place them all)", "s", [.. same.Select(run => run.LastSeconds)],
            $"raw SQLite: delete the timers, write a row for each, 2,000 a commit: {Stat.Text(same, run => run.RawSeconds)} s");
        yield return new("B6.early", "timers whose orchestrator went on before their time, in all of these", "timers",
            [.. runs.Select(run => (double)run.Spread.Early + run.Burst.Early), .. same.Select(run => (double)run.Early)], "none: a raw timer is never asked for before its time", new Goal(0, AtMost: true));
    }
}
