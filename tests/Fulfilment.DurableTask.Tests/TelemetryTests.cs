using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Fulfilment.DurableTask.Compliance;

namespace Fulfilment.DurableTask.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_CountWhatHappened()
    {
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Fulfilment.DurableTask")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen.AddOrUpdate(instrument.Name, value, (_, old) => old + value));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen.AddOrUpdate(instrument.Name, value, (_, old) => old + value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => seen.AddOrUpdate(instrument.Name, value, (_, old) => old + value));
        listener.Start();
        await using var engine = await EmbeddedHarness.CreateAsync(
            new TaskRegistry().Orchestrator("order", async context => await context.WaitForExternalEvent<int>("go")),
            options => options with { CacheBytes = 0 },
            new RecordingHandler("mail", (_, _) => new OutboxResult.RetryAfter(TimeSpan.FromHours(1), "busy")));
        await engine.Client.ScheduleNewAsync("order", null, new StartOptions("x"));
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(new OutboxMessage("x/1", "mail", "x", 1, "{}")));
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(new OutboxMessage("y/1", "fax", "y", 1, "{}")));
        await engine.Client.RaiseEventAsync("x", "go", 1);
        await engine.FinishAsync("x");
        engine.Clock.Advance(TimeSpan.FromMinutes(10));

        listener.RecordObservableInstruments();

        // Other tests measure at the same time, so that sums are lower bounds.
        Assert.True(seen["engine.turns"] >= 2);
        Assert.True(seen["engine.commit.steps"] >= 4);
        Assert.True(seen["engine.commit.duration"] > 0);
        Assert.True(seen["engine.replay.duration"] > 0);
        Assert.True(seen["engine.quarantined"] >= 1);
        Assert.True(seen["engine.outbox.depth"] >= 1);
        Assert.True(seen["engine.outbox.age"] >= 600);
        Assert.True(seen["engine.outbox.parked"] >= 1);
        Assert.Contains("engine.quarantine.depth", seen.Keys);
        Assert.Contains("engine.queue.depth", seen.Keys);
        Assert.Contains("engine.activities.pending", seen.Keys);
        Assert.Contains("engine.cache.size", seen.Keys);
    }

    [Fact]
    public async Task Quarantine_AfterARestart_IsStillSeen()
    {
        var (instances, messages) = (0, 0);
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry().Orchestrator("gone", async context => await context.WaitForExternalEvent<int>("go")));
        await engine.Client.ScheduleNewAsync("gone", null, new StartOptions("x"));
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(new OutboxMessage("y/1", "fax", "y", 1, "{}")));
        await engine.SettleAsync();
        await engine.RestartAsync(new TaskRegistry());
        await engine.Client.RaiseEventAsync("x", "go", 1);
        await engine.SettleAsync();
        await engine.RestartAsync(new TaskRegistry());
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name is "engine.quarantine.depth" or "engine.outbox.parked")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _ = instrument.Name == "engine.outbox.parked" ? messages += value : instances += value);
        listener.Start();

        listener.RecordObservableInstruments();

        // Engines of other tests may be seen too.
        Assert.True(instances >= 1 && messages >= 1, $"{instances} instances, {messages} messages");
    }
}
