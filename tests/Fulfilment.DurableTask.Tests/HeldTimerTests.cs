using Fulfilment.DurableTask.Compliance;

namespace Fulfilment.DurableTask.Tests;

public sealed class HeldTimerTests
{
    [Fact]
    public async Task TimersUpTo_BeforeTheDueInstant_LetsACommandArriveFirstThere()
    {
        var upTo = DateTimeOffset.MaxValue;
        await using var engine = await EmbeddedHarness.CreateAsync(Racing(), options => options with { TimersUpTo = () => upTo });
        var id = await engine.Client.ScheduleNewAsync("race", null);
        await engine.SettleAsync();

        upTo = engine.Now;
        engine.Clock.Advance(TimeSpan.FromMinutes(1));
        await engine.SettleAsync();
        var held = await engine.Client.GetInstanceAsync(id);
        await engine.Client.RaiseEventAsync(id, "command");
        await engine.SettleAsync();

        var ended = await engine.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        Assert.Equal(OrchestrationStatus.Running, held!.Status);
        Assert.Equal("\"command\"", ended!.SerializedOutput);
    }

    [Fact]
    public async Task TimersUpTo_Released_FiresWhatWasHeldAtTheNextSettling()
    {
        var upTo = DateTimeOffset.MinValue;
        await using var engine = await EmbeddedHarness.CreateAsync(Racing(), options => options with { TimersUpTo = () => upTo });
        var id = await engine.Client.ScheduleNewAsync("race", null);
        await engine.SettleAsync();
        engine.Clock.Advance(TimeSpan.FromMinutes(1));
        await engine.SettleAsync();

        upTo = DateTimeOffset.MaxValue;
        await engine.SettleAsync();

        Assert.Equal("\"timer\"", (await engine.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedOutput);
    }

    private static TaskRegistry Racing() => new TaskRegistry().Orchestrator("race", async context =>
    {
        var command = context.WaitForExternalEvent<object?>("command");
        var timer = context.CreateTimer(context.CurrentUtcDateTime.AddMinutes(1), CancellationToken.None);
        return await Task.WhenAny(command, timer) == command ? "command" : "timer";
    });
}
