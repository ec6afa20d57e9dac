using Fulfilment.DurableTask.Compliance;
using Fulfilment.DurableTask.Processing;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Tests;

public sealed class OutboxTests
{
    [Fact]
    public async Task Enqueue_FromAnActivity_IsDeliveredOnceAndItsResultComesBack()
    {
        var mail = new RecordingHandler("mail", (delivery, completion) =>
        {
            completion.RaiseEvent(delivery.Message.InstanceId, "sent", delivery.Message.Key);
            return OutboxResult.Delivered;
        });
        await using var engine = await EmbeddedHarness.CreateAsync(Sending(), null, mail);
        var id = await engine.Client.ScheduleNewAsync("send", null, new StartOptions("order"));

        var ended = await engine.FinishAsync(id);

        Assert.Equal("\"order/1\"", ended.SerializedOutput);
        Assert.Equal("hello", Assert.Single(mail.Deliveries).Message.Payload);
    }

    [Fact]
    public async Task Enqueue_AKnownKey_IsDroppedAlsoAfterItsDelivery()
    {
        var mail = new RecordingHandler("mail");
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, mail);

        var first = await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message(1)));
        await engine.SettleAsync();
        var second = await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message(1)));
        await engine.SettleAsync();

        Assert.True(first);
        Assert.False(second);
        Assert.Single(mail.Deliveries);
    }

    [Fact]
    public async Task Delivery_ThatThrows_IsTriedAgainWithDoublingWaits()
    {
        var mail = new RecordingHandler("mail", (delivery, _) => delivery.Attempt < 4 ? throw new IOException("down") : OutboxResult.Delivered);
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, mail);
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message(1)));
        await engine.SettleAsync();
        var waits = new List<double>();
        while (engine.Engine.Progress.NextDue is { } due)
        {
            waits.Add((due - engine.Now).TotalSeconds);
            await engine.AdvanceAsync(due - engine.Now);
        }

        Assert.Equal([2, 4, 8], waits);
        Assert.Equal([1, 2, 3, 4], mail.Deliveries.Select(delivery => delivery.Attempt));
    }

    [Fact]
    public async Task Delivery_ThatFails_HoldsOnlyItsOwnLane()
    {
        var mail = new RecordingHandler("mail", (delivery, _) =>
            delivery.Message.InstanceId == "a" && delivery.Attempt == 1 ? new OutboxResult.RetryAfter(TimeSpan.FromMinutes(1), "busy") : OutboxResult.Delivered);
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, mail);
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message(1, "a")) & transaction.Enqueue(Message(2, "a")) & transaction.Enqueue(Message(1, "b")));

        await engine.SettleAsync();
        Assert.Equal(["a/1", "b/1"], mail.Deliveries.Select(delivery => delivery.Message.Key).Order());
        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["a/1", "a/1", "a/2"], mail.Deliveries.Select(delivery => delivery.Message.Key).Where(key => key[0] == 'a'));
    }

    [Fact]
    public void Lane_OfMessagesInAnyOrder_GivesThemByNumberOneAtATime()
    {
        var lanes = new OutboxLanes();
        foreach (var number in new[] { 3L, 1, 5, 2, 4 })
        {
            lanes.Add(new OutboxEntry(100 - number, "mail", "order", number, 0, Due: 7));
        }

        var given = new List<long>();
        Assert.Null(lanes.TakeDue(6, TimeSpan.FromDays(1)));
        while (lanes.TakeDue(7, TimeSpan.FromDays(1)) is { } entry)
        {
            Assert.Null(lanes.TakeDue(7, TimeSpan.FromDays(1)));
            given.Add(entry.Number);
            lanes.Return(entry, entry is { Number: 2, Attempts: 0 } ? entry with { Attempts = 1 } : null);
        }

        Assert.Equal([1, 2, 2, 3, 4, 5], given);
        Assert.Null(lanes.NextDue(7, TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task Delivery_GivenUp_IsParkedAndDeliveredWhenRetried()
    {
        var broken = true;
        var mail = new RecordingHandler("mail", (_, _) => broken ? new OutboxResult.GiveUp("no such address") : OutboxResult.Delivered);
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, mail);
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message(1)));
        await engine.SettleAsync();
        var parked = Assert.Single(await engine.Quarantine.ListAsync());
        Assert.Equal(("outbox", "order", "no such address"), (parked.Kind, parked.InstanceId, parked.Reason));
        broken = false;

        Assert.True(await engine.Quarantine.RetryAsync(parked.Id));
        await engine.SettleAsync();

        Assert.Equal(2, mail.Deliveries.Count);
        Assert.Empty(await engine.Quarantine.ListAsync());
        Assert.False(await engine.Quarantine.RetryAsync(parked.Id));
    }

    [Fact]
    public async Task Message_WithoutAHandler_IsParkedWithTheReason()
    {
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry());
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message(1)));
        await engine.SettleAsync();

        Assert.Contains("No handler for messages of kind 'mail'", Assert.Single(await engine.Quarantine.ListAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_NotDeliveredBeforeAStop_IsDeliveredAfterTheNextStart()
    {
        var down = new RecordingHandler("mail", (_, _) => throw new IOException("down"));
        await using var engine = await EmbeddedHarness.CreateAsync(new TaskRegistry(), null, down);
        await engine.Engine.Store.WriteAsync(transaction => transaction.Enqueue(Message(1)));
        await engine.SettleAsync();
        var up = new RecordingHandler("mail");

        await engine.RestartAsync(new TaskRegistry(), [up]);
        await engine.SettleAsync();
        Assert.Empty(up.Deliveries);
        await engine.AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(2, Assert.Single(up.Deliveries).Attempt);
    }

    private static OutboxMessage Message(long number, string instance = "order") => new($"{instance}/{number}", "mail", instance, number, "hello");

    private static TaskRegistry Sending() => new TaskRegistry()
        .Activity<object?, bool>("enqueue", (context, _) =>
        {
            context.Writes.Enqueue(Message(1, context.InstanceId));
            return Task.FromResult(true);
        }, local: true)
        .Orchestrator("send", async context =>
        {
            await context.CallActivityAsync("enqueue");
            return await context.WaitForExternalEvent<string>("SENT");
        });
}
