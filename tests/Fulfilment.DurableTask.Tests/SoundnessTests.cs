using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.CrashHost;
using Fulfilment.DurableTask.Storage;
using Fulfilment.Testing;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Tests;

/// <summary>The tests of faults are worth what their common question notices.</summary>
public sealed class SoundnessTests
{
    [Theory]
    [InlineData("UPDATE meta SET value = value", null)]
    [InlineData("UPDATE history SET at = at + 1", "does not match its checksum")]
    [InlineData("DELETE FROM timers", "timer #0 of x would never fire")]
    [InlineData("UPDATE timers SET due = due + 1", "timer #0 of x would never fire")]
    [InlineData("UPDATE instances SET pending_from = 0", "has an input that its code was never given: x")]
    public async Task Faults_OfAFileThatWasChanged_SaysSo(string change, string? fault)
    {
        await using var engine = await SleepingAsync();

        Change(engine, change);

        var faults = Soundness.Faults(engine.Options.Directory, engine.Registry);
        if (fault is null) Assert.Empty(faults);
        else Assert.Contains(faults, line => line.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Faults_OfOtherCode_SaysSo()
    {
        await using var engine = await SleepingAsync();

        var faults = Soundness.Faults(engine.Options.Directory, new TaskRegistry().Orchestrator("sleep", async context => await context.CallActivityAsync<int>("other")));

        Assert.Contains("cold replay of x", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_OfThisProject_SayThatTheyAre() => Assert.Empty(TestKind.UnmarkedFaults(typeof(SoundnessTests).Assembly));

    private static async Task<EmbeddedHarness> SleepingAsync()
    {
        var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("sleep", async context =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime + TimeSpan.FromDays(1), CancellationToken.None);
            return 1;
        }));
        await engine.Client.ScheduleNewAsync("sleep", null, new StartOptions("x"));
        await engine.SettleAsync();
        return engine;
    }

    private static void Change(EmbeddedHarness engine, string sql)
    {
        using var connection = DatabaseFile.Open(EngineFile.PathIn(engine.Options.Directory), SqliteOpenMode.ReadWrite);
        DatabaseFile.Scalar(connection, sql);
    }
}
