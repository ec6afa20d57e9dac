using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>Who called an instance as a sub-orchestration: the answer is for that execution's step only.</summary>
internal readonly record struct ParentLink(long Iid, int Execution, int TaskId);

/// <summary>An instance as the engine holds it in memory while it is in use. Belongs to the engine's thread.</summary>
internal sealed class Instance(long iid, string id, string name, int execution, long created)
{
    public long Iid { get; } = iid;

    public string Id { get; } = id;

    public string Name { get; } = name;

    public int Execution { get; set; } = execution;

    /// <summary>UTC ticks.</summary>
    public long Created { get; } = created;

    public OrchestrationStatus Status { get; set; }

    public byte[]? CustomStatus { get; set; }

    public ParentLink? Parent { get; init; }

    public string? ParentId { get; set; }

    /// <summary>The trace parent of whoever started it.</summary>
    public string? Trace { get; init; }

    /// <summary>What the present turn brings about belongs to this trace parent.</summary>
    public string? TurnTrace { get; set; }

    public bool Quarantined { get; set; }

    /// <summary>Turns in a row that could not be run.</summary>
    public int FailedTurns { get; set; }

    /// <summary>Sequence of the first input stored but not yet fed to the code; null when there is none.</summary>
    public long? PendingFrom { get; set; }

    public bool IsFinished => Status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated;

    /// <summary>The code, brought up to date; null when it must be replayed first.</summary>
    public Execution? Live { get; set; }

    /// <summary>Appended in the present batch.</summary>
    public List<HistoryEvent> Unsaved { get; } = [];

    /// <summary>Not yet fed to the code. Complete only when <see cref="InputsLoaded"/>.</summary>
    public List<HistoryEvent> Inputs { get; } = [];

    public bool InputsLoaded { get; set; } = true;

    /// <summary>The end of the stored chain; unknown until <see cref="TailKnown"/>.</summary>
    public long LastSequence { get; set; } = -1;

    public long LastAt { get; set; }

    public long Sum { get; set; }

    public bool TailKnown { get; set; }

    /// <summary>The row is not there yet; the batch in which the instance begins writes it, once.</summary>
    public bool IsNew { get; set; }

    /// <summary>The row exists but differs from this object.</summary>
    public bool RowChanged { get; set; }

    /// <summary>A new execution began: the stored history goes before the new one is written.</summary>
    public bool HistoryDropped { get; set; }

    public bool InBatch { get; set; }

    public bool Queued { get; set; }

    /// <summary>Rough memory of the live code, from the bytes it was fed.</summary>
    public long Weight { get; set; } = 2048;

    public bool IsCached { get; set; }

    /// <summary>Not to be dropped before the batch has ended.</summary>
    public bool IsUsed { get; set; }

    /// <summary>The part of the cache it may be dropped from; null while it is used or queued.</summary>
    public CacheShelf? Shelf { get; set; }

    public LinkedListNode<Instance>? ShelfNode { get; set; }
}
