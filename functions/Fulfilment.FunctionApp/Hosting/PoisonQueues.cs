using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Fulfilment.Azure.Storage;

namespace Fulfilment.FunctionApp.Hosting;

/// <summary>A message that failed too often.</summary>
/// <param name="Queue">The queue it failed in.</param>
/// <param name="Text">As it was sent.</param>
/// <param name="IsEncoded">False: it is not base64, so no trigger can read it.</param>
public sealed record PoisonMessage(string Queue, string Text, bool IsEncoded, string MessageId, string Receipt);

/// <summary>The poison queues of the app's triggers.</summary>
public interface IPoisonQueues
{
    /// <summary>Some of the messages; each is hidden until it is deleted or, some minutes later, there again.</summary>
    Task<IReadOnlyList<PoisonMessage>> ReceiveAsync(string queue, CancellationToken cancellationToken);

    Task DeleteAsync(PoisonMessage message, CancellationToken cancellationToken);
}

/// <summary>
/// The poison queues, read as they are. A queue trigger on one would refuse a message for good after some failures of its own (a poison queue has no poison queue),
/// and could not read what is not base64 at all.
/// </summary>
public sealed class PoisonQueues(StorageAccount account, string prefix = "") : IPoisonQueues
{
    private const string Suffix = "-poison";
    private const int MostAtOnce = 32;

    /// <summary>Long enough to handle a batch; after it, what could not be handled is there again.</summary>
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(5);

    /// <summary>Those that the app's triggers read.</summary>
    public static readonly IReadOnlyList<string> Queues = [QueueNames.Intake, QueueNames.Outbox, QueueNames.WmsSteps];

    public async Task<IReadOnlyList<PoisonMessage>> ReceiveAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            var messages = (await Client(queue).ReceiveMessagesAsync(MostAtOnce, Hidden, cancellationToken)).Value;
            return [.. messages.Select(message => Read(queue, message))];
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // The host makes it with the first message that fails too often.
            return [];
        }
    }

    public Task DeleteAsync(PoisonMessage message, CancellationToken cancellationToken) => Client(message.Queue).DeleteMessageAsync(message.MessageId, message.Receipt, cancellationToken);

    private static PoisonMessage Read(string queue, QueueMessage message)
    {
        var raw = message.Body.ToString();
        var bytes = new byte[raw.Length];
        var isEncoded = Convert.TryFromBase64String(raw, bytes, out var length);
        return new PoisonMessage(queue, isEncoded ? Encoding.UTF8.GetString(bytes, 0, length) : raw, isEncoded, message.MessageId, message.PopReceipt);
    }

    private QueueClient Client(string queue)
    {
        var uri = new Uri($"{account.Queues.ToString().TrimEnd('/')}/{prefix}{queue}{Suffix}");
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        return account.Key is { } key ? new QueueClient(uri, new StorageSharedKeyCredential(account.Name, key), options) : new QueueClient(uri, account.Credential, options);
    }
}
