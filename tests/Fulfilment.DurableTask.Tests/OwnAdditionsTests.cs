using Fulfilment.DurableTask.Compliance;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>What the embedded engine promises beyond the port's common ground.</summary>
public sealed class OwnAdditionsTests
{
    [Fact]
    public async Task ForeignAwait_WithNothingElseOpen_IsQuarantinedWithTheReason()
    {
        var never = new TaskCompletionSource<int>();
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("foreign", async _ => await never.Task));
        await engine.Client.ScheduleNewAsync("foreign", null, new StartOptions("x"));
        await engine.SettleAsync();

        Assert.Contains("not its context's", Assert.Single(await engine.Quarantine.ListAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForeignAwait_ThatComesBack_IsQuarantinedAndNotRun()
    {
        var foreign = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var passed = false;
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("foreign", async context =>
        {
            _ = context.WaitForExternalEvent<int>("never");
            await foreign.Task;
            return passed = true;
        }));
        await engine.Client.ScheduleNewAsync("foreign", null, new StartOptions("x"));
        await engine.SettleAsync();
        Assert.Empty(await engine.Quarantine.ListAsync());

        foreign.SetResult(1);
        IReadOnlyList<QuarantinedItem> items;
        do
        {
            await Task.Yield();
            await engine.SettleAsync();
            items = await engine.Quarantine.ListAsync();
        }
        while (items.Count == 0);

        Assert.Equal("x", Assert.Single(items).InstanceId);
        Assert.False(passed);
    }

    [Fact]
    public async Task Factory_ThatThrows_IsTriedAgainThenQuarantined()
    {
        var tries = 0;
        var registry = new TaskRegistry().AddOrchestrator("broken", _ =>
        {
            tries++;
            throw new InvalidOperationException("no such service");
        });
        await using var engine = await EmbeddedHarness.CreateAsync(registry, options => options with { QuarantineTries = 3 });
        await engine.Client.ScheduleNewAsync("broken", null, new StartOptions("x"));

        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(3, tries);
        var item = Assert.Single(await engine.Quarantine.ListAsync());
        Assert.Equal(3, item.Attempts);
        Assert.Contains("no such service", item.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QuarantinedInstance_KeepsEventsAndTimers_ForItsRetry()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Gate(first: "a"));
        await engine.Client.ScheduleNewAsync("gate", null, new StartOptions("x"));
        await engine.SettleAsync();
        await engine.RestartAsync(Gate(first: "b"));
        await engine.Client.RaiseEventAsync("x", "go", 1);
        await engine.AdvanceAsync(TimeSpan.FromHours(2));
        var item = Assert.Single(await engine.Quarantine.ListAsync());

        await engine.RestartAsync(Gate(first: "a"));
        Assert.True(await engine.Quarantine.RetryAsync(item.Id));

        Assert.Equal("1", (await engine.FinishAsync("x")).SerializedOutput);
    }

    [Trait(TestKind.Name, TestKind.Fault)]
    [Theory]
    [InlineData(-1.0 / 24)]
    [InlineData(-10)]
    [InlineData(1.0 / 24)]
    [InlineData(10)]
    public async Task ClockJump_NeverTakesAnInstanceBack(double days)
    {
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("times", async context =>
        {
            var times = new List<DateTime> { context.CurrentUtcDateTime };
            for (var i = 0; i < 4; i++)
            {
                await context.WaitForExternalEvent<int>("tick");
                times.Add(context.CurrentUtcDateTime);
            }

            await context.CreateTimer(context.CurrentUtcDateTime + TimeSpan.FromMinutes(1), CancellationToken.None);
            return times.Zip(times.Skip(1), (before, after) => after >= before).All(ordered => ordered);
        }));
        await engine.Client.ScheduleNewAsync("times", null, new StartOptions("x"));
        await engine.Client.RaiseEventAsync("x", "tick", 1);
        await engine.SettleAsync();

        engine.Clock.Jump(TimeSpan.FromDays(days));
        await engine.Client.RaiseEventAsync("x", "tick", 2);
        await engine.SettleAsync();
        engine.Clock.Jump(TimeSpan.FromDays(-days));
        await engine.Client.RaiseEventAsync("x", "tick", 3);
        await engine.Client.RaiseEventAsync("x", "tick", 4);

        Assert.Equal("true", (await engine.FinishAsync("x")).SerializedOutput);
        await engine.AssertSoundAsync();
    }

    [Fact]
    public async Task TimersOfOneInstant_GoByInstanceIdThenSequence()
    {
        var order = new List<string>();
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator<DateTime, int>("sleep", async (context, due) =>
        {
            await Task.WhenAll(Sleep(1), Sleep(2));
            return 0;

            async Task Sleep(int n)
            {
                await context.CreateTimer(due, CancellationToken.None);
                if (!context.IsReplaying)
                {
                    order.Add($"{context.InstanceId}{n}");
                }
            }
        }));
        var due = engine.Now.UtcDateTime + TimeSpan.FromHours(1);
        foreach (var id in new[] { "c", "a", "b" })
        {
            await engine.Client.ScheduleNewAsync("sleep", due, new StartOptions(id));
        }

        await engine.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(["a1", "a2", "b1", "b2", "c1", "c2"], order);
    }

    [Fact]
    public async Task LocalActivities_OfOneEvent_ShareItsCommit()
    {
        var commits = 0L;
        await using var engine = await EmbeddedHarness.CreateAsync(
            new TaskRegistry()
                .Activity<int, int>("local", n => n + 1, local: true)
                .Orchestrator("chain", async context =>
                {
                    var n = await context.WaitForExternalEvent<int>("go");
                    for (var i = 0; i < 5; i++)
                    {
                        n = await context.CallActivityAsync<int>("local", n);
                    }

                    return n;
                }),
            options => options with { Hooks = new() { AfterCommit = number => commits = number } });
        await engine.Client.ScheduleNewAsync("chain", null, new StartOptions("x"));
        var before = commits;

        await engine.Client.RaiseEventAsync("x", "go", 1);

        Assert.Equal("6", (await engine.FinishAsync("x")).SerializedOutput);
        Assert.Equal(1, commits - before);
    }

    [Fact]
    public async Task NothingLeaves_BeforeItsCommit()
    {
        var seen = new List<string>();
        var mail = new RecordingHandler("mail", (_, _) => Note("delivered"));
        await using var engine = await EmbeddedHarness.CreateAsync(
            new TaskRegistry()
                .Activity<int, int>("remote", n =>
                {
                    Note("ran");
                    return n;
                })
                .Orchestrator("leave", async context => await context.CallActivityAsync<int>("remote", 1)),
            options => options with { Hooks = new() { AfterCommit = _ => Note("commit") } },
            mail);

        await engine.Engine.Store.WriteAsync(transaction => transaction.Start("leave", "x", null) & transaction.Enqueue(new OutboxMessage("x/1", "mail", "x", 1, "{}")));
        await engine.FinishAsync("x");

        Assert.Equal("commit", seen[0]);
        Assert.Equal(["delivered", "ran"], seen.Skip(1).Where(item => item != "commit").Order());

        OutboxResult Note(string what)
        {
            lock (seen)
            {
                seen.Add(what);
            }

            return OutboxResult.Delivered;
        }
    }

    [Trait(TestKind.Name, TestKind.Fault)]
    [Fact]
    public async Task AnotherOpening_WithoutTheLock_IsFencedOutAtItsNextCommit()
    {
        Exception? failure = null;
        var registry = new TaskRegistry().Orchestrator("any", _ => Task.FromResult(1));
        await using var engine = await EmbeddedHarness.CreateAsync(registry, options => options with { FailFast = (_, error) => failure = error });
        await engine.Client.ScheduleNewAsync("any", null, new StartOptions("before"));
        await engine.FinishAsync("before");
        await engine.Engine.Store.WriteAsync(transaction => transaction.Prepare("UPDATE meta SET value = value + 1 WHERE key = 'epoch'").ExecuteNonQuery())
            .ContinueWith(_ => 0, TaskScheduler.Default);

        var refused = await Assert.ThrowsAsync<EngineFailedException>(() => engine.Client.ScheduleNewAsync("any"));

        Assert.Contains("another engine", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(failure);
        await engine.RestartAsync(registry);
        Assert.Equal(["before"], (await engine.Client.QueryAsync(new OrchestrationQuery())).Items.Select(item => item.InstanceId));
        await engine.AssertSoundAsync();
    }

    [Fact]
    public async Task Dispose_WhileAnActivityRuns_RunsItAgainAfterTheNextStart()
    {
        var runs = 0;
        var registry = new TaskRegistry()
            .AddActivity("slow", _ => new Slow(() => ++runs))
            .Orchestrator("call", async context => await context.CallActivityAsync<int>("slow"));
        await using var engine = await EmbeddedHarness.CreateAsync(registry);
        await engine.Client.ScheduleNewAsync("call", null, new StartOptions("x"));

        await engine.RestartAsync(registry);

        Assert.Equal("2", (await engine.FinishAsync("x")).SerializedOutput);
    }

    [Fact]
    public async Task Purge_KeepsTheIdsExecutionNumber_SoThatIdsNeverRepeat()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("ids", context => Task.FromResult(context.NewGuid())));
        await engine.Client.ScheduleNewAsync("ids", null, new StartOptions("x"));
        var first = (await engine.FinishAsync("x")).SerializedOutput;
        await engine.Client.PurgeAsync("x");
        await engine.Client.ScheduleNewAsync("ids", null, new StartOptions("x"));

        Assert.NotEqual(first, (await engine.FinishAsync("x")).SerializedOutput);
    }

    /// <summary>Waits for the engine's stop at its first run, and answers at its second.</summary>
    private sealed class Slow(Func<int> onRun) : Activity<object?, int>
    {
        public override async Task<int> RunAsync(ActivityContext context, object? input, CancellationToken cancellationToken)
        {
            var run = onRun();
            if (run == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return run;
        }
    }

    private static TaskRegistry Gate(string first) => new TaskRegistry()
        .Activity<int, int>("a", n => n)
        .Activity<int, int>("b", n => n)
        .Orchestrator("gate", async context =>
        {
            await context.CallActivityAsync<int>(first, 1);
            var timer = context.CreateTimer(context.CurrentUtcDateTime + TimeSpan.FromHours(1), CancellationToken.None);
            var go = await context.WaitForExternalEvent<int>("go");
            await timer;
            return go;
        });
}
