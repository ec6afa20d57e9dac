using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Processing;

/// <summary>Records what a turn asked for and sets it going. On the engine's thread.</summary>
internal sealed class ActionRunner(TaskRegistry registry, Journal journal, InstanceCache cache, Lifecycle lifecycle, TimerQueue timers, ActivityRunner activities)
{
    /// <inheritdoc cref="ActivityRunner.Acquit"/>
    public void Acquit(long iid) => activities.Acquit(iid);

    public void CarryOut(Instance instance, Execution live)
    {
        foreach (var action in live.NewActions)
        {
            journal.Append(instance, action.Event);
        }

        foreach (var action in live.NewActions)
        {
            if (action.Refused is { } refused)
            {
                lifecycle.Input(instance, Failed(action.Event, refused));
            }
            else
            {
                CarryOut(instance, live, action.Event);
            }
        }

        foreach (var (task, due) in live.CancelledTimers)
        {
            timers.Cancel(new TimerRow(due, instance.Iid, task, instance.Id));
        }
    }

    private void CarryOut(Instance instance, Execution live, HistoryEvent action)
    {
        switch (action.Kind)
        {
            case HistoryKind.TaskScheduled:
                var row = new TaskRow(instance.Iid, instance.Id, instance.Execution, action.TaskId, action.Name!, (int)action.Number, action.Payload, instance.TurnTrace);
                activities.Schedule(row, registry.Activities.TryGetValue(row.Name, out var registration) && registration.IsLocal);
                break;
            case HistoryKind.TimerCreated:
                if (live.OpenTimers.ContainsKey(action.TaskId) && live.End is null)
                {
                    timers.Add(new TimerRow(action.Number, instance.Iid, action.TaskId, instance.Id));
                }

                break;
            case HistoryKind.SubOrchestrationScheduled:
                StartChild(instance, action);
                break;
            default:
                throw new InvalidOperationException($"{action.Kind} is no action.");
        }
    }

    /// <summary>A finished instance of the same id is replaced, so that a retry can use its id again; a running one is not.</summary>
    private void StartChild(Instance parent, HistoryEvent action)
    {
        var existing = cache.Find(action.Text!);
        if (existing is { IsFinished: false })
        {
            lifecycle.Input(parent, Failed(action, FailureDetails.From(new OrchestrationAlreadyExistsException(existing.Id))));
            return;
        }

        var link = new ParentLink(parent.Iid, parent.Execution, action.TaskId);
        var child = lifecycle.Insert(action.Name!, action.Text!, link, parent.Id, parent.TurnTrace, existing);
        lifecycle.Activate(child, action.Payload, startAt: null);
    }

    private static HistoryEvent Failed(HistoryEvent action, FailureDetails failure) =>
        new(action.Kind == HistoryKind.TaskScheduled ? HistoryKind.TaskFailed : HistoryKind.SubOrchestrationFailed)
        {
            TaskId = action.TaskId,
            Payload = Payloads.WriteFailure(failure),
        };
}
