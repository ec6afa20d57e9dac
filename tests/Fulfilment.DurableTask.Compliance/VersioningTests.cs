namespace Fulfilment.DurableTask.Compliance;

/// <summary>Other code on stored instances: what differs is found, stops that instance only, and can be put right.</summary>
public abstract class VersioningTests : ComplianceTests
{
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
    public Task ChangedOrder_IsFound() => BreaksAsync(Steps("a", "b"), Steps("b", "a"), "#0");

    [PromisedFact]
    public Task RenamedActivity_IsFound() => BreaksAsync(Steps("a", "b"), Steps("a", "c"), "#1");

    [PromisedFact]
    public Task RemovedStep_IsFound() => BreaksAsync(Steps("a", "b"), Steps("a"), "#1");

    [PromisedFact]
    public Task AddedStep_IsFound() => BreaksAsync(Steps("a"), Steps("a", "b"), "#1");

    [PromisedFact]
    public Task MissingType_IsFound() => BreaksAsync(Steps("a"), new TaskRegistry(), "steps");

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

    private async Task BreaksAsync(TaskRegistry before, TaskRegistry after, string named)
    {
        await using var engine = await CreateHarnessAsync(before);
        Require(engine.Capabilities is { Restart: true, Quarantine: true }, nameof(EngineCapabilities.Quarantine));
        var id = await StartAsync(engine);

        await engine.RestartAsync(after);
        await engine.Client.RaiseEventAsync(id, "go", 1);
        await engine.SettleAsync();

        var item = Assert.Single(await engine.Quarantine!.ListAsync());
        Assert.Equal(("orchestration", id), (item.Kind, item.InstanceId));
        Assert.Contains(named, item.Reason, StringComparison.Ordinal);
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
