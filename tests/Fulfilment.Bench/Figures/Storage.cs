using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.Bench.Raw;
using Fulfilment.DurableTask;

namespace Fulfilment.Bench.Figures;

/// <summary>B9: what is on disk, against the bytes that had to be stored.</summary>
internal sealed class Storage : IMeasurement
{
    public IReadOnlyList<string> Ids => ["B9"];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var count = bench.Size(3_000, 500);
        var (history, file, raw) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < bench.Runs; run++)
        {
            var folder = bench.NewFolder();
            await using (var engine = await BenchEngine.StartAsync(folder)) await Saturation.RunAsync(engine, "Order", count, Workloads.OrderEvents);
            DemandFolded(folder);
            var stored = (double)count * Workloads.OrderPayloadBytes;
            history.Add(TableSize.Of(EngineFile.PathIn(folder), "history") / stored);
            file.Add(new FileInfo(EngineFile.PathIn(folder)).Length / stored);
            raw.Add(PlainTable.Size(bench.NewFolder(), count * Workloads.OrderPayloads, Workloads.PayloadBytes) / stored);
        }

        var plain = $"a plain table with one row for each of these payloads: {Stat.Text(raw, ratio => ratio)}";
        yield return new("B9", "history table and its index ÷ bytes of inputs, results and events stored once (400 B each), log folded in", "ratio", history,
            $"{plain}; {Workloads.OrderPayloadBytes:N0} bytes an order", new Goal(1.5, AtMost: true));
        yield return new("B9.file", "the same for the whole file", "ratio", file, plain);
    }

    /// <summary>Closing writes the log back into the file; measuring a file whose rows are still in the log would flatter it.</summary>
    private static void DemandFolded(string folder)
    {
        var log = new FileInfo(EngineFile.PathIn(folder) + "-wal");
        if (log is { Exists: true, Length: > 0 }) throw new InvalidOperationException($"the log still holds {log.Length:N0} bytes that are not in the file");
    }
}
