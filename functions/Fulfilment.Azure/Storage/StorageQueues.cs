using System.Collections.Concurrent;
using Azure.Storage;
using Azure.Storage.Queues;

namespace Fulfilment.Azure.Storage;

/// <summary>Storage Queues. Messages are base64, as host.json says for the triggers.</summary>
public sealed class StorageQueues(StorageAccount account, string prefix = "") : IMessageQueues
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Lazy<Task<QueueClient>>> _queues = new(StringComparer.Ordinal);

    public async Task SendAsync(string queue, string message, TimeSpan? delay = null, CancellationToken cancellationToken = default)
    {
        var client = await GetAsync(queue);
        await client.SendMessageAsync(message, delay is { } wait ? Clamp(wait) : null, NeverExpires, cancellationToken);
    }

    /// <summary>The queue, created when it is not there.</summary>
    public Task<QueueClient> GetAsync(string queue) => _queues.GetOrAdd(queue, name => new Lazy<Task<QueueClient>>(() => CreateAsync(name))).Value;

    private static TimeSpan NeverExpires => TimeSpan.FromSeconds(-1);

    private static TimeSpan Clamp(TimeSpan delay) => delay < TimeSpan.Zero ? TimeSpan.Zero : delay > Longest ? Longest : delay;

    private async Task<QueueClient> CreateAsync(string name)
    {
        var uri = new Uri($"{account.Queues.ToString().TrimEnd('/')}/{prefix}{name}");
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        var client = account.Key is { } key
            ? new QueueClient(uri, new StorageSharedKeyCredential(account.Name, key), options)
            : new QueueClient(uri, account.Credential, options);
        try
        {
            await client.CreateIfNotExistsAsync();
        }
        catch
        {
            // A failed start must not be remembered as the queue.
            _queues.TryRemove(name, out _);
            throw;
        }

        return client;
    }
}
