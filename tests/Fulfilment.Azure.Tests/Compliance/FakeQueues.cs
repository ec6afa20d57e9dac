using System.Collections.Concurrent;
using Fulfilment.Azure.Storage;

namespace Fulfilment.Azure.Tests.Compliance;

/// <summary>Queues in memory. Delays are kept beside the messages; nobody waits for them here.</summary>
internal sealed class FakeQueues : IMessageQueues
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(string Message, TimeSpan? Delay)>> _queues = new(StringComparer.Ordinal);

    /// <summary>Thrown at the next send, once: the process dies there.</summary>
    public Exception? FailNext { get; set; }

    public Task SendAsync(string queue, string message, TimeSpan? delay = null, CancellationToken cancellationToken = default)
    {
        if (FailNext is { } failure)
        {
            FailNext = null;
            throw failure;
        }

        _queues.GetOrAdd(queue, _ => new()).Enqueue((message, delay));
        return Task.CompletedTask;
    }

    /// <summary>Takes all messages that are there.</summary>
    public IReadOnlyList<(string Message, TimeSpan? Delay)> Take(string queue)
    {
        var taken = new List<(string, TimeSpan?)>();
        while (_queues.TryGetValue(queue, out var messages) && messages.TryDequeue(out var message)) taken.Add(message);
        return taken;
    }
}
