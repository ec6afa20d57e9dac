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

    /// <summary>The names of the external events in it, oldest first, with their JSON.</summary>
    public IEnumerable<(string Name, string? Payload)> RaisedEvents => Events
        .Where(item => item.Kind == HistoryKind.EventRaised)
        .Select(item => (item.Name!, item.Payload is { } payload ? Encoding.UTF8.GetString(payload) : null));

    internal IReadOnlyList<HistoryEvent> Events { get; }

    /// <summary>Sequence of the first input that the code has not been given yet.</summary>
    internal long PendingFrom { get; init; } = long.MaxValue;

    /// <summary>Why the events are missing: their rows are damaged.</summary>
    internal string? Damage { get; init; }
}
