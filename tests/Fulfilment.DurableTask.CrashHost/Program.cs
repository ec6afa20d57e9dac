using System.Diagnostics;
using System.Globalization;
using Fulfilment.DurableTask;
using Fulfilment.DurableTask.CrashHost;
using Fulfilment.DurableTask.Processing;

// usage: CrashHost DIR ORDERS [before|after COMMIT]
// Runs the workload on the folder until it is done and prints the result. With a point it kills itself there, as hard as a
// power switch would end the process: no handler runs, nothing is flushed.
var directory = args[0];
var orders = int.Parse(args[1], CultureInfo.InvariantCulture);
var point = args.Length > 2 ? args[2] : "";
var at = args.Length > 3 ? long.Parse(args[3], CultureInfo.InvariantCulture) : -1;

var workload = new Workload(orders, TimeSpan.FromMilliseconds(5));
await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions
{
    Directory = directory,
    Modules = [Workload.Module],
    MaxBatchSteps = 64,
    Hooks = new EngineHooks { BeforeCommit = commit => Die("before", commit), AfterCommit = commit => Die("after", commit) },
});
var effects = new EffectHandler(workload.Effects);
await engine.StartAsync(workload.Registry(), new NoServices(), [effects]);
await workload.FeedAsync(engine);
await Task.WhenAll(workload.Ids.Select(id => engine.Client.WaitForCompletionAsync(id)));
await engine.Store.WriteAsync(effects.Count);
await effects.AllApplied;
foreach (var line in await Workload.ResultAsync(engine))
{
    Console.WriteLine(line);
}

void Die(string where, long commit)
{
    if (where == point && commit == at)
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
