namespace Fulfilment.DurableTask.Compliance;

public abstract class StorageTests : ComplianceTests
{
    [PromisedFact]
    public async Task Payload_OfOneMegabyte_ComesThroughWhole()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<string, string>("same", text => text)
            .Orchestrator<string, string>("echo", async (context, text) => await context.CallActivityAsync<string>("same", text)));
        Require(engine.Capabilities.MaxPayloadBytes is null or > 1_100_000, "payloads of 1 MB");
        var text = new string('x', 1_000_000);

        var ended = await RunAsync(engine, "echo", text);

        Assert.Equal(text, System.Text.Json.JsonSerializer.Deserialize<string>(ended.SerializedOutput!));
    }

    [PromisedTheory]
    [InlineData("with space")]
    [InlineData("quote'\"`;--")]
    [InlineData("ünïcödé-日本-😀")]
    [InlineData("percent%&=+")]
    [InlineData("UPPER.lower:colon@at")]
    public Task InstanceId_WithOddCharacters_Works(string id) => WorksAsync(id, _ => { });

    /// <summary>Those that the Functions host keeps for itself.</summary>
    [PromisedTheory]
    [InlineData("slash/back\\slash")]
    [InlineData("question?hash#")]
    [InlineData("@first")]
    public Task InstanceId_WithReservedCharacters_Works(string id) =>
        WorksAsync(id, engine => Require(engine.Capabilities.OddInstanceIds, nameof(EngineCapabilities.OddInstanceIds)));

    private async Task WorksAsync(string id, Action<EngineHarness> require)
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator("wait", async context => await context.WaitForExternalEvent<int>("number")));
        require(engine);
        await engine.Client.ScheduleNewAsync("wait", null, new StartOptions(id));
        await engine.Client.RaiseEventAsync(id, "number", 1);

        var ended = await engine.FinishAsync(id);

        Assert.Equal((id, "1"), (ended.InstanceId, ended.SerializedOutput));
        Assert.Equal(id, Assert.Single((await engine.Client.QueryAsync(new OrchestrationQuery { InstanceIdPrefix = id[..3] })).Items).InstanceId);
        Assert.Equal(1, await engine.Client.PurgeAsync(id));
    }

    [PromisedFact]
    public async Task InstanceIds_ThatDifferInCase_AreDifferent()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<int, int>("quick", (_, n) => Task.FromResult(n)));
        await engine.Client.ScheduleNewAsync("quick", 1, new StartOptions("Case"));
        await engine.Client.ScheduleNewAsync("quick", 2, new StartOptions("case"));

        Assert.Equal("1", (await engine.FinishAsync("Case")).SerializedOutput);
        Assert.Equal("2", (await engine.FinishAsync("case")).SerializedOutput);
    }

    [PromisedFact]
    public async Task Query_InPages_GivesEachOnceInOrder()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<int, int>("quick", (_, n) => Task.FromResult(n)));
        foreach (var n in Enumerable.Range(0, 25))
        {
            await engine.Client.ScheduleNewAsync("quick", n, new StartOptions($"i{n:00}"));
        }

        var seen = new List<string>();
        var pages = 0;
        string? token = null;
        do
        {
            var page = await engine.Client.QueryAsync(new OrchestrationQuery { PageSize = 10, ContinuationToken = token });
            seen.AddRange(page.Items.Select(item => item.InstanceId));
            token = page.ContinuationToken;
            pages++;
        }
        while (token is not null && pages < 10);

        Assert.Equal(Enumerable.Range(0, 25).Select(n => $"i{n:00}"), seen);
        Assert.Equal(3, pages);
    }

    [PromisedFact]
    public async Task Query_ByStatusAndPrefix_Filters()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Orchestrator<int, int>("quick", (_, n) => Task.FromResult(n))
            .Orchestrator("wait", async context => await context.WaitForExternalEvent<int>("number")));
        await engine.Client.ScheduleNewAsync("quick", 1, new StartOptions("shop.1"));
        await engine.Client.ScheduleNewAsync("wait", 2, new StartOptions("shop.2"));
        await engine.Client.ScheduleNewAsync("wait", 3, new StartOptions("shop2.3"));
        await engine.FinishAsync("shop.1");
        await engine.SettleAsync();

        Assert.Equal(["shop.2", "shop2.3"], await IdsAsync(engine, new OrchestrationQuery { Statuses = [OrchestrationStatus.Running] }));
        Assert.Equal(["shop.1", "shop.2"], await IdsAsync(engine, new OrchestrationQuery { InstanceIdPrefix = "shop." }));
        Assert.Equal(["shop.2"], await IdsAsync(engine, new OrchestrationQuery { InstanceIdPrefix = "shop.", Statuses = [OrchestrationStatus.Running, OrchestrationStatus.Failed] }));
        Assert.Empty(await IdsAsync(engine, new OrchestrationQuery { InstanceIdPrefix = "shop%" }));
    }

    [PromisedFact]
    public async Task Query_ByCreationTime_Filters()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<int, int>("quick", (_, n) => Task.FromResult(n)));
        await engine.Client.ScheduleNewAsync("quick", 1, new StartOptions("old"));
        await engine.AdvanceAsync(5 * engine.Unit);
        var between = engine.Now;
        await engine.AdvanceAsync(5 * engine.Unit);
        await engine.Client.ScheduleNewAsync("quick", 1, new StartOptions("young"));
        await engine.SettleAsync();

        Assert.Equal(["old"], await IdsAsync(engine, new OrchestrationQuery { CreatedTo = between }));
        Assert.Equal(["young"], await IdsAsync(engine, new OrchestrationQuery { CreatedFrom = between }));
    }

    [PromisedFact]
    public async Task Query_WithoutPayloads_LeavesThemOut()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<int, int>("quick", (_, n) => Task.FromResult(n)));
        await RunAsync(engine, "quick", 1);

        var without = Assert.Single((await engine.Client.QueryAsync(new OrchestrationQuery())).Items);
        var with = Assert.Single((await engine.Client.QueryAsync(new OrchestrationQuery { FetchInputsAndOutputs = true })).Items);

        Assert.Equal((null, null), (without.SerializedInput, without.SerializedOutput));
        Assert.Equal(("1", "1"), (with.SerializedInput, with.SerializedOutput));
    }

    [PromisedFact]
    public async Task History_OfAnInstance_TellsWhatHappened()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<int, int>("same", n => n)
            .Orchestrator("story", async context => await context.CallActivityAsync<int>("same", 4) + await context.WaitForExternalEvent<int>("number")));
        Require(engine.Capabilities.History, nameof(EngineCapabilities.History));
        var id = await engine.Client.ScheduleNewAsync("story");
        await engine.SettleAsync();
        await engine.Client.RaiseEventAsync(id, "number", 5);
        await engine.FinishAsync(id);

        var history = await engine.Client.GetHistoryAsync(id);

        Assert.Equal(["ExecutionStarted", "TaskScheduled", "TaskCompleted", "EventRaised", "ExecutionCompleted"], history.Select(item => item.Kind));
        Assert.Equal([0, 1, 2, 3, 4], history.Select(item => item.Sequence));
        Assert.Equal([null, "4", "4", "5", "9"], history.Select(item => item.Payload));
        Assert.Equal(["story", "same", null, "number", null], history.Select(item => item.Name));
    }

    [PromisedFact]
    public async Task History_OfAnEngineThatKeepsNone_IsRefused()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<int, int>("quick", (_, n) => Task.FromResult(n)));
        Require(!engine.Capabilities.History, "no history");
        var id = (await RunAsync(engine, "quick", 1)).InstanceId;

        await Assert.ThrowsAsync<NotSupportedException>(() => engine.Client.GetHistoryAsync(id));
    }

    private static async Task<IEnumerable<string>> IdsAsync(EngineHarness engine, OrchestrationQuery query) =>
        (await engine.Client.QueryAsync(query)).Items.Select(item => item.InstanceId);
}
