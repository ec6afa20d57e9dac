using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Tests;

/// <summary>A file of the first version, made by its own SQL, goes on under this one.</summary>
public sealed class MigrationTests
{
    [Fact]
    public async Task Open_AFileOfVersion1_GoesOnWhereItStopped()
    {
        using var old = new DataFolder();
        await WriteVersion1Async(old.Path);

        await using var engine = await EmbeddedHarness.CreateAsync(Registry(input => Task.FromResult(input + " done")), options => options with { Directory = old.Path });

        Assert.Equal("\"rested\"", (await engine.FinishAsync("a")).SerializedOutput);
        Assert.Equal("\"later\"", (await engine.FinishAsync("b")).SerializedOutput);
        Assert.Equal("\"input done\"", (await engine.FinishAsync("c")).SerializedOutput);
        Assert.Empty(EngineFile.Check(old.Path));
    }

    private static TaskRegistry Registry(Func<string, Task<string>> work) => new TaskRegistry()
        .Activity<string, string>("work", (_, input) => work(input))
        .Orchestrator<string, string>("work", (context, input) => context.CallActivityAsync<string>("work", input))
        .Orchestrator<string, string>("sleep", async (context, input) =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddMinutes(1), CancellationToken.None);
            return input;
        });

    /// <summary>Two that sleep and one whose activity runs.</summary>
    private static async Task WriteVersion1Async(string directory)
    {
        var begun = new TaskCompletionSource();
        await using var engine = await EmbeddedHarness.CreateAsync(Registry(_ =>
        {
            begun.SetResult();
            return new TaskCompletionSource<string>().Task;
        }), options => options with { StopPatience = TimeSpan.Zero });
        await engine.Client.ScheduleNewAsync("sleep", "rested", new StartOptions("a"));
        await engine.Client.ScheduleNewAsync("sleep", "later", new StartOptions("b") { StartAt = engine.Now.AddMinutes(3) });
        await engine.SettleAsync();
        await engine.Client.ScheduleNewAsync("work", "input", new StartOptions("c"));
        await begun.Task;
        await engine.Engine.DisposeAsync();
        Copy(engine.Options.Directory, directory);
    }

    /// <summary>The rows of a present file, as the first version kept them.</summary>
    private static void Copy(string from, string to)
    {
        using var connection = DatabaseFile.Open(EngineFile.PathIn(to), SqliteOpenMode.ReadWriteCreate);
        DatabaseFile.Scalar(connection, $"PRAGMA application_id = {Schema.ApplicationId}");
        Migrations.Run(connection, [Schema.Engine with { Migrations = [Schema.Engine.Migrations[0]] }]);
        DatabaseFile.Scalar(connection, $"ATTACH '{EngineFile.PathIn(from)}' AS present");
        DatabaseFile.Scalar(connection,
            """
            INSERT INTO registry SELECT * FROM present.registry;
            INSERT INTO instances SELECT * FROM present.instances;
            INSERT INTO history SELECT * FROM present.history;
            INSERT INTO timers SELECT due, iid, task FROM present.timers;
            INSERT INTO tasks(iid, execution, task, name, attempt, input) SELECT iid, execution, task, name, attempt, CAST('"input"' AS BLOB) FROM present.tasks;
            """);
        Assert.Equal(1, Migrations.Versions(connection)["engine"]);
        Assert.Equal(2L, DatabaseFile.Scalar(connection, "SELECT count(*) FROM timers"));
        Assert.Equal(1L, DatabaseFile.Scalar(connection, "SELECT count(*) FROM tasks"));
    }
}
