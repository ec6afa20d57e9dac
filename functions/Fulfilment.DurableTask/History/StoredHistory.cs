using System.Text;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask;

/// <summary>What one execution has been through, taken out of its file: enough to run its code again, and read-only.</summary>
public sealed class StoredHistory
{
    internal StoredHistory(string instanceId, string name, int execution, string? parentInstanceId, IReadOnlyList<HistoryEvent> events)
    {
        InstanceId = instanceId;
        Name = name;
        Execution = execution;
        ParentInstanceId = parentInstanceId;
        Events = events;
    }

    public string InstanceId { get; }

    /// <summary>The orchestrator's registered name.</summary>
    public string Name { get; }

    /// <summary>Grows by one at each continue-as-new.</summary>
    public int Execution { get; }

    public string? ParentInstanceId { get; }

    /// <summary>Number of events.</summary>
    public int Count => Events.Count;

    /// <summary>JSON of the execution's input; null when it has none.</summary>
    public string? Input => Events.FirstOrDefault(item => item.Kind == HistoryKind.ExecutionStarted)?.Payload is { } payload ? Encoding.UTF8.GetString(payload) : null;

    /// <summary>When the execution was started, UTC.</summary>
    public DateTimeOffset StartedAt => Events.Count == 0 ? default : new DateTimeOffset(Events[0].At, TimeSpan.Zero);

    /// <summary>The external events in it, oldest first.</summary>
    public IEnumerable<StoredEvent> RaisedEvents => Events
        .Where(item => item.Kind == HistoryKind.EventRaised)
        .Select(item => new StoredEvent(item.Name!, new DateTimeOffset(item.At, TimeSpan.Zero), item.Payload is { } payload ? Encoding.UTF8.GetString(payload) : null));

    /// <summary>The activities in it that were called, oldest first; of each its first try. A file without inputs gives none.</summary>
    public IEnumerable<StoredCall> Calls => Events
        .Where(item => item is { Kind: HistoryKind.TaskScheduled, Number: <= 1, Payload: not null })
        .Select(item => new StoredCall(item.Name!, item.Payload));

    internal IReadOnlyList<HistoryEvent> Events { get; }

    /// <summary>Sequence of the first input that the code has not been given yet.</summary>
    internal long PendingFrom { get; init; } = long.MaxValue;

    /// <summary>Why the events are missing: their rows are damaged.</summary>
    internal string? Damage { get; init; }
}

/// <summary>A call of an activity.</summary>
/// <param name="Input">UTF-8 JSON.</param>
public sealed record StoredCall(string Name, ReadOnlyMemory<byte> Input);

/// <summary>An external event as it was raised.</summary>
/// <param name="Payload">JSON; null when it had none.</param>
public sealed record StoredEvent(string Name, DateTimeOffset At, string? Payload);
