using System.Text.Json;

namespace Fulfilment.DurableTask.Compliance;

public abstract class ContinueAsNewTests : ComplianceTests
{
    [PromisedFact]
    public async Task ContinueAsNew_StartsAgainWithTheNewInput()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<int, int>("count", (context, n) =>
        {
            if (n < 5)
            {
                context.ContinueAsNew(n + 1);
            }

            return Task.FromResult(n);
        }));

        var ended = await RunAsync(engine, "count", 0);

        Assert.Equal("5", ended.SerializedOutput);
        Assert.Equal("5", ended.SerializedInput);
    }

    [PromisedFact]
    public async Task ContinueAsNew_ThousandsOfTimes_NoneStuck()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<int, int>("next", n => n + 1)
            .Orchestrator<int, int>("count", async (context, n) =>
            {
                var next = await context.CallActivityAsync<int>("next", n);
                if (next < 2000)
                {
                    context.ContinueAsNew(next);
                }

                return next;
            }));

        var ended = await RunAsync(engine, "count", 0);

        Assert.Equal("2000", ended.SerializedOutput);
    }

    [PromisedFact]
    public async Task Events_RaisedThroughout_AreAllKeptInOrder()
    {
        const int total = 300;
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<int, int>("pause", n => n)
            .Orchestrator<List<int>, List<int>>("collect", async (context, seen) =>
            {
                // Three a generation, each with a step between, so that events arrive in every phase.
                for (var i = 0; i < 3 && seen.Count < total; i++)
                {
                    seen.Add(await context.WaitForExternalEvent<int>("number"));
                    await context.CallActivityAsync<int>("pause", i);
                }

                if (seen.Count < total)
                {
                    context.ContinueAsNew(seen);
                }

                return seen;
            }));
        var id = await engine.Client.ScheduleNewAsync("collect", new List<int>());
        foreach (var n in Enumerable.Range(0, total))
        {
            await engine.Client.RaiseEventAsync(id, "number", n);
            if (n % 50 == 0)
            {
                await engine.SettleAsync();
            }
        }

        var ended = await engine.FinishAsync(id);

        Assert.Equal($"[{string.Join(',', Enumerable.Range(0, total))}]", ended.SerializedOutput);
    }

    /// <summary>Three thousand generations, each begun while several senders go on: the place where engines are known to lose events and to get stuck.</summary>
    [PromisedFact]
    public async Task Generations_OfManyInstancesUnderConcurrentSenders_NoneStuckAndNothingLost()
    {
        const int instances = 100, senders = 3, each = 20, perGeneration = 2;
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<int, int>("work", n => n)
            .Orchestrator<List<int>, List<int>>("collect", async (context, seen) =>
            {
                for (var i = 0; i < perGeneration; i++)
                {
                    seen.Add(await context.WaitForExternalEvent<int>("number"));
                    await context.CallActivityAsync<int>("work", i);
                }

                if (seen.Count < senders * each)
                {
                    context.ContinueAsNew(seen);
                }

                return seen;
            }));
        var ids = await Task.WhenAll(Enumerable.Range(0, instances).Select(_ => engine.Client.ScheduleNewAsync("collect", new List<int>())));

        await Task.WhenAll(from id in ids from sender in Enumerable.Range(0, senders) select SendAsync(id, sender));

        foreach (var id in ids)
        {
            var seen = JsonSerializer.Deserialize<int[]>((await engine.FinishAsync(id)).SerializedOutput!)!;
            Assert.Equal(Enumerable.Range(0, senders * each), seen.Order());
            Assert.All(seen.GroupBy(n => n / each), ofOne => Assert.Equal(ofOne.Order(), ofOne));
        }

        async Task SendAsync(string id, int sender)
        {
            for (var n = 0; n < each; n++)
            {
                await engine.Client.RaiseEventAsync(id, "number", (sender * each) + n);
            }
        }
    }

    [PromisedFact]
    public async Task UnconsumedEvents_NotPreserved_AreDropped()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<bool, string>("drop", async (context, second) =>
        {
            if (second)
            {
                return "got " + await context.WaitForExternalEvent<string>("text");
            }

            await context.WaitForExternalEvent<string>("go");
            context.ContinueAsNew(true, preserveUnprocessedEvents: false);
            return "";
        }));
        var id = await engine.Client.ScheduleNewAsync("drop", false);
        await engine.SettleAsync();
        await engine.Client.RaiseEventAsync(id, "text", "old");
        await engine.SettleAsync();
        await engine.Client.RaiseEventAsync(id, "go", "x");
        await engine.SettleAsync();

        await engine.Client.RaiseEventAsync(id, "text", "new");

        Assert.Equal("\"got new\"", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Ids_OfDifferentExecutions_Differ()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<Guid?, bool>("ids", (context, before) =>
        {
            var id = context.NewGuid();
            if (before is null)
            {
                context.ContinueAsNew(id);
            }

            return Task.FromResult(before != id);
        }));

        Assert.Equal("true", (await RunAsync(engine, "ids")).SerializedOutput);
    }

    [PromisedFact]
    public async Task SubOrchestrator_ThatContinuesAsNew_AnswersItsParentAtItsEnd()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Orchestrator<int, int>("child", (context, n) =>
            {
                if (n < 3)
                {
                    context.ContinueAsNew(n + 1);
                }

                return Task.FromResult(n);
            })
            .Orchestrator("parent", async context => await context.CallSubOrchestratorAsync<int>("child", 0)));

        Assert.Equal("3", (await RunAsync(engine, "parent")).SerializedOutput);
    }
}
