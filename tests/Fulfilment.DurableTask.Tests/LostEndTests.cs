using Fulfilment.DurableTask.Compliance;
using Fulfilment.Testing;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Tests;

/// <summary>A history whose newest row is gone is a good chain of checksums; the check still finds that it is too short.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class LostEndTests
{
    [Theory]
    [InlineData("finished")]
    [InlineData("timer")]
    [InlineData("activity")]
    public async Task Check_OfAnInstanceThatLostItsNewestRow_SaysSo(string id)
    {
        using var folder = new DataFolder();
        await FillAsync(folder.Path);
        Assert.Empty(EngineFile.Check(folder.Path));

        using (var connection = new SqliteConnection($"Data Source={EngineFile.PathIn(folder.Path)};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                """
                DELETE FROM history WHERE id = (SELECT max(h.id) FROM history h JOIN registry r ON r.iid = h.iid WHERE r.instance = $id)
                AND (SELECT count(*) FROM history h JOIN registry r ON r.iid = h.iid WHERE r.instance = $id) > 1
                """;
            command.Parameters.AddWithValue("$id", id);
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        Assert.Contains("lost its end", Assert.Single(EngineFile.Check(folder.Path)), StringComparison.Ordinal);
    }

    /// <summary>Each instance gains its first row at its start and its second by an event.</summary>
    private static async Task FillAsync(string directory)
    {
        var stuck = new TaskCompletionSource<int>();
        await using var engine = await EmbeddedEngine.OpenAsync(new EngineOptions { Directory = directory, StopPatience = TimeSpan.Zero });
        await engine.StartAsync(new TaskRegistry()
            .Activity<int, int>("stuck", async (_, _) => await stuck.Task)
            .Orchestrator("finished", async context => await context.WaitForExternalEvent<int>("go"))
            .Orchestrator("timer", async context =>
            {
                await context.WaitForExternalEvent<int>("go");
                await context.CreateTimer(context.CurrentUtcDateTime + TimeSpan.FromDays(1), CancellationToken.None);
                return 0;
            })
            .Orchestrator("activity", async context =>
            {
                await context.WaitForExternalEvent<int>("go");
                return await context.CallActivityAsync<int>("stuck", 1);
            }), NoServices.Instance, []);
        foreach (var id in new[] { "finished", "timer", "activity" })
        {
            await engine.Client.ScheduleNewAsync(id, null, new StartOptions(id));
            await engine.Client.RaiseEventAsync(id, "go", 1);
        }

        await engine.Client.WaitForCompletionAsync("finished");
    }
}
