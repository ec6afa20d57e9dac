using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tests.Faults;
using Fulfilment.Domain.Orders;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fulfilment.FunctionApp.Tests.Functions;

/// <summary>
/// Back into its queue, an alert, out of the poison queue: the process dies at each call of it, before and after its effect. Then the message is there again,
/// as it is when its time of being hidden is over, and the next run deals with it.
/// </summary>
public sealed class PoisonGapTests
{
    private static readonly string Lane = new OutboxLane("demo.own.1", EffectLanes.Mail).ToMessage();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poison_DiesAnywhereWithAReadableMessage_ItGoesBackAndStaffHearOnce(bool afterEffect)
    {
        var calls = await SweepAsync(new PoisonMessage(QueueNames.Outbox, Lane, IsEncoded: true, "m1", "r"), afterEffect, (sent, alert) =>
        {
            // Twice after a death behind the send: a second key does nothing.
            Assert.InRange(sent.Count, 1, 2);
            Assert.All(sent, message => Assert.Equal((QueueNames.Outbox, Lane), message));
            Assert.Contains("every half hour", alert.Text, StringComparison.Ordinal);
        });
        // Received, sent back, looked for an open alert, alert and list written, deleted.
        Assert.InRange(calls, 6, 60);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poison_DiesAnywhereWithAnUnreadableMessage_ItEndsInOneAlert(bool afterEffect) =>
        await SweepAsync(new PoisonMessage(QueueNames.WmsSteps, "nonsense", IsEncoded: true, "m1", "r"), afterEffect, (sent, alert) =>
        {
            Assert.Empty(sent);
            Assert.Contains("nonsense", alert.Text, StringComparison.Ordinal);
        });

    private static async Task<int> SweepAsync(PoisonMessage message, bool afterEffect, Action<IReadOnlyList<(string, string)>, StaffAlert> check)
    {
        for (var failAt = 1; ; failAt++)
        {
            await using var test = await TestProduct.OpenAsync();
            var (poison, queues) = (new FakePoison(test.Dying, message), new NotedQueues(test.Dying));
            test.Dying.Plan = new FaultPlan(failAt, afterEffect);
            // What it meets on the way it logs, and leaves the message for the next run; or it ends.
            await Record.ExceptionAsync(() => Desk(test, poison, queues).ClearAsync(default));
            var died = test.Dying.Plan.WasReached;
            test.Dying.Plan = null;

            poison.Reappear();
            await Desk(test, poison, queues).ClearAsync(default);

            Assert.True(poison.IsEmpty, $"call {failAt}");
            check(queues.Sent, Assert.Single((await test.Product.Get<IStaffAlerts>().ListOpenAsync(null)).Items));
            if (!died) return failAt;
        }
    }

    private static PoisonDesk Desk(TestProduct test, IPoisonQueues poison, IMessageQueues queues) => new(
        poison, queues, test.Product.Get<AzureTables>(), test.Product.Get<AzureWriteBatches>(), test.Product.Get<IStaffAlerts>(), test.Clock, NullLogger<PoisonDesk>.Instance);

    /// <summary>Holds one message until it is deleted; received, it is hidden.</summary>
    private sealed class FakePoison(Faults faults, PoisonMessage message) : IPoisonQueues
    {
        private bool _isHidden;

        public bool IsEmpty { get; private set; }

        public void Reappear() => _isHidden = false;

        public Task<IReadOnlyList<PoisonMessage>> ReceiveAsync(string queue, CancellationToken cancellationToken) => faults.CallAsync(() =>
        {
            if (queue != message.Queue || IsEmpty || _isHidden) return Task.FromResult<IReadOnlyList<PoisonMessage>>([]);
            _isHidden = true;
            return Task.FromResult<IReadOnlyList<PoisonMessage>>([message]);
        });

        public Task DeleteAsync(PoisonMessage poison, CancellationToken cancellationToken) => faults.CallAsync(() => Task.FromResult(IsEmpty = true));
    }

    private sealed class NotedQueues(Faults faults) : IMessageQueues
    {
        public List<(string Queue, string Message)> Sent { get; } = [];

        public Task SendAsync(string queue, string message, TimeSpan? delay = null, CancellationToken cancellationToken = default) => faults.CallAsync(() =>
        {
            Sent.Add((queue, message));
            return Task.FromResult(true);
        });
    }
}
