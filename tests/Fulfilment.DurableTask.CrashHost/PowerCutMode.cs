using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.CrashHost;

/// <summary>
/// Runs the workload under the recorder, then cuts the power after every sync: keeps what was synced and a random part of what
/// was not, opens that, and looks for everything that had been acknowledged by then.
/// </summary>
internal static class PowerCutMode
{
    public static async Task<int> RunAsync(string directory, int orders, int seed, bool lies)
    {
        var log = new SyncLog(lies);
        RecordingVfs.Install(log);
        var acknowledged = new ConcurrentQueue<(int Syncs, string Row)>();
        await RunWorkloadAsync(Path.Combine(directory, "run"), orders, row => acknowledged.Enqueue((log.Syncs, row)));

        var total = log.Syncs;
        var random = new Random(seed);
        var lost = 0;
        for (var cut = 1; cut <= total; cut++)
        {
            foreach (var survivors in new[] { 0.0, 0.5 })
            {
                var missing = await MissingAsync(log, cut, survivors, random, directory, acknowledged);
                lost += missing.Count;
                if (missing.Count > 0 && lost == missing.Count)
                {
                    Console.WriteLine($"first loss: cut after sync {cut}, {survivors} of the rest kept: {missing[0]}");
                }
            }
        }

        Console.WriteLine($"{total} syncs, {acknowledged.Count} acknowledgements, {lost} lost");
        return lost == 0 ? 0 : 1;
    }

    private static async Task RunWorkloadAsync(string directory, int orders, Action<string> acknowledge)
    {
        var workload = new Workload(orders, TimeSpan.FromMilliseconds(1));
        var effects = new EffectHandler(workload.Effects);
        await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = directory, Modules = [Workload.Module], MaxBatchSteps = 8 });
        await engine.StartAsync(workload.Registry(), new NoServices(), [effects]);
        foreach (var id in workload.Ids)
        {
            await engine.Store.WriteAsync(transaction => transaction.Prepare("INSERT INTO work_row VALUES(?1, 'note')", "note " + id).ExecuteNonQuery());
            acknowledge("note " + id);
        }

        await workload.FeedAsync(engine);
        await Task.WhenAll(workload.Ids.Select(async id =>
        {
            await engine.Client.WaitForCompletionAsync(id);
            for (var effect = 1; effect <= Workload.Commands; effect++)
            {
                acknowledge($"{id}/{effect}");
            }
        }));
        await engine.Store.WriteAsync(effects.Count);
        await effects.AllApplied;
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(
        SyncLog log, int cut, double survivors, Random random, string directory, IEnumerable<(int Syncs, string Row)> acknowledged)
    {
        var copy = Directory.CreateDirectory(Path.Combine(directory, "cut")).FullName;
        try
        {
            log.Materialise(cut, copy, () => random.NextDouble() < survivors);
            var due = acknowledged.Where(item => item.Syncs <= cut).Select(item => item.Row).ToList();
            await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = copy, Modules = [Workload.Module] });
            var rows = await engine.Store.ReadAsync(Rows);
            return due.Where(row => !rows.Contains(row)).ToList();
        }
        catch (Exception error) when (error is EngineFileException or SqliteException)
        {
            return ["everything: " + error.Message];
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static HashSet<string> Rows(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key FROM work_row";
        using var reader = command.ExecuteReader();
        var rows = new HashSet<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
