using Fulfilment.Azure.Storage;

namespace Fulfilment.FunctionApp.Tests.Moves;

/// <summary>Queues that hide a delayed message until the test's clock has come to it.</summary>
internal sealed class ClockedQueues(TimeProvider clock) : IMessageQueues
{
    private readonly Lock _lock = new();
    private readonly List<QueuedMessage> _messages = [];

    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_lock) return _messages.Count == 0 ? null : _messages.Min(message => message.Due);
        }
    }

    public Task SendAsync(string queue, string message, TimeSpan? delay = null, CancellationToken cancellationToken = default)
    {
        lock (_lock) _messages.Add(new QueuedMessage(queue, message, clock.GetUtcNow() + (delay ?? TimeSpan.Zero)));
        return Task.CompletedTask;
    }

    /// <summary>Null when none is due.</summary>
    public QueuedMessage? TakeDue()
    {
        lock (_lock)
        {
            if (_messages.Find(message => message.Due <= clock.GetUtcNow()) is not { } due) return null;
            _messages.Remove(due);
            return due;
        }
    }
}

internal sealed record QueuedMessage(string Queue, string Message, DateTimeOffset Due);
