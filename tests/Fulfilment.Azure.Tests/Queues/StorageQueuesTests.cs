using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tests.Azurite;

namespace Fulfilment.Azure.Tests.Queues;

public sealed class StorageQueuesTests
{
    private static async Task<StorageQueues> OpenAsync() =>
        new(StorageAccount.Parse((await AzuriteServer.GetAsync()).ConnectionString), TestTables.NextPrefix());

    [Fact]
    public async Task Send_AnyText_ArrivesAsSentInBase64()
    {
        var queues = await OpenAsync();
        await queues.SendAsync(QueueNames.Intake, "é山🎁 \"quoted\" <xml/>");
        var message = Assert.Single((await (await queues.GetAsync(QueueNames.Intake)).ReceiveMessagesAsync()).Value);
        Assert.Equal("é山🎁 \"quoted\" <xml/>", message.Body.ToString());
        Assert.Equal(DateTimeOffset.MaxValue.Year, message.ExpiresOn!.Value.Year);
    }

    [Fact]
    public async Task Send_WithDelay_IsHiddenAtFirst()
    {
        var queues = await OpenAsync();
        await queues.SendAsync(QueueNames.Outbox, "later", TimeSpan.FromDays(30));
        await queues.SendAsync(QueueNames.Outbox, "now", TimeSpan.FromSeconds(-3));
        var client = await queues.GetAsync(QueueNames.Outbox);
        Assert.Equal("now", Assert.Single((await client.ReceiveMessagesAsync(32)).Value).Body.ToString());
        Assert.Equal(2, (await client.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }
}
