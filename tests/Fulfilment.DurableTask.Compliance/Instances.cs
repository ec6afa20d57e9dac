namespace Fulfilment.DurableTask.Compliance;

/// <summary>Instances in whatever status a test needs.</summary>
internal static class Instances
{
    public static TaskRegistry Waiting() => new TaskRegistry()
        .Orchestrator("fail", _ => Task.FromException<int>(new InvalidOperationException("no")))
        .Orchestrator("wait", async context => await context.WaitForExternalEvent<int>("number"));

    /// <summary>Starts one of <see cref="Waiting"/> with input "first".</summary>
    public static async Task BringToAsync(EngineHarness engine, string id, OrchestrationStatus status)
    {
        await engine.Client.ScheduleNewAsync(status == OrchestrationStatus.Failed ? "fail" : "wait", "first",
            new StartOptions(id, StartAt: status == OrchestrationStatus.Pending ? engine.Now + (100_000 * engine.Unit) : null));
        await engine.SettleAsync();
        switch (status)
        {
            case OrchestrationStatus.Suspended:
                await engine.Client.SuspendAsync(id);
                break;
            case OrchestrationStatus.Completed:
                await engine.Client.RaiseEventAsync(id, "number", 1);
                break;
            case OrchestrationStatus.Terminated:
                await engine.Client.TerminateAsync(id);
                break;
            case OrchestrationStatus.Pending or OrchestrationStatus.Running or OrchestrationStatus.Failed:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(status), status, null);
        }

        await engine.SettleAsync();
        Assert.Equal(status, (await engine.Client.GetInstanceAsync(id))?.Status);
    }
}
