using Fulfilment.DurableTask.Compliance;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>A clock that is set back or forth and stays there: nothing waits longer for it than the clock itself demands, and nothing is lost.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class ClockJumpTests
{
    [Fact]
    public async Task ClockSetBack_DuringThePauseAfterAFullDisk_DoesNotProlongThePause()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Echo());
        await engine.Client.ScheduleNewAsync("echo", "kept", new StartOptions("x"));
        await engine.SettleAsync();
        await engine.Engine.Store.WriteAsync(transaction => transaction.Prepare("PRAGMA max_page_count = 1").ExecuteScalar());
        await Assert.ThrowsAsync<EngineStorageFullException>(() => FillAsync(engine));
        engine.Clock.Jump(TimeSpan.FromDays(-10));
        await engine.Engine.Store.WriteAsync(transaction => transaction.Prepare("PRAGMA max_page_count = 1000000").ExecuteScalar());

        await engine.Client.RaiseEventAsync("x", "go", 1);
        await engine.SettleAsync();

        Assert.Equal(OrchestrationStatus.Completed, (await engine.Client.GetInstanceAsync("x"))!.Status);
        await engine.AssertSoundAsync();
    }

    [Theory]
    [InlineData(-1.0 / 24)]
    [InlineData(-10)]
    public async Task ClockSetBack_WhileATurnWaitsForItsRetry_DoesNotProlongTheWait(double days)
    {
        var tries = 0;
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().AddOrchestrator("broken", _ =>
        {
            tries++;
            throw new InvalidOperationException("no such service");
        }), options => options with { QuarantineTries = 2 });
        await engine.Client.ScheduleNewAsync("broken", null, new StartOptions("x"));
        await engine.SettleAsync();

        engine.Clock.Jump(TimeSpan.FromDays(days));
        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(2, tries);
        await engine.AssertSoundAsync();
    }

    [Theory]
    [InlineData(-1.0 / 24)]
    [InlineData(-10)]
    public async Task ClockSetBack_WhileADeliveryWaitsForItsRetry_WaitsADayAtMost(double days)
    {
        var deliveries = 0;
        var mail = new RecordingHandler("mail", (_, _) => ++deliveries == 1 ? throw new IOException("busy") : OutboxResult.Delivered);
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, mail);
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(new OutboxMessage("x/1", "mail", "x", 1, "{}")));
        await engine.SettleAsync();

        engine.Clock.Jump(TimeSpan.FromDays(days));
        await engine.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(2, deliveries);
        await engine.AssertSoundAsync();
    }

    [Theory]
    [InlineData(-1.0 / 24)]
    [InlineData(-10)]
    [InlineData(1.0 / 24)]
    [InlineData(10)]
    public async Task ClockThatStaysWhereItWasSet_LosesNoTimerRetryOrEvent(double days)
    {
        var calls = 0;
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry()
            .Activity<int, int>("flaky", n => ++calls < 3 ? throw new IOException("not yet") : n)
            .Orchestrator("order", async context =>
            {
                var timer = context.CreateTimer(context.CurrentUtcDateTime + TimeSpan.FromHours(2), CancellationToken.None);
                var paid = await context.WaitForExternalEvent<int>("paid");
                var called = await context.CallActivityAsync<int>("flaky", paid, new TaskOptions(new RetryPolicy(5, TimeSpan.FromMinutes(1))));
                await timer;
                return called;
            }));
        await engine.Client.ScheduleNewAsync("order", null, new StartOptions("x"));
        await engine.SettleAsync();

        engine.Clock.Jump(TimeSpan.FromDays(days));
        await engine.Client.RaiseEventAsync("x", "paid", 7);
        await engine.SettleAsync();
        Assert.Equal(1, calls);

        Assert.Equal("7", (await engine.FinishAsync("x")).SerializedOutput);
        Assert.Equal(3, calls);
        await engine.AssertSoundAsync();
    }

    [Fact]
    public async Task ClockSetForth_WithNothingElseToWakeTheEngine_RingsWithinAMinuteOfRealTime()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("sleep", async context =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime + TimeSpan.FromDays(9), CancellationToken.None);
            return 1;
        }));
        await engine.Client.ScheduleNewAsync("sleep", null, new StartOptions("x"));
        await engine.SettleAsync();

        // The alarm counts real time: it is a day away, and the jump rings nothing.
        engine.Clock.Jump(TimeSpan.FromDays(10));
        engine.Clock.Advance(TimeSpan.FromMinutes(1));

        await engine.Client.WaitForCompletionAsync("x").WaitAsync(TimeSpan.FromSeconds(30));
        await engine.AssertSoundAsync();
    }

    private static TaskRegistry Echo() => new TaskRegistry().Orchestrator<string, string>("echo", async (context, text) =>
    {
        await context.WaitForExternalEvent<int>("go");
        return text;
    });

    private static async Task FillAsync(EmbeddedHarness engine)
    {
        for (var n = 0; n < 1000; n++) await engine.Client.ScheduleNewAsync("echo", new string('x', 10_000));
    }
}
