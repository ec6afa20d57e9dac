namespace Fulfilment.DurableTask.Compliance;

/// <summary>Starting over what is there: each policy, against an instance in each status.</summary>
public abstract class DedupeTests : ComplianceTests
{
    private static readonly OrchestrationStatus[] All = Enum.GetValues<OrchestrationStatus>();

    /// <summary>No list, the empty one, each status alone, all but each, and all; some lists are doubled or turned round.</summary>
    public static TheoryData<string, OrchestrationStatus> Matrix
    {
        get
        {
            var rows = new TheoryData<string, OrchestrationStatus>();
            foreach (var (policy, status) in from policy in Policies() from status in All select (policy, status))
            {
                rows.Add(policy, status);
            }

            return rows;
        }
    }

    [PromisedTheory]
    [MemberData(nameof(Matrix))]
    public async Task Start_OverAnInstance_ReplacesItUnlessItsStatusIsListed(string policy, OrchestrationStatus status)
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());
        Require(engine.Capabilities.Dedupe, nameof(EngineCapabilities.Dedupe));
        Require(status != OrchestrationStatus.Pending || engine.Capabilities.DelayedStart, nameof(EngineCapabilities.DelayedStart));
        var listed = Read(policy);
        await Instances.BringToAsync(engine, "x", status);
        var start = () => engine.Client.ScheduleNewAsync("wait", "second", new StartOptions("x", DedupeStatuses: listed));

        if (listed is null || listed.Contains(status))
        {
            Assert.Equal("x", (await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(start)).InstanceId);
            var kept = await engine.Client.GetInstanceAsync("x", getInputsAndOutputs: true);
            Assert.Equal((status, "\"first\""), (kept!.Status, kept.SerializedInput));
            return;
        }

        await start();
        await engine.SettleAsync();
        Assert.Equal(OrchestrationStatus.Running, await StatusAsync(engine, "x"));
        await engine.Client.RaiseEventAsync("x", "number", 8);
        var ended = await engine.FinishAsync("x");
        Assert.Equal(("8", "\"second\""), (ended.SerializedOutput, ended.SerializedInput));
    }

    [PromisedFact]
    public async Task Start_ConcurrentlyWithOneId_SucceedsOnce()
    {
        await using var engine = await CreateHarnessAsync(Instances.Waiting());
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

    private static IEnumerable<string> Policies()
    {
        yield return "null";
        yield return "";
        foreach (var status in All)
        {
            yield return $"{status}";
            yield return string.Join('+', All.Where(other => other != status));
        }

        yield return string.Join('+', All);
        yield return string.Join('+', All.Reverse());
        yield return $"{OrchestrationStatus.Running}+{OrchestrationStatus.Pending}";
        yield return $"{OrchestrationStatus.Failed}+{OrchestrationStatus.Completed}+{OrchestrationStatus.Failed}";
    }

    private static List<OrchestrationStatus>? Read(string policy) =>
        policy == "null" ? null : [.. policy.Split('+', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<OrchestrationStatus>)];
}
