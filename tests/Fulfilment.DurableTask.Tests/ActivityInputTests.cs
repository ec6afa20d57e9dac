using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Processing;
using Fulfilment.DurableTask.Storage;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>Inputs of activities are stored once, in the history, and found again after a stop.</summary>
public sealed class ActivityInputTests
{
    private readonly TaskCompletionSource _begun = new();

    [Fact]
    public async Task Input_OfAnActivityThatRuns_IsInTheHistoryOnly()
    {
        await using var engine = await CreateAsync(context => context.CallActivityAsync<string>("work", "needle"));
        await engine.Client.ScheduleNewAsync("code", null, new StartOptions("x"));
        await _begun.Task;

        var stored = await engine.Engine.Store.ReadAsync(connection => DatabaseFile.Scalar(connection, "SELECT count(*) || ' ' || count(input) FROM tasks"));

        Assert.Equal("1 0", stored);
    }

    [Theory]
    [InlineData("needle")]
    [InlineData(null)]
    public async Task Input_AfterAStop_IsReadFromTheHistory(string? input)
    {
        await using var engine = await CreateAsync(context => context.CallActivityAsync<string>("work", input));
        await engine.Client.ScheduleNewAsync("code", null, new StartOptions("x"));
        await _begun.Task;

        Assert.Equal([input ?? "nothing"], await InputsAfterRestartAsync(engine));
        Assert.Equal($"\"{input ?? "nothing"}\"", (await engine.FinishAsync("x")).SerializedOutput);
    }

    [Theory]
    [InlineData("needle")]
    [InlineData(null)]
    public async Task Input_OfAnEarlierExecution_OutlivesItsHistory(string? input)
    {
        await using var engine = await CreateAsync(async context =>
        {
            if (context.GetInput<string>() is null)
            {
                _ = context.CallActivityAsync<string>("work", input);
                await context.WaitForExternalEvent<object?>("go on");
                context.ContinueAsNew("second");
                return "";
            }

            return await context.WaitForExternalEvent<string>("never");
        });
        await engine.Client.ScheduleNewAsync("code", null, new StartOptions("x"));
        await _begun.Task;
        await engine.Client.RaiseEventAsync("x", "go on");
        // Its turn comes before the next request.
        await engine.Engine.Store.WriteAsync(_ => 0);

        Assert.Equal([input ?? "nothing"], await InputsAfterRestartAsync(engine));
    }

    [Fact]
    public async Task Input_OfAnActivityScheduledInTheBatchThatContinuesAsNew_IsKept()
    {
        await using var engine = await CreateAsync(async context =>
        {
            if (context.GetInput<string>() is null)
            {
                _ = context.CallActivityAsync<string>("work", "needle");
                context.ContinueAsNew("second");
                return "";
            }

            return await context.WaitForExternalEvent<string>("never");
        });
        await engine.Client.ScheduleNewAsync("code", null, new StartOptions("x"));
        await _begun.Task;

        Assert.Equal(["needle"], await InputsAfterRestartAsync(engine));
    }

    [Fact]
    public async Task Input_OfAnInstanceThatWasReplaced_IsKept()
    {
        await using var engine = await CreateAsync(context =>
        {
            if (context.GetInput<string>() is null)
            {
                _ = context.CallActivityAsync<string>("work", "needle");
            }

            return Task.FromResult("done");
        });
        await engine.Client.ScheduleNewAsync("code", null, new StartOptions("x"));
        await _begun.Task;
        await engine.Client.ScheduleNewAsync("code", "second", new StartOptions("x", DedupeStatuses: []));

        Assert.Equal(["needle"], await InputsAfterRestartAsync(engine));
    }

    [Trait(TestKind.Name, TestKind.Fault)]
    [Fact]
    public async Task Input_InADamagedHistory_QuarantinesTheInstanceAndTheRetryFindsItAgain()
    {
        await using var engine = await CreateAsync(context => context.CallActivityAsync<string>("work", "needle"));
        await engine.Client.ScheduleNewAsync("code", null, new StartOptions("x"));
        await _begun.Task;
        await engine.Engine.DisposeAsync();
        var opened = await EmbeddedEngine.OpenAsync(engine.Options);
        await using (opened)
        {
            Change(engine, "UPDATE history SET at = at + 1");
            var inputs = new List<string>();
            await opened.StartAsync(Registry(Immediate(inputs), Waiting), NoServices.Instance, []);
            await opened.Progress.WhenIdleAsync();
            var held = Assert.Single(await opened.Quarantine.ListAsync());
            Assert.Empty(inputs);
            Change(engine, "UPDATE history SET at = at - 1");

            Assert.True(await opened.Quarantine.RetryAsync(held.Id));
            await opened.Progress.WhenIdleAsync();

            Assert.Equal(["needle"], inputs);
            Assert.Contains("damaged", held.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Queue_OfLargeInputs_KeepsABoundedPartOfThemAndTheOrder()
    {
        var reads = 0;
        var queue = new ActivityQueue(row =>
        {
            reads++;
            return Enumerable.Range(row.TaskId, 4).ToDictionary(task => task, task => (byte[]?)Input(task));
        }, maxBytes: 500);
        for (var task = 0; task < 20; task++)
        {
            queue.Add(new TaskRow(1, "x", 1, task, "work", 1, Input(task)) { IsStored = true });
            Assert.True(queue.Bytes <= 500);
        }

        for (var task = 0; task < 20; task++)
        {
            Assert.Equal(20 - task, queue.Count);
            Assert.True(queue.TryTake(out var row, out _));
            Assert.Equal((task, (byte)task, 100), (row.TaskId, row.Input![0], row.Input.Length));
        }

        Assert.Equal((0, 0L, 4), (queue.Count, queue.Bytes, reads));
        static byte[] Input(int task) => [.. Enumerable.Repeat((byte)task, 100)];
    }

    private static readonly Func<OrchestrationContext, Task<string>> Waiting = context => context.WaitForExternalEvent<string>("never");

    private Task<EmbeddedHarness> CreateAsync(Func<OrchestrationContext, Task<string>> code) => EmbeddedHarness.CreateAsync(
        Registry(_ =>
        {
            _begun.TrySetResult();
            return new TaskCompletionSource<string>().Task;
        }, code),
        options => options with { StopPatience = TimeSpan.Zero });

    private static Func<string?, Task<string>> Immediate(List<string> inputs) => input =>
    {
        inputs.Add(input ?? "nothing");
        return Task.FromResult(input ?? "nothing");
    };

    private static TaskRegistry Registry(Func<string?, Task<string>> work, Func<OrchestrationContext, Task<string>> code) => new TaskRegistry()
        .Activity<string?, string>("work", (_, input) => work(input))
        .Orchestrator("code", code);

    private static async Task<List<string>> InputsAfterRestartAsync(EmbeddedHarness engine)
    {
        var inputs = new List<string>();
        await engine.RestartAsync(Registry(Immediate(inputs), async context => context.GetInput<string>() is null ? await context.CallActivityAsync<string>("work", "other") : await Waiting(context)));
        await engine.SettleAsync();
        return inputs;
    }

    private static void Change(EmbeddedHarness engine, string sql)
    {
        using var connection = DatabaseFile.Open(EngineFile.PathIn(engine.Options.Directory), Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite);
        DatabaseFile.Scalar(connection, sql);
    }
}
