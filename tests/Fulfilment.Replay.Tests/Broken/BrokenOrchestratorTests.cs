using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Orders;
using Fulfilment.Replay.Tests.Goldens;

namespace Fulfilment.Replay.Tests.Broken;

/// <summary>The goldens are worth something only if a wrong orchestrator fails on them, and the failure names the step.</summary>
public sealed class BrokenOrchestratorTests
{
    private static readonly IReadOnlyList<StoredHistory> First = [.. Golden.All.Select(golden => golden.Read()).Where(history => history.Execution == 1)];

    [Fact]
    public void Replay_ActivityRenamed_FailsEveryGoldenAtItsFirstStep() => Assert.All(First, history =>
    {
        var difference = Differs(history, context => new Faults.Renamed(context));

        Assert.Equal(new ReplayDifference(0, "TaskScheduled 'Publish'", "TaskScheduled 'PublishAll'"), difference);
    });

    [Fact]
    public void Replay_OrderOfStepsChanged_FailsEveryGoldenAtItsFirstStep() => Assert.All(First, history =>
    {
        var difference = Differs(history, context => new Faults.OtherOrder(context));

        Assert.Equal(new ReplayDifference(0, "TaskScheduled 'Publish'", "TimerCreated"), difference);
    });

    [Fact]
    public void Replay_StepInserted_FailsAtThatStep()
    {
        var difference = Differs(Life, context => new Faults.ExtraStep(context));

        Assert.Equal(new ReplayDifference(SecondPublication(Life), "TaskScheduled 'Publish'", "TaskScheduled 'Audit'"), difference);
    }

    [Fact]
    public void Replay_StepLeftOut_FailsAtThatStep()
    {
        var difference = Differs(Life, context => new Faults.MissingStep(context));

        Assert.Equal(SecondPublication(Life), difference.Step);
        Assert.Equal("TaskScheduled 'Publish'", difference.Recorded);
    }

    [Fact]
    public void Replay_CodeThatFailsWhereItWaited_SaysWhy()
    {
        var grace = Golden.All.Single(golden => golden is { RulesVersion: 1, Scenario: "order-in-grace" }).Read();

        var difference = Differs(grace, context => new Faults.EndsEarly(context));

        Assert.Contains("no more waiting", difference.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_OrchestratorRenamed_SaysThatItIsMissing()
    {
        var result = Replaying.Of(new TaskRegistry()).Replay(Life);

        Assert.Contains(OrderOrchestrator.Name, Assert.IsType<ReplayResult.Differs>(result).Message, StringComparison.Ordinal);
    }

    /// <summary>The alert of version 1, which version 2 does not raise; the release into a closed warehouse of version 2, which version 3 does not make.</summary>
    [Theory]
    [InlineData(1, "step-trouble")]
    [InlineData(2, "slot-missed")]
    public void Replay_OldBranchOfTheRulesDropped_FailsWhereTheOldOrderTookIt(int version, string scenario)
    {
        var old = Golden.Of(version).Single(golden => golden.Scenario == scenario);
        var recent = Golden.Of(version + 1).Single(golden => golden.IsSameLife(old));

        Assert.IsType<ReplayResult.Differs>(Result(old.Read(), context => new Faults.NewestRules(context)));
        Assert.IsType<ReplayResult.Same>(Result(recent.Read(), context => new Faults.NewestRules(context)));
    }

    private static StoredHistory Life { get; } = Golden.All.Single(golden => golden is { RulesVersion: 1, Scenario: "order-delivered" }).Read();

    private static ReplayDifference Differs(StoredHistory history, Func<OrchestrationContext, OrchestrationContext> fault) =>
        Assert.IsType<ReplayResult.Differs>(Result(history, fault)).Difference;

    private static ReplayResult Result(StoredHistory history, Func<OrchestrationContext, OrchestrationContext> fault) =>
        Replaying.Of(new TaskRegistry().AddOrchestrator(OrderOrchestrator.Name, _ => new Faults.Orchestrator(new OrderOrchestrator(), fault))).Replay(history);

    /// <summary>Read from the file itself, not from the replayer.</summary>
    private static int SecondPublication(StoredHistory history)
    {
        using var text = new MemoryStream();
        HistoryFile.Write(history, text);
        var lines = System.Text.Encoding.UTF8.GetString(text.ToArray()).Split('\n');
        var second = lines.Where(line => line.Contains($"\"name\":\"{LoopNames.Publish}\"", StringComparison.Ordinal)).ElementAt(1);
        using var json = System.Text.Json.JsonDocument.Parse(second);
        return json.RootElement.GetProperty("task").GetInt32();
    }
}
