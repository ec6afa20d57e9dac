using System.Collections.Concurrent;
using Fulfilment.DurableTask.CrashHost;
using Fulfilment.DurableTask.Processing;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>The workload in this process on a manual clock: the fault-free model, and runs that are broken at a chosen point.</summary>
internal static class WorkloadRun
{
    private static readonly TimeSpan Unit = TimeSpan.FromMinutes(1);
    private static readonly ConcurrentDictionary<int, Lazy<Task<IReadOnlyList<string>>>> Models = new();

    /// <summary>The result of a run that nothing disturbs. It depends on the number of orders alone, so each is run once.</summary>
    public static Task<IReadOnlyList<string>> ModelAsync(int orders) => Models.GetOrAdd(orders, static number => new(() => RunUndisturbedAsync(number))).Value;

    private static async Task<IReadOnlyList<string>> RunUndisturbedAsync(int orders)
    {
        using var folder = new DataFolder();
        return (await RunAsync(folder.Path, orders, new EngineHooks(), new ManualClock()))!;
    }

    /// <returns>The result; null when the engine failed on the way, of an <see cref="InjectedFailure"/>.</returns>
    public static async Task<IReadOnlyList<string>?> RunAsync(string directory, int orders, EngineHooks hooks, ManualClock clock, long? cacheBytes = null)
    {
        var workload = new Workload(orders, Unit);
        var failed = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new EngineOptions
        {
            Directory = directory,
            Clock = clock,
            Modules = [Workload.Module],
            MaxBatchSteps = 16,
            Hooks = hooks,
            FailFast = (_, error) => failed.TrySetResult(error),
        };
        await using var engine = await EmbeddedEngine.OpenAsync(options with { CacheBytes = cacheBytes ?? options.CacheBytes });
        try
        {
            await engine.StartAsync(workload.Registry(), new CrashHost.NoServices(), [new EffectHandler(workload.Effects)]);
            await workload.FeedAsync(engine);
            await DrainAsync(engine, clock);
            return await Workload.ResultAsync(engine);
        }
        catch (EngineFailedException)
        {
            var cause = await failed.Task;
            Assert.True(Causes(cause).Any(error => error is InjectedFailure), $"The engine failed of something else: {cause}");
            return null;
        }
    }

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    /// <summary>Lets time pass until nothing more comes by itself.</summary>
    public static async Task DrainAsync(EmbeddedEngine engine, ManualClock clock)
    {
        await engine.Progress.WhenIdleAsync();
        while (engine.Progress.NextDue is { } due)
        {
            clock.AdvanceTo(due);
            await engine.Progress.WhenIdleAsync();
        }
    }
}
