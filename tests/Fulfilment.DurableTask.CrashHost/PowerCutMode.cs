using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.CrashHost;

/// <summary>
/// Runs the workload under the recorder, then cuts the power after every sync: keeps what was synced and a random part of what
/// was not, opens that, looks for everything that had been acknowledged by then, and goes on from there to the end.
/// </summary>
/// <param name="lies">The disk says "synced" and keeps nothing: what this must notice.</param>
internal sealed class PowerCutMode(string directory, int orders, int seed, bool lies)
{
    private const int ShownAtMost = 5;

    private readonly SyncLog _log = new(lies);
    private readonly ConcurrentQueue<(int Syncs, string Row)> _acknowledged = new();
    private readonly Random _random = new(seed);
    private IReadOnlyList<string> _model = [];

    public async Task<int> RunAsync()
    {
        RecordingVfs.Install(_log);
        _model = await PlayAsync(Path.Combine(directory, "run"), row => _acknowledged.Enqueue((_log.Syncs, row)));
        _log.End();
        var (lost, broken) = (0, 0);
        for (var cut = 1; cut <= _log.Syncs; cut++)
        {
            foreach (var survivors in new[] { 0.0, 0.5 })
            {
                var (missing, faults) = await CutAsync(cut, survivors);
                foreach (var line in missing.Concat(faults).Take(lost + broken < ShownAtMost ? ShownAtMost : 0))
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cut after sync {cut}, {survivors} of the rest kept: {line}"));
                }

                lost += missing.Count;
                broken += faults.Count;
            }
        }

        Console.WriteLine($"{_log.Syncs} syncs, {_acknowledged.Count} acknowledgements, {lost} lost, {broken} broken");
        return lost + broken == 0 ? 0 : 1;
    }

    /// <returns>What was acknowledged by then and is not there; and what is wrong once the work was taken up again and is done.</returns>
    private async Task<(IReadOnlyList<string> Missing, IReadOnlyList<string> Faults)> CutAsync(int cut, double survivors)
    {
        var copy = Directory.CreateDirectory(Path.Combine(directory, "cut")).FullName;
        try
        {
            _log.Materialise(cut, copy, () => _random.NextDouble() < survivors);
            var missing = await MissingAsync(copy, cut);
            return missing.Count > 0 ? (missing, []) : (missing, [.. Workload.Differences(_model, await PlayAsync(copy, _ => { })), .. Workload.Faults(copy)]);
        }
        catch (Exception error) when (error is EngineFileException or SqliteException)
        {
            return (["everything: " + error.Message], []);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    /// <summary>Before anything is run, which might write once more what was lost.</summary>
    private async Task<IReadOnlyList<string>> MissingAsync(string copy, int cut)
    {
        await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = copy, Modules = [Workload.Module] });
        var rows = (await engine.Store.ReadAsync(connection => Soundness.Rows(connection, "SELECT key FROM work_row"))).ToHashSet(StringComparer.Ordinal);
        return [.. _acknowledged.Where(item => item.Syncs <= cut && !rows.Contains(item.Row)).Select(item => item.Row)];
    }

    private async Task<IReadOnlyList<string>> PlayAsync(string folder, Action<string> acknowledge)
    {
        var workload = new Workload(orders, TimeSpan.FromMilliseconds(1));
        var effects = new EffectHandler(workload.Effects);
        await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = folder, Modules = [Workload.Module], MaxBatchSteps = 8 });
        await engine.StartAsync(workload.Registry(), new NoServices(), [effects]);
        foreach (var id in workload.Ids)
        {
            await engine.Store.WriteAsync(transaction => transaction.Prepare("INSERT OR IGNORE INTO work_row VALUES(?1, 'note')", "note " + id).ExecuteNonQuery());
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
        return await Workload.ResultAsync(engine);
    }
}
