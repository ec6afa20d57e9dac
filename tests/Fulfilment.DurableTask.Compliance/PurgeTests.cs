namespace Fulfilment.DurableTask.Compliance;

public abstract class PurgeTests : ComplianceTests
{
    [PromisedFact]
    public async Task Purge_AFinishedInstance_RemovesItOnce()
    {
        await using var engine = await CreateHarnessAsync(Quick());
        var id = (await RunAsync(engine, "quick", 1)).InstanceId;

        Assert.Equal(1, await engine.Client.PurgeAsync(id));
        Assert.Equal(0, await engine.Client.PurgeAsync(id));

        Assert.Null(await engine.Client.GetInstanceAsync(id));
    }

    [PromisedFact]
    public async Task Purge_ARunningOrUnknownInstance_RemovesNothing()
    {
        await using var engine = await CreateHarnessAsync(Quick());
        var id = await engine.Client.ScheduleNewAsync("wait");
        await engine.SettleAsync();

        Assert.Equal(0, await engine.Client.PurgeAsync(id));
        Assert.Equal(0, await engine.Client.PurgeAsync("nobody"));

        Assert.Equal(OrchestrationStatus.Running, await StatusAsync(engine, id));
    }

    [PromisedFact]
    public async Task Purge_ByTime_RemovesWhatWasCreatedInIt()
    {
        await using var engine = await CreateHarnessAsync(Quick());
        var old = (await RunAsync(engine, "quick", 1)).InstanceId;
        await engine.AdvanceAsync(5 * engine.Unit);
        var between = engine.Now;
        await engine.AdvanceAsync(5 * engine.Unit);
        var young = (await RunAsync(engine, "quick", 2)).InstanceId;

        Assert.Equal(1, await engine.Client.PurgeAsync(new PurgeFilter(CreatedTo: between)));
        Assert.Equal(0, await engine.Client.PurgeAsync(new PurgeFilter(CreatedTo: between)));

        Assert.Null(await engine.Client.GetInstanceAsync(old));
        Assert.NotNull(await engine.Client.GetInstanceAsync(young));
    }

    [PromisedFact]
    public async Task Purge_ByStatus_LeavesTheOthersAndWhatRuns()
    {
        await using var engine = await CreateHarnessAsync(Quick());
        var done = (await RunAsync(engine, "quick", 1)).InstanceId;
        var failed = (await RunAsync(engine, "fail")).InstanceId;
        var running = await engine.Client.ScheduleNewAsync("wait");
        await engine.SettleAsync();

        Assert.Equal(1, await engine.Client.PurgeAsync(new PurgeFilter(Statuses: [OrchestrationStatus.Failed, OrchestrationStatus.Running])));

        Assert.NotNull(await engine.Client.GetInstanceAsync(done));
        Assert.Null(await engine.Client.GetInstanceAsync(failed));
        Assert.NotNull(await engine.Client.GetInstanceAsync(running));
    }

    [PromisedFact]
    public async Task Purge_ByTimeAndStatus_RemovesWhatMatchesBothOnce()
    {
        await using var engine = await CreateHarnessAsync(Quick());
        var early = await BothAsync();
        await engine.AdvanceAsync(5 * engine.Unit);
        var from = engine.Now;
        await engine.AdvanceAsync(5 * engine.Unit);
        var within = await BothAsync();
        await engine.AdvanceAsync(5 * engine.Unit);
        var to = engine.Now;
        await engine.AdvanceAsync(5 * engine.Unit);
        var late = await BothAsync();
        var filter = new PurgeFilter(from, to, [OrchestrationStatus.Failed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated]);

        Assert.Equal(1, await engine.Client.PurgeAsync(filter));
        Assert.Equal(0, await engine.Client.PurgeAsync(filter));

        Assert.Null(await engine.Client.GetInstanceAsync(within.Failed));
        foreach (var kept in new[] { early.Done, early.Failed, within.Done, late.Done, late.Failed })
        {
            Assert.NotNull(await engine.Client.GetInstanceAsync(kept));
        }

        async Task<(string Done, string Failed)> BothAsync() => ((await RunAsync(engine, "quick", 1)).InstanceId, (await RunAsync(engine, "fail")).InstanceId);
    }

    [PromisedFact]
    public async Task Purge_ByAStatusAgain_RemovesOnlyWhatHasEndedSince()
    {
        await using var engine = await CreateHarnessAsync(Quick());
        var filter = new PurgeFilter(Statuses: [OrchestrationStatus.Completed]);
        await RunAsync(engine, "quick", 1);
        Assert.Equal(1, await engine.Client.PurgeAsync(filter));
        var failed = (await RunAsync(engine, "fail")).InstanceId;
        Assert.Equal(0, await engine.Client.PurgeAsync(filter));
        await RunAsync(engine, "quick", 2);

        Assert.Equal(1, await engine.Client.PurgeAsync(filter));

        Assert.Equal(failed, Assert.Single((await engine.Client.QueryAsync(new OrchestrationQuery())).Items).InstanceId);
    }

    [PromisedFact]
    public async Task Purge_ManyInstances_RemovesAll()
    {
        await using var engine = await CreateHarnessAsync(Quick());
        var ids = await Task.WhenAll(Enumerable.Range(0, 250).Select(n => engine.Client.ScheduleNewAsync("quick", n)));
        foreach (var id in ids)
        {
            await engine.FinishAsync(id);
        }

        Assert.Equal(250, await engine.Client.PurgeAsync(new PurgeFilter()));

        Assert.Empty((await engine.Client.QueryAsync(new OrchestrationQuery())).Items);
    }

    private static TaskRegistry Quick() => new TaskRegistry()
        .Orchestrator<int, int>("quick", (_, n) => Task.FromResult(n))
        .Orchestrator("fail", _ => Task.FromException<int>(new InvalidOperationException("no")))
        .Orchestrator("wait", async context => await context.WaitForExternalEvent<int>("number"));
}
