using Azure.Storage;
using Azure.Storage.Queues;
using Fulfilment.Azure.Batches;
using Fulfilment.Azure.Outbox;
using Fulfilment.Azure.Storage;
using Fulfilment.Domain.Orders;
using Fulfilment.DurableTask;
using Fulfilment.FunctionApp.Functions;
using Fulfilment.FunctionApp.Hosting;
using Fulfilment.FunctionApp.Tests.Fakes;
using Fulfilment.Orchestration.Loop;
using Fulfilment.Orchestration.Ports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Fulfilment.FunctionApp.Tests.Functions;

/// <summary>Messages that failed too often: none is lost, none is stuck, and staff hear of each.</summary>
public sealed class PoisonTests : IAsyncLifetime
{
    private const string Step = """{"orderId":"demo.own.1","messageId":"m1","step":"Packing"}""";
    private TestProduct _test = null!;

    public async Task InitializeAsync() => _test = await TestProduct.OpenAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    private static string Lane => new OutboxLane("demo.own.1", EffectLanes.Mail).ToMessage();

    private IStaffAlerts Alerts => _test.Product.Get<IStaffAlerts>();

    private async Task<IReadOnlyList<StaffAlert>> OpenAsync() => (await Alerts.ListOpenAsync(null)).Items;

    private Task ClearAsync() => new PoisonFunctions(_test.Product).Poison(new TimerInfo(), _test.Client.Object, default);

    /// <summary>As the host puts it there: the message's own bytes.</summary>
    private async Task PoisonAsync(string queue, string text, bool encoded = true)
    {
        var client = Raw(queue);
        await client.CreateIfNotExistsAsync();
        await client.SendMessageAsync(encoded ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)) : text);
    }

    private QueueClient Raw(string queue) => new(
        new Uri($"{_test.Account.Queues}/{_test.Prefix}{queue}-poison"), new StorageSharedKeyCredential(_test.Account.Name, _test.Account.Key), new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });

    private async Task<int> PoisonedAsync(string queue) => (await Raw(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    private async Task<int> WaitingAsync(string queue) => (await (await _test.QueueAsync(queue)).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    [Fact]
    [Drives("Poison")]
    public async Task Poison_KeysAndStepsThatCanBeRead_GoBackForLaterAndStaffHear()
    {
        await PoisonAsync(QueueNames.Intake, "key-1");
        await PoisonAsync(QueueNames.Outbox, Lane);
        await PoisonAsync(QueueNames.WmsSteps, Step);
        await ClearAsync();
        foreach (var queue in PoisonQueues.Queues)
        {
            Assert.Equal((0, 1), (await PoisonedAsync(queue), await WaitingAsync(queue)));
            // Hidden for half an hour.
            Assert.Empty(await _test.TakeAsync(queue));
        }

        var alerts = await OpenAsync();
        Assert.Equal(3, alerts.Count);
        Assert.All(alerts, alert => Assert.Equal(PoisonDesk.AlertCode, alert.Code));
        Assert.Contains(alerts, alert => alert.Text.EndsWith(Step, StringComparison.Ordinal) && alert.Text.Contains("every half hour", StringComparison.Ordinal));
        Assert.Equal(3, _test.Logs.Entries.Count(entry => entry.Text.StartsWith("Poison message of queue", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Poison_NoPoisonQueueYet_DoesNothing()
    {
        await ClearAsync();
        Assert.Empty(await OpenAsync());
    }

    [Theory]
    [InlineData(QueueNames.WmsSteps, "nonsense")]
    [InlineData(QueueNames.WmsSteps, """{"orderId":"demo.own.1","messageId":"m","step":"Dancing"}""")]
    [InlineData(QueueNames.Outbox, "nonsense")]
    public async Task Poison_NeverReadable_EndsInAnAlertThatHoldsIt(string queue, string text)
    {
        await PoisonAsync(queue, text);
        await ClearAsync();
        Assert.Equal((0, 0), (await PoisonedAsync(queue), await WaitingAsync(queue)));
        Assert.Contains(text, Assert.Single(await OpenAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poison_NotBase64_EndsInAnAlertThatSaysSo()
    {
        await PoisonAsync(QueueNames.WmsSteps, Step, encoded: false);
        await ClearAsync();
        Assert.Equal((0, 0), (await PoisonedAsync(QueueNames.WmsSteps), await WaitingAsync(QueueNames.WmsSteps)));
        var alert = Assert.Single(await OpenAsync());
        Assert.Contains("not base64", alert.Text, StringComparison.Ordinal);
        Assert.Contains(Step, alert.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poison_LongUnreadableText_IsKeptAsFarAsARowTakesIt()
    {
        var text = new string('\u0001', 12_000) + " and more";
        await PoisonAsync(QueueNames.WmsSteps, text);
        await ClearAsync();
        Assert.Contains($"({text.Length} characters in all", Assert.Single(await OpenAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poison_SameMessageFailsAgain_HasOneOpenAlertAndANewOneAfterItWasResolved()
    {
        for (var time = 0; time < 2; time++)
        {
            await PoisonAsync(QueueNames.Outbox, Lane);
            await ClearAsync();
        }

        var first = Assert.Single(await OpenAsync());
        Assert.True(await Alerts.ResolveAsync(first.Key, null, "Ada"));
        await PoisonAsync(QueueNames.Outbox, Lane);
        await ClearAsync();
        Assert.NotEqual(first.Key, Assert.Single(await OpenAsync()).Key);
    }

    [Fact]
    public async Task Poison_AlertsCannotBeWritten_KeysGoBackAllTheSame()
    {
        await PoisonAsync(QueueNames.Intake, "key-1");
        await Desk(_test.Product.Get<IMessageQueues>(), Failing()).ClearAsync(default);
        Assert.Equal((0, 1), (await PoisonedAsync(QueueNames.Intake), await WaitingAsync(QueueNames.Intake)));
    }

    [Fact]
    public async Task Poison_AlertOfAnUnreadableMessageCannotBeWritten_TheMessageStays()
    {
        await PoisonAsync(QueueNames.WmsSteps, "nonsense");
        await Desk(_test.Product.Get<IMessageQueues>(), Failing()).ClearAsync(default);
        Assert.Equal(1, await PoisonedAsync(QueueNames.WmsSteps));
    }

    [Fact]
    public async Task Poison_QueueCannotBeReached_TheMessageStaysAndTheOthersGoOn()
    {
        await PoisonAsync(QueueNames.Intake, "key-1");
        await PoisonAsync(QueueNames.WmsSteps, "nonsense");
        var queues = new Mock<IMessageQueues>();
        queues.Setup(each => each.SendAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<TimeSpan?>(), It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("away"));
        await Desk(queues.Object, Alerts).ClearAsync(default);
        Assert.Equal((1, 0), (await PoisonedAsync(QueueNames.Intake), await PoisonedAsync(QueueNames.WmsSteps)));
    }

    private static IStaffAlerts Failing()
    {
        var alerts = new Mock<IStaffAlerts>();
        alerts.Setup(each => each.Raise(It.IsAny<IWriteBatch>(), It.IsAny<StaffAlert>())).Throws(new IOException("tables are away"));
        alerts.Setup(each => each.ListOpenAsync(It.IsAny<string?>(), It.IsAny<string?>(), It.IsAny<int>(), It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("tables are away"));
        return alerts.Object;
    }

    private PoisonDesk Desk(IMessageQueues queues, IStaffAlerts alerts) => new(
        _test.Product.Get<IPoisonQueues>(), queues, _test.Product.Get<AzureTables>(), _test.Product.Get<AzureWriteBatches>(), alerts, _test.Clock, NullLogger<PoisonDesk>.Instance);
}
