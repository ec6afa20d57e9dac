using System.Diagnostics;
using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Fulfilment.DurableTask.Processing;

/// <summary>Runs the code of instances that have inputs, and carries out what it asks for. On the engine's thread.</summary>
internal sealed class TurnRunner(
    EngineOptions options, TaskRegistry registry, IServiceProvider services, Batch batch, Journal journal, InstanceCache cache,
    Lifecycle lifecycle, TimerQueue timers, ReadyQueue ready, ActionRunner actions, CommitMark mark, EngineMetrics metrics, Action<long> onForeignWake)
{
    private readonly ILogger _logger = options.LoggerFactory.CreateLogger<EmbeddedEngine>();
    private readonly PriorityQueue<long, long> _retries = new();

    /// <summary>Turns in a row that failed. By number: the instance itself may leave memory between its tries.</summary>
    private readonly Dictionary<long, int> _failed = [];

    /// <summary>UTC ticks of the next turn to be tried again; null when there is none.</summary>
    public long? NextRetry => _retries.TryPeek(out _, out var due) ? Waits.Due(due, batch.Now, options.RetryPause) : null;

    public void WakeRetries()
    {
        while (NextRetry <= batch.Now)
        {
            var iid = _retries.Peek();
            _retries.Dequeue();
            if (cache.Get(iid) is { } instance)
            {
                ready.Add(instance);
            }
        }
    }

    public void Reset() => _retries.Clear();

    public void Run(Instance instance)
    {
        mark.Turn = instance.Iid;
        try
        {
            if (instance.Live is null && !Revive(instance))
            {
                return;
            }

            metrics.Turn();
            var (span, trace) = Tracing.StartTurn(instance);
            using var running = span;
            instance.TurnTrace = trace;
            span?.SetTag("fulfilment.instance", instance.Id);
            Turn(instance, instance.Live!);
            _failed.Remove(instance.Iid);
            actions.Acquit(instance.Iid);
        }
        catch (Exception error) when (error is not SqliteException)
        {
            Fail(instance, error);
        }
        finally
        {
            mark.Turn = 0;
        }
    }

    /// <summary>Brings the code to where the stored history left it. False when it had to be quarantined.</summary>
    private bool Revive(Instance instance)
    {
        if (!registry.Orchestrators.TryGetValue(instance.Name, out var factory))
        {
            Quarantine(instance, $"No orchestrator named '{instance.Name}' is registered: deploy the version that has it, then retry.");
            return false;
        }

        var started = Stopwatch.GetTimestamp();
        var setup = new ExecutionSetup(instance.Name, instance.Id, instance.ParentId, instance.Execution, factory(services),
            options.Json, options.MaxPayloadBytes, options.LoggerFactory, () => onForeignWake(instance.Iid));
        var live = new Execution(setup);
        var past = journal.Stored(instance);
        LoadInputs(instance, past);
        past.AddRange(instance.Unsaved);
        var firstInput = instance.Inputs.Count > 0 ? instance.Inputs[0].Sequence : long.MaxValue;
        live.Replay(past.TakeWhile(item => item.Sequence < firstInput));
        if (live.Violation is { } violation)
        {
            Quarantine(instance, violation.Message);
            return false;
        }

        metrics.Replayed(started);
        instance.Live = live;
        cache.AddWeight(instance, WeightOf(past, past.Count));
        return true;
    }

    private static void LoadInputs(Instance instance, List<HistoryEvent> stored)
    {
        if (!instance.InputsLoaded)
        {
            // What came since it was loaded is in memory already, and by now it may be stored too.
            var known = instance.Inputs.Count > 0 ? instance.Inputs[0].Sequence : long.MaxValue;
            instance.Inputs.InsertRange(0, stored.Where(item => item.Sequence >= instance.PendingFrom && item.Sequence < known));
            instance.InputsLoaded = true;
        }
    }

    private void Turn(Instance instance, Execution live)
    {
        var fed = 0;
        live.Check();
        while (fed < instance.Inputs.Count && live.Violation is null && live.End is null)
        {
            live.Apply(instance.Inputs[fed++], replaying: false);
        }

        if (live.Violation is { } violation)
        {
            Quarantine(instance, violation.Message);
            return;
        }

        cache.AddWeight(instance, WeightOf(instance.Inputs, fed));
        var rest = fed == instance.Inputs.Count ? [] : instance.Inputs.Skip(fed).Where(item => item.Kind == HistoryKind.EventRaised).ToList();
        instance.Inputs.Clear();
        journal.Touch(instance);
        UpdateRow(instance, live);
        actions.CarryOut(instance, live);
        live.ClearTurn();
        End(instance, live, rest);
    }

    /// <summary>Rough memory that events leave behind in live code.</summary>
    private static long WeightOf(List<HistoryEvent> events, int count)
    {
        var weight = 0L;
        for (var i = 0; i < count; i++)
        {
            weight += 2 * (64 + (events[i].Payload?.Length ?? 0));
        }

        return weight;
    }

    private void UpdateRow(Instance instance, Execution live)
    {
        if (live.HasBegun && instance.Status == OrchestrationStatus.Pending)
        {
            instance.Status = OrchestrationStatus.Running;
            journal.Change(instance);
        }

        if (live.CustomStatus is { Changed: true, Value: var status } && !status.AsSpan().SequenceEqual(instance.CustomStatus))
        {
            instance.CustomStatus = status;
            journal.Change(instance);
        }
    }

    private void End(Instance instance, Execution live, List<HistoryEvent> rest)
    {
        switch (live.End)
        {
            case null:
                return;
            case ExecutionEnd.Completed completed:
                LogDropped(instance, rest);
                lifecycle.Finish(instance, HistoryKind.ExecutionCompleted, completed.Output);
                return;
            case ExecutionEnd.Failed failed:
                LogDropped(instance, rest);
                lifecycle.Finish(instance, HistoryKind.ExecutionFailed, Payloads.WriteFailure(failed.Failure));
                return;
            case ExecutionEnd.ContinuedAsNew next:
                ContinueAsNew(instance, live, next, rest);
                return;
            default:
                throw new InvalidOperationException($"An execution cannot end as {live.End.GetType().Name}.");
        }
    }

    private void ContinueAsNew(Instance instance, Execution live, ExecutionEnd.ContinuedAsNew next, List<HistoryEvent> rest)
    {
        foreach (var (task, due) in live.OpenTimers)
        {
            timers.Cancel(new TimerRow(due, instance.Iid, task, instance.Id));
        }

        var kept = next.PreserveEvents ? live.UnconsumedEvents.Concat(rest).ToList() : [];
        instance.Execution++;
        instance.Live = null;
        cache.AddWeight(instance, 2048 - instance.Weight);
        journal.Restart(instance, stored: true);
        lifecycle.Input(instance, new HistoryEvent(HistoryKind.ExecutionStarted) { Name = instance.Name, Payload = next.Input, Trace = instance.TurnTrace });
        kept.ForEach(item => lifecycle.Input(instance, new HistoryEvent(HistoryKind.EventRaised) { Name = item.Name, Payload = item.Payload, Trace = item.Trace }));
    }

    /// <summary>Acknowledged, but behind the input with which the code ended: no replay could read them, since their place in history is after it.</summary>
    private void LogDropped(Instance instance, List<HistoryEvent> rest) => rest.ForEach(item =>
        _logger.LogInformation("Event {EventName} for {InstanceId} is dropped: the instance ended before it", item.Name, instance.Id));

    /// <summary>The turn could not be run at all: tried again after a pause, then quarantined.</summary>
    private void Fail(Instance instance, Exception error)
    {
        instance.Live = null;
        journal.Touch(instance);
        instance.FailedTurns = _failed[instance.Iid] = _failed.GetValueOrDefault(instance.Iid) + 1;
        if (instance.FailedTurns >= options.QuarantineTries || error is InvalidDataException)
        {
            Quarantine(instance, $"The orchestrator '{instance.Name}' cannot be run: {error.GetType().Name}: {error.Message}");
            return;
        }

        _logger.LogWarning(error, "A turn of {InstanceId} failed (try {Try}); it is tried again", instance.Id, instance.FailedTurns);
        _retries.Enqueue(instance.Iid, batch.Now + options.RetryPause.Ticks);
    }

    private void Quarantine(Instance instance, string reason)
    {
        _logger.LogError("{InstanceId} is quarantined: {Reason}", instance.Id, reason);
        _failed.Remove(instance.Iid);
        lifecycle.Quarantine(instance, reason);
    }
}
