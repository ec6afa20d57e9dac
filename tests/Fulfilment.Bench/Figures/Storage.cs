using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.DurableTask;

namespace Fulfilment.Bench.Figures;

/// <summary>B9: what is on disk, against the bytes that had to be stored.</summary>
internal sealed class Storage : IMeasurement
{
    public IReadOnlyList<string> Ids => ["B9"];

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun bench)
    {
        var count = bench.Size(5_000, 500);
        var (history, file) = (new List<double>(), new List<double>());
        for (var run = 0; run < bench.Runs; run++)
        {
            var folder = bench.NewFolder();
            await using (var engine = await BenchEngine.StartAsync(folder)) await Saturation.RunAsync(engine, "Order", count, Workloads.OrderEvents);
            // Closing has written the log back into the main file.
            var stored = (double)count * Workloads.OrderPayloadBytes;
            history.Add(HistoryPages(folder) / stored);
            file.Add(new FileInfo(EngineFile.PathIn(folder)).Length / stored);
        }

        return
        [
            new("B9", "history table and its index ÷ bytes of inputs, results and events stored once (400 B each)", "ratio", history, new Goal(1.5, AtMost: true), $"{Workloads.OrderPayloadBytes:N0} bytes an order"),
            new("B9.file", "the same for the whole file", "ratio", file),
        ];
    }

    /// <summary>Bytes of all pages of the table and its index.</summary>
    private static long HistoryPages(string folder)
    {
        var roots = new List<long>();
        using (var connection = EngineFile.OpenReadOnly(folder))
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'history'";
            using var reader = command.ExecuteReader();
            while (reader.Read()) roots.Add(reader.GetInt64(0));
        }

        using var pages = new BTreePages(EngineFile.PathIn(folder));
        return roots.Sum(pages.Count) * pages.PageSize;
    }
}
