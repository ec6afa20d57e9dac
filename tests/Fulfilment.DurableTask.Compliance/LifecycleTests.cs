namespace Fulfilment.DurableTask.Compliance;

public abstract class LifecycleTests : ComplianceTests
{
    [PromisedFact]
    public async Task Terminate_ARunningInstance_EndsItWithTheOutput()
    {
        await using var engine = await CreateHarnessAsync(Waiting());
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
        var id = await engine.Client.ScheduleNewAsync("late", null, new StartOptions(StartAt: engine.Now + (20 * engine.Unit)));
        await engine.SettleAsync();

        await engine.Client.TerminateAsync(id);
        await engine.AdvanceAsync(40 * engine.Unit);

        Assert.Equal(OrchestrationStatus.Terminated, await StatusAsync(engine, id));
        Assert.False(ran);
    }

    [PromisedFact]
    public async Task Terminate_ASuspendedInstance_EndsIt()
    {
        await using var engine = await CreateHarnessAsync(Waiting());
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
        await using var engine = await CreateHarnessAsync(Waiting());
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
        await using var engine = await CreateHarnessAsync(Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.SettleAsync();

        await engine.Client.TerminateAsync(id, "first");
        await engine.FinishAsync(id);
        await engine.Client.TerminateAsync(id, "second");
        await engine.SettleAsync();

        Assert.Equal("\"first\"", (await engine.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedOutput);
    }

    [PromisedFact]
    public async Task Suspend_HoldsEventsUntilResume()
    {
        await using var engine = await CreateHarnessAsync(Waiting());
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
        var id = await engine.Client.ScheduleNewAsync("sleep", 2 * engine.Unit);
        await engine.SettleAsync();
        await engine.Client.SuspendAsync(id);
        await engine.AdvanceAsync(5 * engine.Unit);
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

    [PromisedTheory]
    [InlineData(OrchestrationStatus.Pending)]
    [InlineData(OrchestrationStatus.Running)]
    [InlineData(OrchestrationStatus.Suspended)]
    [InlineData(OrchestrationStatus.Completed)]
    [InlineData(OrchestrationStatus.Failed)]
    [InlineData(OrchestrationStatus.Terminated)]
    public async Task Start_OverAnExistingInstance_FollowsTheDedupeStatuses(OrchestrationStatus status)
    {
        await using var engine = await CreateHarnessAsync(Waiting());
        Require(engine.Capabilities.Dedupe, nameof(EngineCapabilities.Dedupe));
        foreach (var listed in Enum.GetValues<OrchestrationStatus>())
        {
            var id = $"{status}-{listed}";
            await BringToAsync(engine, id, status);
            var start = () => engine.Client.ScheduleNewAsync("wait", "second", new StartOptions(id, DedupeStatuses: [listed]));

            if (listed == status)
            {
                await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(start);
                Assert.Equal(status, await StatusAsync(engine, id));
            }
            else
            {
                await start();
                await engine.SettleAsync();
                Assert.Equal(OrchestrationStatus.Running, await StatusAsync(engine, id));
                await engine.Client.RaiseEventAsync(id, "number", 8);
                var ended = await engine.FinishAsync(id);
                Assert.Equal(("8", "\"second\""), (ended.SerializedOutput, ended.SerializedInput));
            }
        }
    }

    [PromisedFact]
    public async Task Start_WithoutPolicyOverAnExistingInstance_IsRefused()
    {
        await using var engine = await CreateHarnessAsync(Waiting());
        Require(engine.Capabilities.Dedupe, nameof(EngineCapabilities.Dedupe));
        await engine.Client.ScheduleNewAsync("wait", null, new StartOptions("x"));

        var error = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => engine.Client.ScheduleNewAsync("wait", null, new StartOptions("x")));

        Assert.Equal("x", error.InstanceId);
    }

    [PromisedFact]
    public async Task Start_ConcurrentlyWithOneId_SucceedsOnce()
    {
        await using var engine = await CreateHarnessAsync(Waiting());
        Require(engine.Capabilities.Dedupe, nameof(EngineCapabilities.Dedupe));

        var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await engine.Client.ScheduleNewAsync("wait", null, new StartOptions("x"));
                return 1;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, starts.Sum());
    }

    [PromisedFact]
    public async Task WaitForCompletion_OfAnAbsentInstance_Throws()
    {
        await using var engine = await CreateHarnessAsync(Waiting());

        await Assert.ThrowsAsync<InstanceNotFoundException>(() => engine.Client.WaitForCompletionAsync("nobody"));
    }

    [PromisedFact]
    public async Task WaitForCompletion_Cancelled_EndsTheWaitOnly()
    {
        await using var engine = await CreateHarnessAsync(Waiting());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.SettleAsync();
        using var cancel = new CancellationTokenSource();
        var waiting = engine.Client.WaitForCompletionAsync(id, cancellationToken: cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(OrchestrationStatus.Running, await StatusAsync(engine, id));
    }

    private static async Task BringToAsync(EngineHarness engine, string id, OrchestrationStatus status)
    {
        var pending = status == OrchestrationStatus.Pending;
        await engine.Client.ScheduleNewAsync(status == OrchestrationStatus.Failed ? "fail" : "wait", "first",
            new StartOptions(id, StartAt: pending ? engine.Now + (10_000 * engine.Unit) : null));
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
        Assert.Equal(status, await StatusAsync(engine, id));
    }

    private static TaskRegistry Waiting() => new TaskRegistry()
        .Orchestrator("fail", _ => Task.FromException<int>(new InvalidOperationException("no")))
        .Orchestrator("wait", async context => await context.WaitForExternalEvent<int>("number"));
}
