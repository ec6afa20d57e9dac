namespace Fulfilment.DurableTask.Storage;

/// <summary>Persisted as numbers: never renumber. The names are what clients see as <see cref="HistoryEntry.Kind"/>.</summary>
internal enum HistoryKind : byte
{
    ExecutionStarted = 1,
    TaskScheduled = 2,
    TaskCompleted = 3,
    TaskFailed = 4,
    TimerCreated = 5,
    TimerFired = 6,
    SubOrchestrationScheduled = 7,
    SubOrchestrationCompleted = 8,
    SubOrchestrationFailed = 9,
    EventRaised = 10,
    ExecutionSuspended = 11,
    ExecutionResumed = 12,
    ExecutionCompleted = 13,
    ExecutionFailed = 14,
    ExecutionTerminated = 15,
    StartDue = 16,
}

/// <summary>
/// One step of an execution. Inputs (what happened to it) are fed to the code in sequence; actions (what it asked for)
/// are only compared with what the code asks for when it is replayed.
/// </summary>
internal sealed class HistoryEvent(HistoryKind kind)
{
    public HistoryKind Kind { get; } = kind;

    /// <summary>Position in the execution, from 0; given when the event is appended.</summary>
    public long Sequence { get; set; }

    /// <summary>UTC ticks; never smaller than the event before it.</summary>
    public long At { get; set; }

    /// <summary>The number of the scheduling action in its execution; -1 where there is none.</summary>
    public int TaskId { get; init; } = -1;

    /// <summary>Orchestrator, activity or event name.</summary>
    public string? Name { get; init; }

    /// <summary>UTF-8 JSON: input, result, event, or a <see cref="FailureDetails"/>.</summary>
    public byte[]? Payload { get; init; }

    /// <summary>TimerCreated and a delayed ExecutionStarted: due, UTC ticks. TaskScheduled: the attempt.</summary>
    public long Number { get; init; }

    /// <summary>SubOrchestrationScheduled: the child's instance id.</summary>
    public string? Text { get; init; }

    /// <summary>An input's: the span that brought it about, a W3C trace parent; null where nobody traced. Never compared by a replay.</summary>
    public string? Trace { get; init; }

    public bool IsAction => Kind is HistoryKind.TaskScheduled or HistoryKind.TimerCreated or HistoryKind.SubOrchestrationScheduled;

    public bool IsEnd => Kind is HistoryKind.ExecutionCompleted or HistoryKind.ExecutionFailed or HistoryKind.ExecutionTerminated;

    public bool IsInput => !IsAction && !IsEnd;
}
