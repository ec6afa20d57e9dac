using Fulfilment.DurableTask.Replay;
using Fulfilment.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace Fulfilment.DurableTask.Processing;

/// <summary>
/// Starts activities and takes their completions. A local one runs at once, inside the batch that scheduled it; any other
/// only after that batch is synced. A scheduled activity runs whatever becomes of its scheduler; only a purge removes it.
/// Members are for the engine's thread.
/// </summary>
internal sealed class ActivityRunner(EngineOptions options, Tables tables, Batch batch, InstanceCache cache, Lifecycle lifecycle, ActivityInvoker invoker, CommitMark mark, Action<WorkItem> post, CancellationToken stopping)
{
    private readonly Queue<TaskRow> _locals = new();
    private readonly List<TaskRow> _scheduled = [];
    private readonly ActivityQueue _waiting = new(tables.Inputs.Read);
    private readonly ActivityQueue _suspects = new(tables.Inputs.Read);
    private readonly Dictionary<(long, int, int), Run> _running = [];
    private readonly HashSet<(long, int, int)> _unreadable = [];
    private readonly Stack<int> _freeSlots = new(Enumerable.Range(0, options.MaxConcurrentActivities).Reverse());

    /// <summary>What a local activity writes and reads goes through the batch it runs in.</summary>
    public required StoreTransaction Store { get; init; }

    /// <summary>True while a local activity's code runs on the engine's thread.</summary>
    public bool IsInLocal { get; private set; }

    public int Busy => _running.Count + _waiting.Count + _suspects.Count + _locals.Count;

    /// <summary>Its code got through. It is no longer suspected of taking the process down once that is on disk, and with no local activity left that has yet to get through.</summary>
    public void Acquit(long iid)
    {
        if (mark.Suspect.Iid == iid)
        {
            batch.AfterCommit(() =>
            {
                if (mark.Suspect.Iid == iid && _locals.All(row => row.Iid != iid))
                {
                    mark.Suspect = (0, 0);
                }
            });
        }
    }

    public void Schedule(TaskRow row, bool local)
    {
        if (local)
        {
            _locals.Enqueue(row);
            return;
        }

        _scheduled.Add(row);
    }

    public bool HasLocal => _locals.Count > 0;

    public bool TryRunLocal()
    {
        if (!_locals.TryDequeue(out var row))
        {
            return false;
        }

        IsInLocal = true;
        // As much its instance's code as the turn is, and nothing of it is on disk yet.
        mark.Turn = row.Iid;
        Task<ActivityOutcome> run;
        try
        {
            run = invoker.RunAsync(row, stopping);
        }
        finally
        {
            IsInLocal = false;
            mark.Turn = 0;
        }

        Acquit(row.Iid);

        if (run.IsCompleted)
        {
            Complete(row, run.Result);
        }
        else
        {
            // One that was left over from an earlier batch has its row already. Its instance may begin another execution in this
            // very batch, and the history with the input is never written then.
            if (!row.IsStored)
            {
                tables.Tasks.Insert(row, withInput: true);
            }

            Track(row, () => run);
        }

        return true;
    }

    /// <summary>Before a commit: what was scheduled and has not run, which local activities mostly have, must survive a crash.</summary>
    public void StoreScheduled()
    {
        // Without its instance it was purged in this very batch.
        _scheduled.RemoveAll(row => cache.Peek(row.Iid) is null);
        // Stored already: local ones left over from an earlier batch, and all that an engine which stops has not let go.
        foreach (var row in _scheduled.Concat(_locals.Where(row => cache.Peek(row.Iid) is not null)).Where(row => !row.IsStored))
        {
            tables.Tasks.Insert(row, withInput: cache.Peek(row.Iid)!.Execution != row.Execution);
        }
    }

    /// <summary>After a sync: what it scheduled may leave now.</summary>
    public void Release()
    {
        _scheduled.ForEach(_waiting.Add);
        _scheduled.Clear();
        if (_suspects.Count > 0 && !_running.Values.Any(run => run.Row.Crashes > 0) && _suspects.TryTake(out var suspect, out var unreadable))
        {
            Begin(suspect, unreadable);
        }

        while (_running.Count < options.MaxConcurrentActivities && _waiting.TryTake(out var row, out var damage))
        {
            Begin(row, damage);
        }
    }

    /// <summary>A task that was held because it took the process down is given another chance.</summary>
    public void Forgive(long iid)
    {
        foreach (var row in tables.Tasks.Of(iid).Where(row => _unreadable.Remove(KeyOf(row)) || IsHeld(row)))
        {
            _waiting.Add(row with { Crashes = 0 });
        }

        tables.Tasks.Forgive(iid);
    }

    /// <summary>It took the process down too often to be run without somebody's word.</summary>
    public bool IsHeld(TaskRow row) => row.Crashes >= options.QuarantineTries;

    /// <summary>Reads the stored tasks: after start, and after a batch was undone. What runs already is left to run.</summary>
    public void Reset()
    {
        _locals.Clear();
        _scheduled.Clear();
        _waiting.Clear();
        _suspects.Clear();
        _unreadable.Clear();
        var stored = tables.Tasks.All().ToDictionary(KeyOf);
        foreach (var (key, run) in _running.Where(pair => !stored.ContainsKey(pair.Key)).ToArray())
        {
            // Begun by a turn that was undone; that turn is run again and asks anew.
            run.IsVoid = true;
            _running.Remove(key);
        }

        foreach (var row in stored.Values.Where(row => !_running.ContainsKey(KeyOf(row)) && !IsHeld(row)))
        {
            // One that ran when the process ended runs apart from its like, so that the innocent among them get through.
            (row.Crashes > 0 ? _suspects : _waiting).Add(row);
        }
    }

    public Task[] Running() => [.. _running.Values.Select(run => run.Task)];

    private void Begin(TaskRow row, InvalidDataException? damage)
    {
        if (damage is null)
        {
            Track(row, () => Task.Run(() => invoker.RunAsync(row, stopping)));
            return;
        }

        _unreadable.Add(KeyOf(row));
        post(new Request<int>(() =>
        {
            // One that was purged meanwhile has no input to be read, and may have a namesake.
            if (tables.Tasks.Has(row) && cache.Get(row.Iid) is { IsFinished: false, Quarantined: false } instance && instance.Execution == row.Execution)
            {
                lifecycle.Quarantine(instance, damage.Message);
            }

            return 0;
        }, writesNothing: false, CancellationToken.None));
    }

    private void Track(TaskRow row, Func<Task<ActivityOutcome>> begin)
    {
        var run = new Run(row) { Slot = _freeSlots.TryPop(out var slot) ? slot : -1 };
        if (run.Slot >= 0)
        {
            mark.SetSlot(run.Slot, row.Iid, row.Execution, row.TaskId);
        }

        _running.Add(KeyOf(row), run);
        run.Task = begin().ContinueWith(done => post(new Completion(this, run, done.Result)), TaskScheduler.Default);
    }

    private void Untrack(Run run)
    {
        if (run.Slot >= 0)
        {
            mark.ClearSlot(run.Slot);
            _freeSlots.Push(run.Slot);
        }

        if (!run.IsVoid)
        {
            _running.Remove(KeyOf(run.Row));
        }
    }

    private void Complete(TaskRow row, ActivityOutcome outcome)
    {
        batch.Write();
        if (row.IsStored && !tables.Tasks.Delete(row))
        {
            return;
        }

        var failure = outcome.Failure ?? Write(outcome);
        if (cache.Get(row.Iid) is not { IsFinished: false } instance || instance.Execution != row.Execution)
        {
            return;
        }

        lifecycle.Input(instance, failure is null
            ? new HistoryEvent(HistoryKind.TaskCompleted) { TaskId = row.TaskId, Payload = outcome.Result, Trace = row.Trace }
            : new HistoryEvent(HistoryKind.TaskFailed) { TaskId = row.TaskId, Payload = Payloads.WriteFailure(failure), Trace = row.Trace });
    }

    /// <summary>A write that is refused fails the activity: it has succeeded only with what it wrote.</summary>
    private FailureDetails? Write(ActivityOutcome outcome)
    {
        if (outcome.Writes is not { IsEmpty: false } writes)
        {
            return null;
        }

        try
        {
            Store.Run(transaction =>
            {
                writes.Apply(transaction);
                return 0;
            }, outcome.Trace);
            return null;
        }
        catch (Exception error) when (error is not SqliteException sqlite || !StorageErrors.EndsBatch(sqlite))
        {
            return Payloads.Describe(error);
        }
    }

    private static (long, int, int) KeyOf(TaskRow row) => (row.Iid, row.Execution, row.TaskId);

    private sealed class Run(TaskRow row)
    {
        public TaskRow Row { get; } = row;

        public Task Task { get; set; } = Task.CompletedTask;

        public bool IsVoid { get; set; }

        /// <summary>Its place in the mark; -1 when there was none left.</summary>
        public int Slot { get; init; }
    }

    private sealed class Completion(ActivityRunner runner, Run run, ActivityOutcome outcome) : WorkItem
    {
        public override bool IsOwed => true;

        public override void Run()
        {
            if (!outcome.Abandoned && !run.IsVoid)
            {
                runner.Complete(run.Row, outcome);
            }
        }

        public override void Committed() => runner.Untrack(run);

        public override void Failed(Exception error) => throw new InvalidOperationException("A completion is never refused.", error);
    }
}
