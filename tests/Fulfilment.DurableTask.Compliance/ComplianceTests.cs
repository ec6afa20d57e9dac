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

    protected static async Task<OrchestrationStatus?> StatusAsync(EngineHarness engine, string instanceId) =>
        (await engine.Client.GetInstanceAsync(instanceId))?.Status;
}

/// <summary>The engine under test does not claim this. <see cref="PromisedFactAttribute"/> reports it as skipped: neither passed nor failed.</summary>
public sealed class NotPromisedException(string capability) : Exception("not promised: " + capability);
