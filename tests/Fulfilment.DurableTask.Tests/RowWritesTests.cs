using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Tests;

/// <summary>What is written that need not be, counted by triggers.</summary>
public sealed class RowWritesTests
{
    private static readonly SchemaModule Counting = new("count",
    [
        """
        CREATE TABLE count_write(what TEXT NOT NULL);
        CREATE TRIGGER count_insert AFTER INSERT ON instances BEGIN INSERT INTO count_write VALUES('insert'); END;
        CREATE TRIGGER count_update AFTER UPDATE ON instances BEGIN INSERT INTO count_write VALUES('update'); END;
        """,
    ]);

    [Fact]
    public async Task CustomStatus_SetToWhatItIs_WritesNothing()
    {
        await using var engine = await CreateAsync(async context =>
        {
            while (await context.WaitForExternalEvent<string>("say") is var said and not "end")
            {
                context.SetCustomStatus(said);
            }

            return 0;
        });
        await engine.Client.ScheduleNewAsync("code", null, new StartOptions("x"));
        await SayAsync(engine, "first");
        var before = await WritesAsync(engine);
        await SayAsync(engine, "first");
        var same = await WritesAsync(engine);
        await SayAsync(engine, "second");

        Assert.Equal(before, same);
        Assert.NotEqual(same, await WritesAsync(engine));
        Assert.Equal("\"second\"", (await engine.Client.GetInstanceAsync("x", getInputsAndOutputs: true))!.SerializedCustomStatus);
    }

    [Fact]
    public async Task Start_ThatEndsInItsBatch_WritesItsRowOnce()
    {
        await using var engine = await CreateAsync(_ => Task.FromResult(1));

        await engine.Engine.Store.WriteAsync(transaction => transaction.Start("code", "x", null));
        await engine.FinishAsync("x");

        Assert.Equal("insert", await WritesAsync(engine));
        Assert.Equal(OrchestrationStatus.Completed, (await engine.Client.GetInstanceAsync("x"))!.Status);
    }

    [Fact]
    public async Task RaiseEvent_ToWhatTheSameWriteStarted_IsTaken_AndToWhatWasUndone_IsNot()
    {
        await using var engine = await CreateAsync(context => context.WaitForExternalEvent<int>("go"));

        var taken = await engine.Engine.Store.WriteAsync(transaction => transaction.Start("code", "x", null) && transaction.RaiseEvent("x", "go", 7));
        await Assert.ThrowsAsync<ArithmeticException>(() => engine.Engine.Store.WriteAsync<int>(transaction =>
        {
            transaction.Start("code", "y", null);
            throw new ArithmeticException();
        }));
        var undone = await engine.Engine.Store.WriteAsync(transaction => transaction.RaiseEvent("y", "go", 8));

        Assert.True(taken);
        Assert.False(undone);
        Assert.Equal("7", (await engine.FinishAsync("x")).SerializedOutput);
        Assert.True(await engine.Engine.Store.WriteAsync(transaction => transaction.Start("code", "y", null)));
    }

    private static Task<EmbeddedHarness> CreateAsync(Func<OrchestrationContext, Task<int>> code) =>
        EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("code", code), options => options with { Modules = [Counting] });

    private static async Task SayAsync(EmbeddedHarness engine, string word)
    {
        await engine.Client.RaiseEventAsync("x", "say", word);
        await engine.SettleAsync();
    }

    private static Task<object?> WritesAsync(EmbeddedHarness engine) =>
        engine.Engine.Store.ReadAsync(connection => DatabaseFile.Scalar(connection, "SELECT group_concat(what) FROM count_write"));
}
