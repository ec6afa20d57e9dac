namespace Fulfilment.DurableTask.Compliance;

public abstract class LifecycleTests : ComplianceTests
{
    [PromisedFact]
    public async Task Terminate_ARunningInstance_EndsItWithTheOutput()
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.SettleAsync();

        await engine.Client.TerminateAsync(id, "stopped");
        var ended = await engine.FinishAsync(id);

        Assert.Equal(OrchestrationStatus.Terminated, ended.Status);
        Assert.Equal("\"stopped\"", ended.SerializedOutput);
    }

    [PromisedFact]
    public async Task Terminate_APendingInstance_NeverRunsIt()
    {
        var ran = false;
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator("late", _ => Task.FromResult(ran = true)));
        Require(engine.Capabilities.DelayedStart, nameof(EngineCapabilities.DelayedStart));
        var (id, wait) = await BeforeAsync(engine, 20, async units =>
        {
            ran = false;
            var late = await engine.Client.ScheduleNewAsync("late", null, new StartOptions(StartAt: engine.Now + (units * engine.Unit)));
            await engine.SettleAsync();
            await engine.Client.TerminateAsync(late);
            await engine.SettleAsync();
            return (late, units * engine.Unit);
        });

        await engine.AdvanceAsync(2 * wait);

        Assert.Equal(OrchestrationStatus.Terminated, await StatusAsync(engine, id));
        Assert.False(ran);
    }

    [PromisedFact]
    public async Task Terminate_ASuspendedInstance_EndsIt()
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.SettleAsync();
        await engine.Client.SuspendAsync(id);
        await engine.SettleAsync();

        await engine.Client.TerminateAsync(id);

        Assert.Equal(OrchestrationStatus.Terminated, (await engine.FinishAsync(id)).Status);
    }

    [PromisedFact]
    public async Task Terminate_AFinishedInstance_ChangesNothing()
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.Client.RaiseEventAsync(id, "number", 1);
        await engine.FinishAsync(id);

        await engine.Client.TerminateAsync(id, "too late");
        await engine.SettleAsync();

        var seen = await engine.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        Assert.Equal(OrchestrationStatus.Completed, seen!.Status);
        Assert.Equal("1", seen.SerializedOutput);
    }

    [PromisedFact]
    public async Task Terminate_Twice_KeepsTheFirst()
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.SettleAsync();

        await engine.Client.TerminateAsync(id, "first");
        await engine.FinishAsync(id);
        await engine.Client.TerminateAsync(id, "second");
        await engine.SettleAsync();

        Assert.Equal("\"first\"", (await engine.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedOutput);
    }

    [PromisedFact]
    public async Task Terminate_TwiceBeforeItSettles_EndsItOnceWithTheFirstOutput()
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");

        await engine.Client.TerminateAsync(id, "first");
        await engine.Client.TerminateAsync(id, "second");
        var ended = await engine.FinishAsync(id);
        await engine.SettleAsync();

        Assert.Equal((OrchestrationStatus.Terminated, "\"first\""), (ended.Status, ended.SerializedOutput));
        Assert.Equal(ended, await engine.Client.GetInstanceAsync(id, getInputsAndOutputs: true));
    }

    [PromisedFact]
    public async Task Signals_ToAnAbsentInstance_AreDropped()
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());

        await engine.Client.SuspendAsync("nobody");
        await engine.Client.ResumeAsync("nobody");
        await engine.Client.TerminateAsync("nobody");
        await engine.SettleAsync();

        Assert.Null(await engine.Client.GetInstanceAsync("nobody"));
    }

    [PromisedTheory]
    [InlineData(OrchestrationStatus.Completed)]
    [InlineData(OrchestrationStatus.Failed)]
    [InlineData(OrchestrationStatus.Terminated)]
    public async Task Signals_ToAFinishedInstance_ChangeNothing(OrchestrationStatus status)
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());
        await Instances.BringToAsync(engine, "x", status);
        var before = await engine.Client.GetInstanceAsync("x", getInputsAndOutputs: true);

        await engine.Client.SuspendAsync("x");
        await engine.Client.ResumeAsync("x");
        await engine.Client.TerminateAsync("x", "too late");
        await engine.Client.RaiseEventAsync("x", "number", 2);
        await engine.SettleAsync();

        var after = await engine.Client.GetInstanceAsync("x", getInputsAndOutputs: true);
        Assert.Equal((before!.Status, before.SerializedOutput), (after!.Status, after.SerializedOutput));
    }

    [PromisedFact]
    public async Task Suspend_HoldsEventsUntilResume()
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.SettleAsync();
        await engine.Client.SuspendAsync(id, "because");
        await engine.SettleAsync();
        Assert.Equal(OrchestrationStatus.Suspended, await StatusAsync(engine, id));
        await engine.Client.RaiseEventAsync(id, "number", 3);
        await engine.SettleAsync();
        Assert.Equal(OrchestrationStatus.Suspended, await StatusAsync(engine, id));

        await engine.Client.ResumeAsync(id, "now");

        Assert.Equal("3", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Suspend_HoldsTimersUntilResume()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<TimeSpan, bool>("sleep", async (context, wait) =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime + wait, CancellationToken.None);
            return true;
        }));
        var (id, wait) = await BeforeAsync(engine, 2, async units =>
        {
            var sleeper = await engine.Client.ScheduleNewAsync("sleep", units * engine.Unit);
            await engine.SettleAsync();
            await engine.Client.SuspendAsync(sleeper);
            await engine.SettleAsync();
            return (sleeper, units * engine.Unit);
        });
        await engine.AdvanceAsync(wait + (3 * engine.Unit));
        Assert.Equal(OrchestrationStatus.Suspended, await StatusAsync(engine, id));

        await engine.Client.ResumeAsync(id);

        Assert.Equal(OrchestrationStatus.Completed, (await engine.FinishAsync(id)).Status);
    }

    [PromisedFact]
    public async Task SuspendAndResume_Repeated_LoseNothing()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator("collect", async context =>
        {
            var seen = new List<int>();
            while (seen.Count < 6)
            {
                seen.Add(await context.WaitForExternalEvent<int>("number"));
            }

            return seen;
        }));
        var id = await engine.Client.ScheduleNewAsync("collect");
        for (var n = 0; n < 6; n += 2)
        {
            await engine.Client.RaiseEventAsync(id, "number", n);
            await engine.Client.SuspendAsync(id);
            await engine.Client.SuspendAsync(id);
            await engine.Client.RaiseEventAsync(id, "number", n + 1);
            await engine.SettleAsync();
            await engine.Client.ResumeAsync(id);
            await engine.Client.ResumeAsync(id);
        }

        Assert.Equal("[0,1,2,3,4,5]", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task WaitForCompletion_OfAnAbsentInstance_Throws()
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());

        await Assert.ThrowsAsync<InstanceNotFoundException>(() => engine.Client.WaitForCompletionAsync("nobody"));
    }

    [PromisedFact]
    public async Task WaitForCompletion_Cancelled_EndsTheWaitOnly()
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.SettleAsync();
        using var cancel = new CancellationTokenSource();
        var waiting = engine.Client.WaitForCompletionAsync(id, cancellationToken: cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(OrchestrationStatus.Running, await StatusAsync(engine, id));
    }
}
