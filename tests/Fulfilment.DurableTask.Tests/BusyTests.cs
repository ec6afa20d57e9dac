using Fulfilment.DurableTask.Compliance;
using Fulfilment.Testing;

namespace Fulfilment.DurableTask.Tests;

/// <summary>Another program that writes to the file, for a moment or for too long.</summary>
[Trait(TestKind.Name, TestKind.Fault)]
public sealed class BusyTests
{
    [Fact]
    public async Task HeldForAMoment_IsWaitedFor()
    {
        LockWaits.Install();
        await using var engine = await EmbeddedHarness.CreateAsync(Echo());
        var thread = await engine.Engine.Store.WriteAsync(_ => Environment.CurrentManagedThreadId);
        using var holding = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var other = HoldAsync(engine, holding, release);
        holding.Wait();
        var waits = LockWaits.NextOf(thread);

        var start = engine.Client.ScheduleNewAsync("echo", "text", new StartOptions("x"));
        Assert.Same(waits, await Task.WhenAny(waits, start));
        release.Set();

        await other;
        await start;
        Assert.Equal("\"text\"", (await engine.FinishAsync("x")).SerializedOutput);
        await engine.AssertSoundAsync();
    }

    [Fact]
    public async Task HeldForTooLong_RefusesTheCaller_AndGoesOnAfterwards()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(Echo(), options => options with { BusyTimeout = TimeSpan.FromMilliseconds(1) });
        using var holding = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var other = HoldAsync(engine, holding, release);
        holding.Wait();

        var error = await Assert.ThrowsAsync<EngineFileException>(() => engine.Client.ScheduleNewAsync("echo", "text", new StartOptions("x")));
        release.Set();
        await other;

        Assert.Contains("held by another program", error.Message, StringComparison.Ordinal);
        await engine.Client.ScheduleNewAsync("echo", "text", new StartOptions("x"));
        Assert.Equal("\"text\"", (await engine.FinishAsync("x")).SerializedOutput);
        await engine.AssertSoundAsync();
    }

    [Fact]
    public async Task MoreMessagesThanDeliveriesAtATime_WaitWithoutTurningTheEngineRound()
    {
        using var gate = new SemaphoreSlim(0);
        var mail = new GatedHandler(gate);
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(),
            options => options with { MaxConcurrentDeliveriesPerKind = 2 }, mail);
        await engine.Engine.Store.WriteAsync(transaction => Enumerable.Range(0, 10).Count(n => transaction.Enqueue(new OutboxMessage($"i{n}/1", "mail", $"i{n}", 1, "{}"))));

        // What waits for a place has no due time of its own: the engine sleeps until a delivery ends.
        Assert.Null(engine.Engine.Progress.NextDue);
        gate.Release(10);
        await engine.SettleAsync();

        Assert.Equal(10, mail.Delivered);
        Assert.True(mail.MostAtATime <= 2);
    }

    private static TaskRegistry Echo() => new TaskRegistry().Orchestrator<string, string>("echo", (_, text) => Task.FromResult(text));

    private static Task HoldAsync(EmbeddedHarness engine, ManualResetEventSlim holding, ManualResetEventSlim release) => Task.Run(() =>
        EngineFile.WriteBeside(engine.Options.Directory, (connection, transaction) =>
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "INSERT INTO meta VALUES('other', 1)";
            command.ExecuteNonQuery();
            holding.Set();
            release.Wait();
            return 0;
        }));

    private sealed class GatedHandler(SemaphoreSlim gate) : IOutboxHandler
    {
        private int _running;
        private int _delivered;
        private int _most;

        public string Kind => "mail";

        public int Delivered => _delivered;

        public int MostAtATime => _most;

        public async Task<OutboxResult> DeliverAsync(OutboxDelivery delivery, IWriteBatch completion, CancellationToken cancellationToken)
        {
            var running = Interlocked.Increment(ref _running);
            int most;
            while (running > (most = _most) && Interlocked.CompareExchange(ref _most, running, most) != most)
            {
            }

            await gate.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref _running);
            Interlocked.Increment(ref _delivered);
            return OutboxResult.Delivered;
        }
    }
}
