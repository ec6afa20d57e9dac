namespace Fulfilment.DurableTask.Compliance;

public abstract class ErrorTests : ComplianceTests
{
    [PromisedFact]
    public async Task ActivityFailure_Caught_IsHandled()
    {
        await using var engine = await CreateHarnessAsync(Failing().Orchestrator("handle", async context =>
        {
            try
            {
                await context.CallActivityAsync("fail", "broken");
                return "no error";
            }
            catch (TaskFailedException failed)
            {
                return $"{failed.TaskName}|{failed.FailureDetails.ErrorType}|{failed.FailureDetails.ErrorMessage}|{failed.FailureDetails.IsCausedBy<InvalidOperationException>()}";
            }
        }));

        var ended = await RunAsync(engine, "handle");

        Assert.Equal("\"fail|System.InvalidOperationException|broken|true\"", ended.SerializedOutput, ignoreCase: true);
    }

    [PromisedFact]
    public async Task ActivityFailure_NotCaught_FailsTheInstance()
    {
        await using var engine = await CreateHarnessAsync(Failing().Orchestrator<int>("let", async context =>
        {
            await context.CallActivityAsync("fail", "broken");
            return 1;
        }));

        var ended = await RunAsync(engine, "let");

        Assert.Equal(OrchestrationStatus.Failed, ended.Status);
        Assert.Contains("broken", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("System.InvalidOperationException", ended.FailureDetails.InnerFailure!.ErrorType);
    }

    [PromisedFact]
    public async Task OrchestratorException_FailsTheInstanceWithItsChain()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator<int>("throw", _ =>
            throw new InvalidOperationException("outer", new ArgumentException("inner"))));

        var failure = (await RunAsync(engine, "throw")).FailureDetails!;

        Assert.Equal(("System.InvalidOperationException", "outer"), (failure.ErrorType, failure.ErrorMessage));
        Assert.Equal(("System.ArgumentException", "inner"), (failure.InnerFailure!.ErrorType, failure.InnerFailure.ErrorMessage));
    }

    [PromisedFact]
    public async Task ActivityException_WithAChain_KeepsIt()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<int, int>("chain", int (n) => throw new InvalidOperationException("outer", new ArgumentException("inner")))
            .Orchestrator("catch", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("chain", 1);
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.FailureDetails.ErrorMessage}<{failed.FailureDetails.InnerFailure!.ErrorMessage}";
                }
            }));

        Assert.Equal("outer<inner", System.Text.Json.JsonSerializer.Deserialize<string>((await RunAsync(engine, "catch")).SerializedOutput!));
    }

    [PromisedFact]
    public async Task Exception_ThatDoesNotSerialise_IsStillReported()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<int, int>("odd", int (n) => throw new OddException())
            .Orchestrator("catch", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("odd", 1);
                }
                catch (TaskFailedException failed)
                {
                    return failed.FailureDetails.ErrorMessage;
                }
            }));

        Assert.Equal("\"odd\"", (await RunAsync(engine, "catch")).SerializedOutput);
    }

    [PromisedFact]
    public async Task Retry_UntilItSucceeds_GivesTheResult()
    {
        var tries = 0;
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<int, int>("flaky", n => Interlocked.Increment(ref tries) < 3 ? throw new InvalidOperationException("not yet") : tries)
            .Orchestrator<TimeSpan, int>("retry", async (context, unit) => await context.CallActivityAsync<int>("flaky", 1, new TaskOptions(new RetryPolicy(5, unit)))));

        var ended = await RunAsync(engine, "retry", engine.Unit);

        Assert.Equal("3", ended.SerializedOutput);
    }

    [PromisedFact]
    public async Task Retry_Exhausted_Fails()
    {
        var tries = 0;
        await using var engine = await CreateHarnessAsync(AlwaysFailing(() => tries++).Orchestrator<TimeSpan, int>("retry", async (context, unit) =>
            await context.CallActivityAsync<int>("never", 1, new TaskOptions(new RetryPolicy(3, unit)))));

        var ended = await RunAsync(engine, "retry", engine.Unit);

        Assert.Equal(OrchestrationStatus.Failed, ended.Status);
        Assert.Equal(3, tries);
    }

    [PromisedFact]
    public async Task Retry_WithBackoff_WaitsLongerUpToTheMaximum()
    {
        var times = new List<DateTimeOffset>();
        EngineHarness? clock = null;
        await using var engine = clock = await CreateHarnessAsync(AlwaysFailing(() => times.Add(clock!.Now)).Orchestrator<TimeSpan, int>("retry", async (context, unit) =>
            await context.CallActivityAsync<int>("never", 1, new TaskOptions(new RetryPolicy(5, unit, 2.0, 3 * unit)))));

        await RunAsync(engine, "retry", engine.Unit);

        double[] least = [1, 2, 3, 3];
        var waits = times.Zip(times.Skip(1), (before, after) => (after - before) / engine.Unit).ToList();
        Assert.Equal(least.Length, waits.Count);
        Assert.All(waits.Zip(least), pair => Assert.True(engine.Capabilities.RealClock ? pair.First >= pair.Second : pair.First == pair.Second, $"{pair.First} units for {pair.Second}."));
    }

    [PromisedFact]
    public async Task Retry_PastItsTimeout_Stops()
    {
        var tries = 0;
        await using var engine = await CreateHarnessAsync(AlwaysFailing(() => tries++).Orchestrator<TimeSpan, int>("retry", async (context, unit) =>
            await context.CallActivityAsync<int>("never", 1, new TaskOptions(new RetryPolicy(100, 10 * unit, Timeout: 25 * unit)))));

        var ended = await RunAsync(engine, "retry", engine.Unit);

        Assert.Equal(OrchestrationStatus.Failed, ended.Status);
        // A machine that is slow on a real clock reaches the timeout earlier; nothing tries after it.
        Assert.InRange(tries, engine.Capabilities.RealClock ? 1 : 3, 3);
    }

    [PromisedFact]
    public async Task Retry_OfANonRetriableFailure_StopsAtOnce()
    {
        var tries = 0;
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<int, int>("never", n =>
            {
                tries++;
                throw new NonRetriableException("never works");
            })
            .Orchestrator<TimeSpan, int>("retry", async (context, unit) => await context.CallActivityAsync<int>("never", 1, new TaskOptions(new RetryPolicy(9, unit)))));

        Assert.Equal(OrchestrationStatus.Failed, (await RunAsync(engine, "retry", engine.Unit)).Status);
        Assert.Equal(1, tries);
    }

    [PromisedFact]
    public async Task Retry_RefusedByItsHandler_StopsAtOnce()
    {
        var tries = 0;
        await using var engine = await CreateHarnessAsync(AlwaysFailing(() => tries++).Orchestrator<TimeSpan, int>("retry", async (context, unit) =>
            await context.CallActivityAsync<int>("never", 1, new TaskOptions(new RetryPolicy(9, unit) { Handle = failure => failure.ErrorMessage != "no" }))));

        Assert.Equal(OrchestrationStatus.Failed, (await RunAsync(engine, "retry", engine.Unit)).Status);
        Assert.Equal(1, tries);
    }

    [PromisedFact]
    public async Task SubOrchestrator_ThatFails_FailsItsCall()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Orchestrator<int>("child", _ => throw new InvalidOperationException("child broke"))
            .Orchestrator("parent", async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("child");
                }
                catch (TaskFailedException failed)
                {
                    return failed.FailureDetails.ErrorMessage;
                }
            }));

        Assert.Equal("\"child broke\"", (await RunAsync(engine, "parent")).SerializedOutput);
    }

    [PromisedFact]
    public async Task SubOrchestrator_Retried_RunsAgain()
    {
        var tries = 0;
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Orchestrator("child", context => context.IsReplaying || ++tries < 3 ? throw new InvalidOperationException("not yet") : Task.FromResult("ok"))
            .Orchestrator<TimeSpan, string>("parent", async (context, unit) => await context.CallSubOrchestratorAsync<string>("child", null, new TaskOptions(new RetryPolicy(5, unit)))));

        Assert.Equal("\"ok\"", (await RunAsync(engine, "parent", engine.Unit)).SerializedOutput);
    }

    [PromisedFact]
    public async Task SubOrchestrator_Terminated_FailsItsCall()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Orchestrator("child", async context => await context.WaitForExternalEvent<int>("never"))
            .Orchestrator("parent", async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<int>("child", null, new TaskOptions(InstanceId: "the-child"));
                }
                catch (TaskFailedException)
                {
                    return -1;
                }
            }));
        var id = await engine.Client.ScheduleNewAsync("parent");
        await engine.SettleAsync();

        await engine.Client.TerminateAsync("the-child");

        Assert.Equal("-1", (await engine.FinishAsync(id)).SerializedOutput);
    }

    [PromisedFact]
    public async Task Result_ThatDoesNotDeserialise_FailsTheCallOnly()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry()
            .Activity<int, string>("text", _ => "no number")
            .Orchestrator("read", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<int>("text", 1);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    return -1;
                }
            }));

        Assert.Equal("-1", (await RunAsync(engine, "read")).SerializedOutput);
    }

    private static TaskRegistry Failing() =>
        new TaskRegistry().Activity<string, string>("fail", string (message) => throw new InvalidOperationException(message));

    private static TaskRegistry AlwaysFailing(Action onTry) => new TaskRegistry().Activity<int, int>("never", n =>
    {
        onTry();
        throw new InvalidOperationException("no");
    });

    private sealed class OddException() : Exception("odd")
    {
        public Action Handle { get; } = static () => { };

        public OddException Self => this;
    }
}
