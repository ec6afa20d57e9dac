using System.Collections.Concurrent;
using Fulfilment.Azure.Storage;
using Fulfilment.Azure.Tests.Faults;

namespace Fulfilment.Azure.Tests.Compliance;

/// <summary>Queues in memory. Delays are kept beside the messages; nobody waits for them here.</summary>
internal sealed class FakeQueues : IMessageQueues
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(string Message, TimeSpan? Delay)>> _queues = new(StringComparer.Ordinal);

    public FaultPlan? Faults { get; set; }

    public Task SendAsync(string queue, string message, TimeSpan? delay = null, CancellationToken cancellationToken = default)
    {
        return Faults is { } faults ? faults.RunAsync(Send) : Send();

        Task<bool> Send()
        {
            _queues.GetOrAdd(queue, _ => new()).Enqueue((message, delay));
            return Task.FromResult(true);
        }
    }

    /// <summary>Handles the messages that are there, as a queue does: one whose handling fails stays, and the failure is told.</summary>
    public async Task HandleAsync(string queue, Func<string, Task> handle)
    {
        var messages = Take(queue);
        for (var i = 0; i < messages.Count; i++)
        {
            try
            {
                await handle(messages[i].Message);
            }
            catch
            {
                foreach (var message in messages.Skip(i)) _queues[queue].Enqueue(message);
                throw;
            }
        }
    }

    /// <summary>Takes all messages that are there.</summary>
    public IReadOnlyList<(string Message, TimeSpan? Delay)> Take(string queue)
    {
        var taken = new List<(string, TimeSpan?)>();
        while (_queues.TryGetValue(queue, out var messages) && messages.TryDequeue(out var message)) taken.Add(message);
        return taken;
    }
}
