namespace Fulfilment.DurableTask.Compliance;

public abstract class BasicsTests : ComplianceTests
{
    [PromisedFact]
    public async Task Orchestrator_Empty_CompletesWithItsOutput()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator("empty", _ => Task.FromResult("done")));

        var ended = await RunAsync(engine, "empty");

        Assert.Equal(OrchestrationStatus.Completed, ended.Status);
        Assert.Equal("\"done\"", ended.SerializedOutput);
    }

    [PromisedFact]
    public async Task Orchestrator_WithInput_SeesIt()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<int, int>("double", (_, n) => Task.FromResult(2 * n)));

        var ended = await RunAsync(engine, "double", 21);

        Assert.Equal("42", ended.SerializedOutput);
        Assert.Equal("21", ended.SerializedInput);
        Assert.Equal("double", ended.Name);
    }

    [PromisedFact]
    public async Task Activities_InAChain_RunInOrder()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<string, string>("add", text => text + "x")
            .Orchestrator("chain", async context =>
            {
                var text = "";
                for (var i = 0; i < 5; i++)
                {
                    text = await context.CallActivityAsync<string>("add", text + i);
                }

                return text;
            }));

        var ended = await RunAsync(engine, "chain");

        Assert.Equal("\"0x1x2x3x4x\"", ended.SerializedOutput);
    }

    [PromisedFact]
    public async Task Activities_FannedOut_AllComeBack()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<int, int>("square", n => n * n)
            .Orchestrator("fan", async context => (await Task.WhenAll(Enumerable.Range(0, 50).Select(n => context.CallActivityAsync<int>("square", n)))).Sum()));

        var ended = await RunAsync(engine, "fan");

        Assert.Equal("40425", ended.SerializedOutput);
    }

    [PromisedFact]
    public async Task SubOrchestrator_Called_GivesItsOutputAndKnowsItsParent()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Orchestrator<int, string>("child", (context, n) => Task.FromResult($"{context.ParentInstanceId}:{n}"))
            .Orchestrator("parent", async context => await context.CallSubOrchestratorAsync<string>("child", 7)));
        await engine.Client.ScheduleNewAsync("parent", null, new StartOptions("the-parent"));

        var ended = await engine.FinishAsync("the-parent");

        Assert.Equal("\"the-parent:7\"", ended.SerializedOutput);
    }

    [PromisedFact]
    public async Task SubOrchestrator_WithGivenId_BearsIt()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Orchestrator("child", context => Task.FromResult(context.InstanceId))
            .Orchestrator("parent", async context => await context.CallSubOrchestratorAsync<string>("child", null, new TaskOptions(InstanceId: "chosen"))));

        var ended = await RunAsync(engine, "parent");

        Assert.Equal("\"chosen\"", ended.SerializedOutput);
        Assert.Equal(OrchestrationStatus.Completed, await StatusAsync(engine, "chosen"));
    }

    [PromisedFact]
    public async Task IsReplaying_AtTheLiveStep_IsFalse()
    {
        var live = new List<int>();
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<int, int>("same", n => n)
            .Orchestrator("flags", async context =>
            {
                for (var i = 0; i < 3; i++)
                {
                    await context.CallActivityAsync<int>("same", i);
                    if (!context.IsReplaying)
                    {
                        lock (live)
                        {
                            live.Add(i);
                        }
                    }
                }

                return true;
            }));

        await RunAsync(engine, "flags");

        Assert.Equal([0, 1, 2], live);
    }

    [PromisedFact]
    public async Task IsReplaying_WhileDecisionsAreRunAgain_IsTrue()
    {
        var seen = new List<(string Where, bool Replaying)>();
        var registry = new TaskRegistry().Orchestrator("flags", async context =>
        {
            Note("start", context);
            await context.WaitForExternalEvent<int>("go");
            Note("gone", context);
            return true;
        });
        await using var engine = await CreateHarnessAsync(registry);
        var id = await StartReplayedAsync(engine, registry, "flags");

        await engine.Client.RaiseEventAsync(id, "go", 1);
        await engine.FinishAsync(id);

        Assert.Equal(("start", false), seen[0]);
        Assert.Equal(("gone", false), seen[^1]);
        Assert.NotEmpty(seen[1..^1]);
        Assert.All(seen[1..^1], again => Assert.Equal(("start", true), again));

        void Note(string where, OrchestrationContext context)
        {
            lock (seen)
            {
                seen.Add((where, context.IsReplaying));
            }
        }
    }

    [PromisedFact]
    public async Task TimeAndIds_AcrossReplays_AreTheSame()
    {
        var seen = new List<(int Step, DateTime Time, Guid Id)>();
        var registry = new TaskRegistry().Orchestrator("clocked", async context =>
        {
            for (var i = 0; i < 3; i++)
            {
                lock (seen)
                {
                    seen.Add((i, context.CurrentUtcDateTime, context.NewGuid()));
                }

                await context.WaitForExternalEvent<int>("go");
            }

            return true;
        });
        await using var engine = await CreateHarnessAsync(registry);
        var id = await StartReplayedAsync(engine, registry, "clocked");
        for (var i = 0; i < 3; i++)
        {
            await engine.Client.RaiseEventAsync(id, "go", i);
            await engine.SettleAsync();
        }

        await engine.FinishAsync(id);

        var steps = seen.GroupBy(item => item.Step).ToList();
        Assert.Equal(3, steps.Count);
        Assert.Contains(steps, step => step.Count() > 1);
        Assert.All(steps, step => Assert.Single(step.Distinct()));
        Assert.Equal(3, seen.Select(item => item.Id).Distinct().Count());
        Assert.All(seen, item => Assert.Equal(DateTimeKind.Utc, item.Time.Kind));
        Assert.All(seen, item => Assert.Equal(5, item.Id.Version));
    }

    [PromisedFact]
    public async Task CustomStatus_Set_IsSeenByClients()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator("status", async context =>
        {
            context.SetCustomStatus(new { step = "waiting" });
            return await context.WaitForExternalEvent<int>("go");
        }));
        var id = await engine.Client.ScheduleNewAsync("status");
        await engine.SettleAsync();

        var seen = await engine.Client.GetInstanceAsync(id, getInputsAndOutputs: true);

        Assert.Equal("{\"step\":\"waiting\"}", seen!.SerializedCustomStatus);
        Assert.Equal(OrchestrationStatus.Running, seen.Status);
    }

    [PromisedFact]
    public async Task Start_AtALaterTime_WaitsForIt()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator("late", context => Task.FromResult(context.CurrentUtcDateTime)));
        Require(engine.Capabilities.DelayedStart, nameof(EngineCapabilities.DelayedStart));
        var (id, at) = await WaitsUntilAsync(engine, 5 * engine.Unit, OrchestrationStatus.Pending, async wait =>
        {
            var id = await engine.Client.ScheduleNewAsync("late", null, new StartOptions(StartAt: engine.Now + wait));
            await engine.SettleAsync();
            return id;
        });

        var ended = await engine.FinishAsync(id);

        Assert.True(System.Text.Json.JsonSerializer.Deserialize<DateTime>(ended.SerializedOutput!) >= at.UtcDateTime);
    }

    /// <summary>An instance that waits, and whose next turn is replayed.</summary>
    private static async Task<string> StartReplayedAsync(EngineHarness engine, TaskRegistry registry, string orchestrator)
    {
        Require(engine.Capabilities.Restart || engine.Capabilities.ReplaysEveryTurn, nameof(EngineCapabilities.ReplaysEveryTurn));
        var id = await engine.Client.ScheduleNewAsync(orchestrator);
        await engine.SettleAsync();
        if (!engine.Capabilities.ReplaysEveryTurn)
        {
            await engine.RestartAsync(registry);
        }

        return id;
    }
}
