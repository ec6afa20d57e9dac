namespace Fulfilment.DurableTask.Compliance;

/// <summary>Other code on stored instances: what differs is found, stops that instance only, and can be put right.</summary>
public abstract class VersioningTests : ComplianceTests
{
    private const string Id = "the-order";

    [PromisedFact]
    public async Task SameCode_AfterARestart_GoesOn()
    {
        await using var engine = await CreateHarnessAsync(Steps("a", "b"));
        Require(engine.Capabilities.Restart, nameof(EngineCapabilities.Restart));
        var id = await StartAsync(engine);

        await engine.RestartAsync(Steps("a", "b"));
        await engine.Client.RaiseEventAsync(id, "go", 1);

        Assert.Equal("\"ab\"", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task AppendedStep_AfterARestart_Runs()
    {
        await using var engine = await CreateHarnessAsync(Steps("a"));
        Require(engine.Capabilities.Restart, nameof(EngineCapabilities.Restart));
        var id = await StartAsync(engine);

        await engine.RestartAsync(Steps(["a"], "c"));
        await engine.Client.RaiseEventAsync(id, "go", 1);

        Assert.Equal("\"ac\"", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public Task ChangedOrder_IsFound() => BreaksAsync(Steps("a", "b"), Steps("b", "a"), "#0", "'a'");

    [PromisedFact]
    public Task RenamedActivity_IsFound() => BreaksAsync(Steps("a", "b"), Steps("a", "c"), "#1", "'b'");

    [PromisedFact]
    public Task RemovedStep_IsFound() => BreaksAsync(Steps("a", "b"), Steps("a"), "#1", "'b'");

    /// <summary>Where it is not found, the added step is carried out late, as one that was appended.</summary>
    [PromisedFact]
    public async Task AddedStep_IsFoundOrCarriedOut()
    {
        await using var engine = await BrokenAsync(Steps("a"), Steps("a", "b"));
        if (engine.Capabilities.Quarantine)
        {
            Assert.Contains("#1", Assert.Single(await engine.Quarantine!.ListAsync()).Reason, StringComparison.Ordinal);
            return;
        }

        var ended = await engine.FinishAsync(Id);
        if (ended.Status == OrchestrationStatus.Failed)
        {
            // Found, and not failed of anything else: Durable Task's own words for it.
            Assert.Contains("non-deterministic", ended.FailureDetails!.ErrorMessage, StringComparison.OrdinalIgnoreCase);
            return;
        }

        Assert.Equal((OrchestrationStatus.Completed, "\"ab\""), (ended.Status, ended.SerializedOutput));
    }

    [PromisedFact]
    public Task MissingType_IsFound() => BreaksAsync(Steps("a"), new TaskRegistry(), "steps", "steps");

    [PromisedFact]
    public async Task OtherInstances_OfUnchangedCode_GoOn()
    {
        await using var engine = await CreateHarnessAsync(Steps("a", "b").Orchestrator("calm", Calm));
        Require(engine.Capabilities.Restart, nameof(EngineCapabilities.Restart));
        var broken = await StartAsync(engine);
        var calm = await engine.Client.ScheduleNewAsync("calm");
        await engine.SettleAsync();

        await engine.RestartAsync(Steps("b", "a").Orchestrator("calm", Calm));
        await engine.Client.RaiseEventAsync(broken, "go", 1);
        await engine.Client.RaiseEventAsync(calm, "go", 2);

        Assert.Equal("2", (await engine.FinishAsync(calm)).SerializedOutput);

        static async Task<int> Calm(OrchestrationContext context) => await context.WaitForExternalEvent<int>("go");
    }

    [PromisedFact]
    public async Task MissingActivity_FailsItsCall()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator("call", async context =>
        {
            try
            {
                return await context.CallActivityAsync<string>("nowhere");
            }
            catch (TaskFailedException failed)
            {
                return failed.FailureDetails.ErrorMessage;
            }
        }));

        Assert.Contains("nowhere", (await RunAsync(engine, "call")).SerializedOutput!, StringComparison.Ordinal);
    }

    [PromisedFact]
    public async Task QuarantinedInstance_WithTheOldCodeBack_GoesOnWhenRetried()
    {
        await using var engine = await CreateHarnessAsync(Steps("a", "b"));
        Require(engine.Capabilities is { Restart: true, Quarantine: true }, nameof(EngineCapabilities.Quarantine));
        var id = await StartAsync(engine);
        await engine.RestartAsync(Steps("b", "a"));
        await engine.Client.RaiseEventAsync(id, "go", 1);
        await engine.SettleAsync();

        await engine.RestartAsync(Steps("a", "b"));
        await engine.SettleAsync();
        Assert.True(await engine.Quarantine!.RetryAsync(Assert.Single(await engine.Quarantine.ListAsync()).Id));

        Assert.Equal("\"ab\"", (await engine.FinishAsync(id)).SerializedOutput);
        Assert.Empty(await engine.Quarantine.ListAsync());
    }

    /// <summary>
    /// The instance goes no further, and what is said of it names the step: in quarantine, from which it can come back, or as the
    /// failure of the instance.
    /// </summary>
    /// <param name="step">As our quarantine names it.</param>
    /// <param name="task">What an engine that fails the instance says at least.</param>
    private async Task BreaksAsync(TaskRegistry before, TaskRegistry after, string step, string task)
    {
        await using var engine = await BrokenAsync(before, after);
        if (engine.Capabilities.Quarantine)
        {
            var item = Assert.Single(await engine.Quarantine!.ListAsync());
            Assert.Equal(("orchestration", Id), (item.Kind, item.InstanceId));
            Assert.Contains(step, item.Reason, StringComparison.Ordinal);
            return;
        }

        var ended = await engine.FinishAsync(Id);
        Assert.Equal(OrchestrationStatus.Failed, ended.Status);
        Assert.Contains(task, ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    /// <summary>An instance under way, met by other code.</summary>
    private async Task<EngineHarness> BrokenAsync(TaskRegistry before, TaskRegistry after)
    {
        var engine = await CreateHarnessAsync(before);
        try
        {
            Require(engine.Capabilities.Restart, nameof(EngineCapabilities.Restart));
            await engine.Client.ScheduleNewAsync("steps", null, new StartOptions(Id));
            await engine.SettleAsync();
            await engine.RestartAsync(after);
            await engine.Client.RaiseEventAsync(Id, "go", 1);
            await engine.SettleAsync();
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    private static async Task<string> StartAsync(EngineHarness engine)
    {
        var id = await engine.Client.ScheduleNewAsync("steps");
        await engine.SettleAsync();
        return id;
    }

    private static TaskRegistry Steps(params string[] before) => Steps(before, null);

    /// <summary>Activities before a wait for "go", and one after it.</summary>
    private static TaskRegistry Steps(string[] before, string? after)
    {
        var registry = new TaskRegistry();
        foreach (var name in new[] { "a", "b", "c" })
        {
            registry.Activity<string, string>(name, text => text + name);
        }

        return registry.Orchestrator("steps", async context =>
        {
            var text = "";
            foreach (var name in before)
            {
                text = await context.CallActivityAsync<string>(name, text);
            }

            await context.WaitForExternalEvent<int>("go");
            return after is null ? text : await context.CallActivityAsync<string>(after, text);
        });
    }
}
