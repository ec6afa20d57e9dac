using Fulfilment.DurableTask.Compliance;

namespace Fulfilment.DurableTask.Tests;

public sealed class DroppedEventTests
{
    [Fact]
    public async Task Event_BehindTheOneThatEndsTheInstance_IsDroppedWithALogLine()
    {
        var lines = new RecordingLoggers();
        await using var engine = await EmbeddedHarness.CreateAsync(
            new TaskRegistry().Orchestrator("code", context => context.WaitForExternalEvent<string>("go")),
            options => options with { LoggerFactory = lines });
        await engine.Client.ScheduleNewAsync("code", null, new StartOptions("x"));

        await engine.Engine.Store.WriteAsync(transaction => transaction.RaiseEvent("x", "go", "now") & transaction.RaiseEvent("x", "late", null));
        await engine.FinishAsync("x");

        Assert.Contains("Event late for x is dropped: the instance ended before it", lines.Written);
    }
}
