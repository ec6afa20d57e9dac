namespace Fulfilment.DurableTask.Compliance;

/// <summary>What every engine behind the port must do. Inherit each class and say how an engine is made.</summary>
public abstract class ComplianceTests
{
    /// <summary>A started engine with that code on an empty store.</summary>
    protected abstract Task<EngineHarness> CreateHarnessAsync(TaskRegistry registry);

    /// <summary>Reports the test as not promised: neither passed nor failed.</summary>
    protected static void Require(bool promised, string capability)
    {
        if (!promised)
        {
            throw new NotPromisedException(capability);
        }
    }

    /// <summary>Starts an instance and lets time pass until it has ended.</summary>
    protected static async Task<OrchestrationMetadata> RunAsync(EngineHarness engine, string orchestrator, object? input = null)
    {
        var id = await engine.Client.ScheduleNewAsync(orchestrator, input);
        return await engine.FinishAsync(id);
    }

    /// <summary>Lets time pass until it holds; fails when it never does.</summary>
    protected static async Task UntilAsync(EngineHarness engine, Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            await engine.SettleAsync();
            if (await holds())
            {
                return;
            }

            await engine.AdvanceAsync(engine.Unit);
        }

        throw new TimeoutException("It never came to hold.");
    }

    /// <summary>
    /// Brings the engine, before a moment that lies a number of units ahead, to where the test wants it. A manual clock stands still
    /// meanwhile; a real one may overtake a slow machine, and then the moment is put further away and all is done anew.
    /// </summary>
    /// <param name="act">Given the units; what it does anew it does with other instances.</param>
    protected static async Task<T> BeforeAsync<T>(EngineHarness engine, int units, Func<int, Task<T>> act)
    {
        for (; ; units *= 4)
        {
            var moment = engine.Now + (units * engine.Unit);
            var result = await act(units);
            if (engine.Now < moment)
            {
                return result;
            }

            Assert.True(engine.Capabilities.RealClock && units < 100_000, "The clock moved by itself.");
        }
    }

    /// <summary>
    /// An instance has the expected status until the wait that it was given is over. A real clock may overtake a slow machine before
    /// anybody has looked, which proves nothing: then it is done anew with another instance and a longer wait.
    /// </summary>
    /// <param name="act">Starts the instance that is to wait so long and brings it to where the test looks; its id.</param>
    /// <returns>And the instant before which it was looked at.</returns>
    protected static async Task<(string Id, DateTimeOffset Instant)> WaitsUntilAsync(EngineHarness engine, TimeSpan wait, OrchestrationStatus expected, Func<TimeSpan, Task<string>> act)
    {
        for (; ; wait *= 4)
        {
            var instant = engine.Now + wait;
            var id = await act(wait);
            var seen = await StatusAsync(engine, id);
            if (engine.Now < instant)
            {
                Assert.Equal(expected, seen);
                return (id, instant);
            }

            Assert.True(engine.Capabilities.RealClock && wait < 100_000 * engine.Unit, "The clock moved by itself.");
        }
    }

    protected static async Task<OrchestrationStatus?> StatusAsync(EngineHarness engine, string instanceId) =>
        (await engine.Client.GetInstanceAsync(instanceId))?.Status;
}

/// <summary>The engine under test does not claim this. <see cref="PromisedFactAttribute"/> reports it as skipped: neither passed nor failed.</summary>
public sealed class NotPromisedException(string capability) : Exception("not promised: " + capability);
