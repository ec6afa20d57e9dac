using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.CrashHost;

/// <summary>
/// Runs the workload on a disk that fails at its k-th call, for one k after the other, then on the same folder once more on a
/// disk that works, and compares what is there with a run that nothing disturbed.
/// </summary>
internal sealed class StorageCallMode(string directory, int orders, bool forGood)
{
    private readonly FailingStorage _storage = new();
    private readonly List<string> _broken = [];
    private IReadOnlyList<string> _model = [];

    /// <param name="stride">1 for every call.</param>
    public async Task<int> RunAsync(long first, long stride)
    {
        RecordingVfs.Install(_storage);
        var folder = Path.Combine(directory, "model");
        _model = await PlayAsync(folder) ?? throw new InvalidOperationException("The run without a fault failed.");
        var calls = _storage.Calls;
        var points = 0;
        for (var at = first; await BreakAsync(at); at += stride)
        {
            points++;
        }

        // Timing decides how many calls a run makes; far fewer than the undisturbed one never.
        if (first + (points * stride) < calls / 2)
        {
            _broken.Add(string.Create(CultureInfo.InvariantCulture, $"the fault fired {points} times only, and a run makes {calls} calls"));
        }

        _broken.ForEach(Console.WriteLine);
        Console.WriteLine($"{points} points of {calls} calls, {_broken.Count} broken");
        return _broken.Count == 0 ? 0 : 1;
    }

    /// <returns>False when the run came to its end before that call.</returns>
    private async Task<bool> BreakAsync(long at)
    {
        var folder = Path.Combine(directory, "broken");
        try
        {
            _storage.FailAt(at, forGood);
            await PlayAsync(folder);
            if (!_storage.HasFired)
            {
                return false;
            }

            _storage.Heal();
            Compare(at, await PlayAsync(folder), folder);
            return true;
        }
        finally
        {
            _storage.Heal();
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Compare(long at, IReadOnlyList<string>? result, string folder)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"call {at} {(forGood ? "and all later ones" : "only")}: ");
        if (result is null)
        {
            _broken.Add(where + "the next start failed too");
            return;
        }

        _broken.AddRange(Workload.Differences(_model, result).Concat(Workload.Faults(folder)).Select(line => where + line));
    }

    /// <returns>The result; null when the storage failed on the way.</returns>
    private async Task<IReadOnlyList<string>?> PlayAsync(string folder)
    {
        var workload = new Workload(orders, TimeSpan.FromMilliseconds(1));
        var effects = new EffectHandler(workload.Effects);
        var failed = new TaskCompletionSource<IReadOnlyList<string>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions
            {
                Directory = folder,
                Modules = [Workload.Module],
                MaxBatchSteps = 8,
                FailFast = (_, _) => failed.TrySetResult(null),
            });
            var end = EndAsync(engine, workload, effects);
            var first = await Task.WhenAny(end, failed.Task);
            return await first;
        }
        catch (Exception error) when (error is EngineFailedException or EngineFileException or SqliteException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<string>?> EndAsync(EmbeddedEngine engine, Workload workload, EffectHandler effects)
    {
        await engine.StartAsync(workload.Registry(), new NoServices(), [effects]);
        await workload.FeedAsync(engine);
        await Task.WhenAll(workload.Ids.Select(id => engine.Client.WaitForCompletionAsync(id)));
        await engine.Store.WriteAsync(effects.Count);
        await effects.AllApplied;
        return await Workload.ResultAsync(engine);
    }
}
