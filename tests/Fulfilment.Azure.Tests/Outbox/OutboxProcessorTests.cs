using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tests.Compliance;
using Fulfilment.DurableTask;
using Fulfilment.Orchestration.Compliance;
using Microsoft.Extensions.DependencyInjection;

namespace Fulfilment.Azure.Tests.Outbox;

public sealed class OutboxProcessorTests : IAsyncLifetime
{
    private static readonly string Order = Samples.OrderId(1);
    private static readonly OutboxLane Lane = new(Order, ScriptedOutboxHandler.Lane);

    private readonly ScriptedOutboxHandler _handler = new();
    private AzureHarness _harness = null!;

    public async Task InitializeAsync() => _harness = await AzureHarness.OpenAzureAsync(services => services.AddSingleton<IOutboxHandler>(_handler));

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    private Task ProcessAsync() => _harness.Port<OutboxProcessor>().ProcessAsync(Lane);

    private Task EnqueueAsync(params long[] numbers) => _harness.CommitAsync(batch =>
    {
        foreach (var number in numbers) batch.Enqueue(new OutboxMessage($"{Order}/{number}", ScriptedOutboxHandler.Lane, Order, number, $"\"{number}\""));
    });

    private IReadOnlyList<TimeSpan?> Signals() => [.. _harness.Queues.Take(QueueNames.Outbox).Where(message => OutboxLane.Parse(message.Message) == Lane).Select(message => message.Delay)];

    [Fact]
    public async Task Enqueue_SeveralOfALane_LeavesOneMessageForIt()
    {
        await EnqueueAsync(1, 2, 3);
        Assert.Equal([null], Signals());
    }

    [Fact]
    public async Task Process_SeveralEffects_DeliversInOrderOfTheirNumbers()
    {
        await EnqueueAsync(10);
        await EnqueueAsync(2, 9);
        await ProcessAsync();
        Assert.Equal([2L, 9L, 10L], _handler.Delivered);
        await ProcessAsync();
        Assert.Equal(3, _handler.Delivered.Count);
    }

    [Fact]
    public async Task Enqueue_KeyAgainAfterDelivery_IsDropped()
    {
        await EnqueueAsync(1);
        await ProcessAsync();
        await EnqueueAsync(1);
        await ProcessAsync();
        Assert.Equal([1L], _handler.Delivered);
    }

    [Fact]
    public async Task Process_HandlerThrows_WaitsLongerEachTimeAndHoldsBackTheRest()
    {
        await EnqueueAsync(1, 2);
        Signals();
        _handler.Next(_ => throw new TimeoutException("slow"), _ => throw new TimeoutException("slow"));
        await ProcessAsync();
        await ProcessAsync();
        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)], Signals());
        _harness.Clock.Advance(TimeSpan.FromSeconds(5));
        await ProcessAsync();
        Assert.Equal([TimeSpan.FromSeconds(10)], Signals());
        _harness.Clock.Advance(TimeSpan.FromSeconds(10));
        await ProcessAsync();
        Assert.Equal([1L, 1L, 1L, 2L], _handler.Delivered);
        Assert.Equal([1, 2, 3, 1], _handler.Attempts);
    }

    [Fact]
    public async Task Process_RetryAfter_WaitsAsLongAsTheProviderAsks()
    {
        await EnqueueAsync(1);
        Signals();
        _handler.Next(_ => new OutboxResult.RetryAfter(TimeSpan.FromMinutes(7), "busy"));
        await ProcessAsync();
        Assert.Equal([TimeSpan.FromMinutes(7)], Signals());
        _harness.Clock.Advance(TimeSpan.FromMinutes(7));
        await ProcessAsync();
        Assert.Equal(2, _handler.Delivered.Count);
    }

    /// <summary>As on the embedded engine: otherwise nobody would ever hear of it.</summary>
    [Fact]
    public async Task Process_ProviderAsksForLaterEachTime_IsParkedInTheEnd()
    {
        await EnqueueAsync(1, 2);
        var policy = _harness.Port<OutboxPolicy>();
        for (var attempt = 1; attempt <= policy.MaxAttempts; attempt++)
        {
            _handler.Next(_ => new OutboxResult.RetryAfter(TimeSpan.FromMinutes(7), "busy"));
            await ProcessAsync();
            _harness.Clock.Advance(TimeSpan.FromMinutes(7));
        }

        var parked = Assert.Single(await _harness.Port<IQuarantine>().ListAsync());
        Assert.Equal(policy.MaxAttempts, parked.Attempts);
        Assert.Contains($"{policy.MaxAttempts} tries: busy", parked.Reason, StringComparison.Ordinal);
        Assert.Equal(2, _handler.Delivered[^1]);
    }

    [Fact]
    public async Task Process_GiveUp_ParksItForStaffAndGoesOnWithTheNext()
    {
        await EnqueueAsync(1, 2);
        _handler.Next(_ => new OutboxResult.GiveUp("no such mailbox"));
        await ProcessAsync();
        Assert.Equal([1L, 2L], _handler.Delivered);
        var item = Assert.Single(await _harness.Port<IQuarantine>().ListAsync());
        Assert.Equal(("outbox", Order, 1), (item.Kind, item.InstanceId, item.Attempts));
        Assert.Contains("no such mailbox", item.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_NonRetriable_ParksItAtOnce()
    {
        await EnqueueAsync(1);
        _handler.Next(_ => throw new NonRetriableException("malformed"));
        await ProcessAsync();
        Assert.Single(await _harness.Port<IQuarantine>().ListAsync());
    }

    [Fact]
    public async Task Process_FailsTooOften_IsParked()
    {
        await EnqueueAsync(1);
        var policy = _harness.Port<OutboxPolicy>();
        for (var attempt = 1; attempt <= policy.MaxAttempts; attempt++)
        {
            _handler.Next(_ => throw new TimeoutException("slow"));
            await ProcessAsync();
            _harness.Clock.Advance(policy.MaxDelay);
        }

        Assert.Equal(policy.MaxAttempts, Assert.Single(await _harness.Port<IQuarantine>().ListAsync()).Attempts);
    }

    [Fact]
    public async Task Retry_ParkedEffect_IsDeliveredAndLeavesTheList()
    {
        await EnqueueAsync(1);
        _handler.Next(_ => new OutboxResult.GiveUp("wrong key"));
        await ProcessAsync();
        Signals();
        var quarantine = _harness.Port<IQuarantine>();
        var id = Assert.Single(await quarantine.ListAsync()).Id;
        Assert.True(await quarantine.RetryAsync(id));
        Assert.False(await quarantine.RetryAsync(id));
        // The first in case the process dies before the second.
        Assert.Equal([TimeSpan.FromSeconds(30), null], Signals());
        await ProcessAsync();
        Assert.Equal([1L, 1L], _handler.Delivered);
        Assert.Empty(await quarantine.ListAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("a b")]
    [InlineData("orchestration:demo.own.1")]
    public async Task Retry_NoSuchItem_IsFalse(string id) => Assert.False(await _harness.Port<IQuarantine>().RetryAsync(id));

    [Fact]
    public async Task Process_KindWithoutHandler_IsParked()
    {
        await _harness.CommitAsync(batch => batch.Enqueue(new OutboxMessage($"{Order}/1", "unknown", Order, 1, "1")));
        await _harness.Port<OutboxProcessor>().ProcessAsync(new OutboxLane(Order, "unknown"));
        Assert.Contains("unknown", Assert.Single(await _harness.Port<IQuarantine>().ListAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_LaneIsBusy_LeavesAMessageForLaterAndDeliversNothingTwice()
    {
        await EnqueueAsync(1);
        Signals();
        var inside = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        _handler.NextAsync(async _ =>
        {
            inside.SetResult();
            await goOn.Task;
            return OutboxResult.Delivered;
        });
        var first = ProcessAsync();
        await inside.Task;
        await ProcessAsync();
        goOn.SetResult();
        await first;
        Assert.Equal([1L], _handler.Delivered);
        Assert.Equal([TimeSpan.FromSeconds(10)], Signals());
    }

    [Fact]
    public async Task Process_HolderDied_IsTakenOverWhenItsLeaseEnds()
    {
        await EnqueueAsync(1);
        _harness.Faults = new Faults.FaultPlan(5, afterEffect: true);
        await Record.ExceptionAsync(ProcessAsync);
        _harness.Faults = null;
        _harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await ProcessAsync();
        Assert.Empty(_handler.Delivered);
        _harness.Clock.Advance(TimeSpan.FromMinutes(6));
        await ProcessAsync();
        Assert.Equal([1L], _handler.Delivered);
    }
}
