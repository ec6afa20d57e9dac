using System.Diagnostics;
using Fulfilment.DurableTask.Processing;

namespace Fulfilment.DurableTask.CrashHost;

/// <summary>
/// Runs the workload on the folder until it is done and prints the result. With a point it kills itself there, as hard as
/// the kernel can: no handler runs, nothing is flushed.
/// </summary>
internal static class WorkloadMode
{
    public static async Task RunAsync(string directory, int orders, string point, long at, Action? begun = null)
    {
        var workload = new Workload(orders, TimeSpan.FromMilliseconds(5));
        var effects = new EffectHandler(workload.Effects);
        await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions
        {
            Directory = directory,
            Modules = [Workload.Module],
            MaxBatchSteps = 64,
            // The kills come from outside: no work is to blame, however often it was under way.
            QuarantineTries = int.MaxValue,
            Hooks = new EngineHooks { BeforeCommit = commit => DieAt("before", commit), AfterCommit = commit => DieAt("after", commit) },
        });
        await engine.StartAsync(workload.Registry(), new NoServices(), [effects]);
        begun?.Invoke();
        await workload.FeedAsync(engine);
        await Task.WhenAll(workload.Ids.Select(id => engine.Client.WaitForCompletionAsync(id)));
        await engine.Store.WriteAsync(effects.Count);
        await effects.AllApplied;
        foreach (var line in await Workload.ResultAsync(engine))
        {
            Console.WriteLine(line);
        }

        void DieAt(string where, long commit)
        {
            if (where == point && commit == at)
            {
                Kill();
            }
        }
    }

    /// <summary>
    /// The same on a disk that refuses one sync, the n-th since the engine was started that comes from its own thread (a commit) or
    /// from another (the folding in of the log), and says so on standard error. The next sync would succeed, as after a real failed one.
    /// </summary>
    public static Task RunWithFailingSyncAsync(string directory, int orders, string thread, int nth)
    {
        var refusal = new OneSyncRefused(thread, nth);
        RecordingVfs.Install(refusal);
        return RunAsync(directory, orders, "", 0, refusal.Arm);
    }

    public static void Kill()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
