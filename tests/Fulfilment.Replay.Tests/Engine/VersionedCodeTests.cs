using Fulfilment.DurableTask;
using Fulfilment.DurableTask.Compliance;
using Fulfilment.Replay.Tests.Goldens;

namespace Fulfilment.Replay.Tests.Engine;

/// <summary>How rules are changed without breaking what runs: old branches stay, and the replayer tells when one was dropped.</summary>
public sealed class VersionedCodeTests
{
    [Fact]
    public async Task Replay_OldRulesUnderCodeThatKeepsTheirBranch_TakesTheRecordedPath()
    {
        await using var world = await EngineWorld.StartAsync(With(Eras.First));
        var old = await world.RunAsync("Work", 1);

        Replaying.AssertEveryPrefix(Replaying.Of(With(Eras.Both)), old);
    }

    [Fact]
    public async Task Replay_OldRulesUnderCodeThatDroppedTheirBranch_NamesTheStep()
    {
        await using var world = await EngineWorld.StartAsync(With(Eras.First));
        var old = await world.RunAsync("Work", 1);

        var result = Replaying.Of(With(Eras.Second)).Replay(old);

        Assert.Equal(new ReplayDifference(1, "TaskScheduled 'Pack'", "TaskScheduled 'Weigh'"), Assert.IsType<ReplayResult.Differs>(result).Difference);
    }

    [Fact]
    public async Task Replay_NewRulesUnderTheOldCode_NamesTheStep()
    {
        await using var world = await EngineWorld.StartAsync(With(Eras.Both));
        var recent = await world.RunAsync("Work", 2);

        var result = Replaying.Of(With(Eras.First)).Replay(recent);

        Assert.Equal(1, Assert.IsType<ReplayResult.Differs>(result).Difference.Step);
    }

    private static TaskRegistry With(Func<OrchestrationContext, int, Task<string>> code) => new TaskRegistry()
        .Orchestrator("Work", code)
        .Activity<object?, string>("Pick", _ => "picked").Activity<object?, string>("Weigh", _ => "weighed").Activity<object?, string>("Pack", _ => "packed");

    /// <summary>The code before the change, after it, and after somebody tidied the old branch away.</summary>
    private static class Eras
    {
        public static async Task<string> First(OrchestrationContext context, int rules) =>
            await context.CallActivityAsync<string>("Pick") + await context.CallActivityAsync<string>("Pack");

        public static Task<string> Both(OrchestrationContext context, int rules) => rules >= 2 ? Second(context, rules) : First(context, rules);

        public static async Task<string> Second(OrchestrationContext context, int rules) =>
            await context.CallActivityAsync<string>("Pick") + await context.CallActivityAsync<string>("Weigh") + await context.CallActivityAsync<string>("Pack");
    }
}
