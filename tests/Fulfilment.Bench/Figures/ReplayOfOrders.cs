using System.Diagnostics;
using Fulfilment.Bench.Children;
using Fulfilment.Bench.Engine;
using Fulfilment.Bench.Measuring;
using Fulfilment.DurableTask;

namespace Fulfilment.Bench.Figures;

/// <summary>R: <c>./fulfil replay</c>, the check before a deploy, on orders of the real domain.</summary>
internal sealed class ReplayOfOrders : IMeasurement
{
    private const int Edits = 5;

    public IReadOnlyList<string> Ids => ["R"];

    public async IAsyncEnumerable<Figure> RunAsync(BenchRun bench)
    {
        var count = bench.Size(10_000, 300);
        var folder = bench.NewFolder();
        bench.Say($"  placing {count:N0} orders of the real domain with {Edits} edits each");
        await using (var engine = await RealEngine.StartAsync(folder))
        {
            await engine.StockAsync();
            await engine.PlaceAsync(0, count, Edits);
        }

        var (seconds, raw) = (new List<double>(), new List<double>());
        for (var run = 0; run < bench.Runs; run++)
        {
            raw.Add(RawRead(folder));
            seconds.Add(await ReplayAsync(folder, count));
        }

        yield return new("R", $"./fulfil replay: {count:N0} open orders with {Edits} edits each, from the start of the command to its end", "s", seconds,
            $"raw SQLite reads the same history in {Stat.Text(raw, time => time)} s", new Goal(60, AtMost: true));
    }

    private static async Task<double> ReplayAsync(string folder, int count)
    {
        var watch = Stopwatch.StartNew();
        var result = await Service.JsonAsync("replay", "--data", folder, "--json");
        var same = result.GetProperty("same").GetInt32();
        return same == count ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"of {count} orders only {same} replayed as they were recorded");
    }

    private static double RawRead(string folder)
    {
        var watch = Stopwatch.StartNew();
        using var connection = EngineFile.OpenReadOnly(folder);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT iid, seq, at, sum, data FROM history ORDER BY iid, seq";
        using var reader = command.ExecuteReader();
        var bytes = 0L;
        while (reader.Read()) bytes += reader.GetFieldValue<byte[]>(4).Length;
        return bytes > 0 ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException("there is no history");
    }
}
