namespace Fulfilment.DurableTask.Compliance;

/// <summary>What is over the limit is refused where it comes in, with both sizes, and nothing else is harmed.</summary>
public abstract class LimitTests : ComplianceTests
{
    [PromisedFact]
    public async Task ClientPayload_OverTheMaximum_IsRefusedWithBothSizes()
    {
        await using var engine = await CreateHarnessAsync(new TaskRegistry().Orchestrator("wait", async context => await context.WaitForExternalEvent<string>("text")));
        var large = new string('x', LimitOf(engine));
        var id = await engine.Client.ScheduleNewAsync("wait");

        var start = await Assert.ThrowsAsync<PayloadTooLargeException>(() => engine.Client.ScheduleNewAsync("wait", large));
        var raise = await Assert.ThrowsAsync<PayloadTooLargeException>(() => engine.Client.RaiseEventAsync(id, "text", large));
        var terminate = await Assert.ThrowsAsync<PayloadTooLargeException>(() => engine.Client.TerminateAsync(id, large));

        Assert.All([start, raise, terminate], refusal =>
        {
            Assert.Equal((large.Length + 2, large.Length), (refusal.Bytes, refusal.Limit));
            AssertClear(engine, refusal.Message);
        });
        await engine.Client.RaiseEventAsync(id, "text", "small");
        Assert.Equal("\"small\"", (await engine.FinishAsync(id)).SerializedOutput);
    }

    /// <summary>Whatever orchestrator code hands over; left alone it fails the instance, and staff read why.</summary>
    [PromisedTheory]
    [InlineData("activity input")]
    [InlineData("activity result")]
    [InlineData("child input")]
    [InlineData("next input")]
    [InlineData("output")]
    public async Task OrchestratorPayload_OverTheMaximum_FailsTheInstanceWithBothSizes(string what)
    {
        await using var engine = await CreateHarnessAsync(Exceeding());
        LimitOf(engine);

        var ended = await RunAsync(engine, "exceed", new Excess(what, engine.Capabilities.MaxPayloadBytes!.Value));

        Assert.Equal(OrchestrationStatus.Failed, ended.Status);
        Assert.Contains(typeof(PayloadTooLargeException).FullName!, Chain(ended.FailureDetails!).Select(failure => failure.ErrorType));
        AssertClear(engine, ended.FailureDetails!.ErrorMessage);
        Assert.Equal("1", (await RunAsync(engine, "small")).SerializedOutput);
    }

    [PromisedTheory]
    [InlineData("activity input")]
    [InlineData("activity result")]
    [InlineData("child input")]
    public async Task CalledPayload_OverTheMaximum_FailsTheCallOnly(string what)
    {
        await using var engine = await CreateHarnessAsync(Exceeding().Orchestrator<Excess, string>("handle", async (context, excess) =>
        {
            try
            {
                return await ExceedAsync(context, excess);
            }
            catch (TaskFailedException failed)
            {
                return failed.FailureDetails.ErrorType;
            }
        }));
        var limit = LimitOf(engine);

        Assert.Equal($"\"{typeof(PayloadTooLargeException).FullName}\"", (await RunAsync(engine, "handle", new Excess(what, limit))).SerializedOutput);
    }

    /// <summary>An adapter may put the sizes in the place of a status that its backend would not take.</summary>
    [PromisedFact]
    public async Task CustomStatus_OverTheMaximum_FailsTheInstanceOrIsReplacedByItsSizes()
    {
        await using var engine = await CreateHarnessAsync(Exceeding());

        var ended = await RunAsync(engine, "exceed", new Excess("custom status", LimitOf(engine)));

        if (ended.Status == OrchestrationStatus.Failed)
        {
            AssertClear(engine, ended.FailureDetails!.ErrorMessage);
        }
        else
        {
            Assert.Matches("\"bytes\":[0-9]+.*\"limit\":[0-9]+", ended.SerializedCustomStatus);
        }
    }

    private static int LimitOf(EngineHarness engine)
    {
        Require(engine.Capabilities.MaxPayloadBytes is not null, nameof(EngineCapabilities.MaxPayloadBytes));
        return engine.Capabilities.MaxPayloadBytes!.Value;
    }

    private static void AssertClear(EngineHarness engine, string message)
    {
        var limit = engine.Capabilities.MaxPayloadBytes!.Value;
        Assert.Contains($"{limit + 2} bytes", message, StringComparison.Ordinal);
        Assert.Contains($"limit is {limit}", message, StringComparison.Ordinal);
    }

    private static IEnumerable<FailureDetails> Chain(FailureDetails failure)
    {
        for (FailureDetails? next = failure; next is not null; next = next.InnerFailure)
        {
            yield return next;
        }
    }

    private static TaskRegistry Exceeding() => new TaskRegistry()
        .Activity<string, int>("measure", text => text.Length)
        .Activity<int, string>("make", length => new string('x', length))
        .Orchestrator<string, int>("child", (_, text) => Task.FromResult(text.Length))
        .Orchestrator("small", _ => Task.FromResult(1))
        .Orchestrator<Excess, string>("exceed", ExceedAsync);

    private static async Task<string> ExceedAsync(OrchestrationContext context, Excess excess)
    {
        var large = new string('x', excess.Limit);
        switch (excess.What)
        {
            case "activity input":
                return $"{await context.CallActivityAsync<int>("measure", large)}";
            case "activity result":
                return (await context.CallActivityAsync<string>("make", excess.Limit))[..1];
            case "child input":
                return $"{await context.CallSubOrchestratorAsync<int>("child", large)}";
            case "next input":
                context.ContinueAsNew(large);
                return "";
            case "output":
                return large;
            case "custom status":
                context.SetCustomStatus(large);
                return "";
            default:
                throw new InvalidOperationException($"Unknown payload {excess.What}.");
        }
    }

    /// <param name="What">Which payload is to be over the limit.</param>
    private sealed record Excess(string What, int Limit);
}
