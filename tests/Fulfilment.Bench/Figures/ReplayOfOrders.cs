using System.Diagnostics;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Domain;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Bench.Figures;

/// <summary>R: the check before a deploy, on real order histories.</summary>
internal sealed class ReplayOfOrders : IMeasurement
{
    public IReadOnlyList<string> Ids => ["R"];

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun bench)
    {
        var count = bench.Size(10_000, 500);
        var folder = bench.NewFolder();
        await SampleOrders.WriteAsync(folder, count, commands: 6);
        var seconds = new List<double>();
        for (var run = 0; run < bench.Runs; run++) seconds.Add(Replay(folder, count));
        return [new("R", $"replay of {count:N0} open orders with 6 commands each against the present code", "s", seconds, new Goal(60, AtMost: true))];
    }

    private static double Replay(string folder, int count)
    {
        var replayer = new HistoryReplayer(OrchestrationRegistration.CreateRegistry(), new ServiceCollection().BuildServiceProvider(), DomainJson.Options);
        var watch = Stopwatch.StartNew();
        using var connection = EngineFile.OpenReadOnly(folder);
        var same = 0;
        foreach (var page in StoredHistories.Read(connection, finished: false))
            Parallel.ForEach(page, history => { if (replayer.Replay(history) is ReplayResult.Same) Interlocked.Increment(ref same); });
        return same == count ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"{count - same} of {count} orders differ.");
    }
}
