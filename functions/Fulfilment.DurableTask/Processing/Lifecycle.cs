using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>What happens to instances from outside their code: started, signalled, paused, ended, removed. On the engine's thread.</summary>
internal sealed class Lifecycle(Tables tables, Batch batch, Journal journal, InstanceCache cache, TimerQueue timers, ReadyQueue ready, EngineMetrics metrics)
{
    private readonly Dictionary<long, List<TimerRow>> _heldTimers = [];
    private readonly Dictionary<long, Instance> _inserted = [];

    /// <summary>Called after the commit in which an instance ended.</summary>
    public Action<Instance> OnFinished { get; set; } = static _ => { };

    /// <summary>Registers a new instance; the caller activates it when nothing can undo it any more.</summary>
    /// <param name="old">The finished instance it replaces.</param>
    public Instance Insert(string name, string id, ParentLink? parent, string? parentId, string? trace, Instance? old)
    {
        batch.Write();
        if (tables.Instances.Register(id) is { } fresh)
        {
            return Create(fresh, name, id, 1, parent, parentId, trace);
        }

        var (iid, purged) = tables.Instances.Find(id)!.Value;
        if (old is not null)
        {
            tables.Inputs.Keep(old.Iid, old.Id);
            Drop(old);
        }

        return Create(iid, name, id, (old?.Execution ?? purged) + 1, parent, parentId, trace);
    }

    /// <summary>Null when the id was ever used.</summary>
    public Instance? InsertNew(string name, string id, string? trace)
    {
        batch.Write();
        return tables.Instances.Register(id) is { } iid ? Create(iid, name, id, 1, null, null, trace) : null;
    }

    /// <summary>Inserted and not activated yet; null when there is none.</summary>
    public Instance? Inserted(long iid) => _inserted.GetValueOrDefault(iid);

    /// <summary>What was inserted and not activated is undone.</summary>
    public void ForgetInserted() => _inserted.Clear();

    public void Activate(Instance instance, byte[]? input, long? startAt)
    {
        _inserted.Remove(instance.Iid);
        cache.Add(instance);
        journal.Restart(instance, stored: false);
        var due = startAt is { } at && at > batch.Now ? at : 0;
        Input(instance, new HistoryEvent(HistoryKind.ExecutionStarted) { Name = instance.Name, Payload = input, Number = due });
        if (due != 0)
        {
            timers.Add(new TimerRow(due, instance.Iid, TimerRow.StartTask, instance.Id));
        }
    }

    /// <summary>Appends something that happened to the instance; its code hears of it in its next turn.</summary>
    public void Input(Instance instance, HistoryEvent item)
    {
        journal.Append(instance, item);
        instance.Inputs.Add(item);
        ready.Add(instance);
    }

    public void Fire(TimerRow timer)
    {
        var instance = cache.Get(timer.Iid);
        if (instance is { IsFinished: false } && (instance.Quarantined || instance.Status == OrchestrationStatus.Suspended))
        {
            Hold(timer);
            return;
        }

        if (timers.Take(timer) && instance is { IsFinished: false })
        {
            Input(instance, timer.TaskId == TimerRow.StartTask
                ? new HistoryEvent(HistoryKind.StartDue)
                : new HistoryEvent(HistoryKind.TimerFired) { TaskId = timer.TaskId });
        }
    }

    public void Suspend(Instance instance, byte[]? reason)
    {
        if (instance.IsFinished || instance.Status == OrchestrationStatus.Suspended)
        {
            return;
        }

        instance.Status = OrchestrationStatus.Suspended;
        journal.Change(instance);
        Input(instance, new HistoryEvent(HistoryKind.ExecutionSuspended) { Payload = reason });
    }

    public void Resume(Instance instance, byte[]? reason)
    {
        if (instance.Status != OrchestrationStatus.Suspended)
        {
            return;
        }

        // Pending until the turn, which knows whether the code has begun.
        instance.Status = OrchestrationStatus.Pending;
        journal.Change(instance);
        Input(instance, new HistoryEvent(HistoryKind.ExecutionResumed) { Payload = reason });
        ReleaseHeld(instance);
    }

    public void Terminate(Instance instance, byte[]? output)
    {
        if (!instance.IsFinished)
        {
            Finish(instance, HistoryKind.ExecutionTerminated, output);
        }
    }

    /// <summary>Ends the instance and tells the one that called it.</summary>
    public void Finish(Instance instance, HistoryKind kind, byte[]? payload)
    {
        DropTimers(instance);
        instance.Inputs.Clear();
        instance.InputsLoaded = true;
        journal.Append(instance, new HistoryEvent(kind) { Payload = payload });
        instance.Status = kind switch
        {
            HistoryKind.ExecutionCompleted => OrchestrationStatus.Completed,
            HistoryKind.ExecutionFailed => OrchestrationStatus.Failed,
            HistoryKind.ExecutionTerminated => OrchestrationStatus.Terminated,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No end of an execution."),
        };
        instance.Live = null;
        journal.Change(instance);
        ClearQuarantine(instance);
        batch.AfterCommit(() =>
        {
            cache.Remove(instance);
            OnFinished(instance);
        });
        TellParent(instance, kind, payload);
    }

    /// <summary>True when it was quarantined.</summary>
    public bool ClearQuarantine(Instance instance)
    {
        if (!instance.Quarantined)
        {
            return false;
        }

        batch.Write();
        instance.Quarantined = false;
        return tables.Quarantine.Remove(instance.Iid);
    }

    public void ReleaseHeld(Instance instance)
    {
        if (_heldTimers.Remove(instance.Iid, out var held))
        {
            held.ForEach(timers.Push);
        }
    }

    public void Quarantine(Instance instance, string reason)
    {
        instance.Live = null;
        instance.Quarantined = true;
        journal.Touch(instance);
        metrics.Quarantined("orchestration");
        tables.Quarantine.Add(instance.Iid, reason, batch.Now, instance.FailedTurns);
    }

    /// <summary>Removes a finished instance with its history; its id stays registered.</summary>
    public void Purge(Instance instance)
    {
        batch.Write();
        Drop(instance);
        tables.Instances.Delete(instance.Iid, instance.Execution);
        tables.Tasks.Purge(instance.Iid);
    }

    /// <summary>Memory is read anew after a batch was undone.</summary>
    public void Reset()
    {
        _heldTimers.Clear();
        _inserted.Clear();
    }

    /// <summary>Its row is written with the batch's.</summary>
    private Instance Create(long iid, string name, string id, int execution, ParentLink? parent, string? parentId, string? trace)
    {
        var instance = new Instance(iid, id, name, execution, batch.Now)
        {
            Status = OrchestrationStatus.Pending,
            Parent = parent,
            ParentId = parentId,
            Trace = trace,
            IsNew = true,
        };
        _inserted[iid] = instance;
        return instance;
    }

    private void Drop(Instance instance)
    {
        tables.History.Delete(instance.Iid);
        tables.Quarantine.Remove(instance.Iid);
        Journal.Forget(instance);
        cache.Remove(instance);
        _heldTimers.Remove(instance.Iid);
    }

    private void Hold(TimerRow timer)
    {
        if (!_heldTimers.TryGetValue(timer.Iid, out var held))
        {
            _heldTimers.Add(timer.Iid, held = []);
        }

        held.Add(timer);
    }

    private void DropTimers(Instance instance)
    {
        if (_heldTimers.Remove(instance.Iid, out var held))
        {
            held.ForEach(timer => timers.Take(timer));
        }

        if (instance.Live is { HasBegun: true } live)
        {
            foreach (var (task, due) in live.OpenTimers)
            {
                timers.Cancel(new TimerRow(due, instance.Iid, task, instance.Id));
            }

            return;
        }

        var events = journal.Stored(instance).Concat(instance.Unsaved);
        foreach (var (task, due) in OpenTimers(events))
        {
            timers.Cancel(new TimerRow(due, instance.Iid, task, instance.Id));
        }
    }

    private static Dictionary<int, long> OpenTimers(IEnumerable<HistoryEvent> events)
    {
        var open = new Dictionary<int, long>();
        foreach (var item in events)
        {
            switch (item.Kind)
            {
                case HistoryKind.TimerCreated:
                    open[item.TaskId] = item.Number;
                    break;
                case HistoryKind.TimerFired:
                    open.Remove(item.TaskId);
                    break;
                case HistoryKind.ExecutionStarted when item.Number != 0:
                    open[TimerRow.StartTask] = item.Number;
                    break;
                case HistoryKind.StartDue:
                    open.Remove(TimerRow.StartTask);
                    break;
                default:
                    break;
            }
        }

        return open;
    }

    private void TellParent(Instance child, HistoryKind kind, byte[]? payload)
    {
        if (child.Parent is not { } link || cache.Get(link.Iid) is not { IsFinished: false } parent || parent.Execution != link.Execution)
        {
            return;
        }

        Input(parent, kind switch
        {
            HistoryKind.ExecutionCompleted => new HistoryEvent(HistoryKind.SubOrchestrationCompleted) { TaskId = link.TaskId, Payload = payload },
            HistoryKind.ExecutionFailed => new HistoryEvent(HistoryKind.SubOrchestrationFailed) { TaskId = link.TaskId, Payload = payload },
            _ => new HistoryEvent(HistoryKind.SubOrchestrationFailed)
            {
                TaskId = link.TaskId,
                Payload = Payloads.WriteFailure(new FailureDetails("Terminated", $"The sub-orchestration '{child.Id}' was terminated.", IsNonRetriable: true)),
            },
        });
    }
}
