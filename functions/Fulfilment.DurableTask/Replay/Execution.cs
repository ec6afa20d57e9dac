using Fulfilment.DurableTask.Storage;

namespace Fulfilment.DurableTask.Replay;

/// <summary>
/// One execution of an orchestrator: its code, driven by history. Inputs are applied one at a time and after each the code
/// runs until it waits again, so a replay takes the same path. Used by one thread at a time.
/// </summary>
internal sealed partial class Execution
{
    private readonly ExecutionSetup _setup;
    private readonly TurnScheduler _scheduler;
    private readonly EventMailbox _events = new();
    private readonly Dictionary<int, AskedTask> _open = [];
    private readonly Dictionary<int, long> _openTimers = [];
    private readonly Queue<HistoryEvent> _held = new();
    private RecordedActions? _recorded;
    private Outcome? _outcome;
    private (byte[]? Input, bool Preserve)? _next;
    private bool _suspended;
    private long _now;

    public Execution(ExecutionSetup setup)
    {
        _setup = setup;
        _scheduler = new TurnScheduler(setup.OnForeignWake);
    }

    /// <summary>Why the code cannot go on: replay differs, or it left its scheduler. Whatever it did in this turn is void then.</summary>
    public Exception? Violation { get; private set; }

    public ExecutionEnd? End { get; private set; }

    /// <summary>False while a delayed start is not due.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Asked for since the last call of <see cref="ClearTurn"/>.</summary>
    public List<NewAction> NewActions { get; } = [];

    /// <summary>Timers given up since the last call of <see cref="ClearTurn"/>, with their due time.</summary>
    public List<(int TaskId, long Due)> CancelledTimers { get; } = [];

    public IReadOnlyDictionary<int, long> OpenTimers => _openTimers;

    /// <summary>It waits for an activity, for a child, or for a timer that is due by <paramref name="soon"/>.</summary>
    public bool IsUnderWay(long soon)
    {
        foreach (var due in _openTimers.Values)
        {
            if (due <= soon)
            {
                return true;
            }
        }

        return _open.Count > _openTimers.Count;
    }

    /// <summary>How many actions the code has asked for.</summary>
    public int Asked => _nextTaskId;

    public (bool Changed, byte[]? Value) CustomStatus { get; private set; }

    /// <summary>Events that were never consumed, oldest first.</summary>
    public IEnumerable<HistoryEvent> UnconsumedEvents =>
        _events.Unconsumed.Concat(_held.Where(item => item.Kind == HistoryKind.EventRaised));

    public void ClearTurn()
    {
        NewActions.Clear();
        CancelledTimers.Clear();
        CustomStatus = default;
    }

    /// <summary>Brings fresh code to where history left it. Check <see cref="Violation"/> afterwards.</summary>
    /// <param name="until">Inputs from this sequence on are left out; actions after it are known, but need not be asked for yet.</param>
    public void Replay(IEnumerable<HistoryEvent> history, long until = long.MaxValue)
    {
        var inputs = new List<HistoryEvent>();
        var hasEnd = false;
        _recorded = new RecordedActions();
        foreach (var item in history)
        {
            hasEnd |= item.IsEnd;
            if (item.IsAction)
            {
                _recorded.Add(item);
            }
            else if (item.IsInput && item.Sequence < until)
            {
                inputs.Add(item);
            }
        }

        foreach (var input in inputs)
        {
            if (End is not null && hasEnd)
            {
                // What came in the turn in which the code ended was never read.
                break;
            }

            if (End is not null)
            {
                Violation ??= new NonDeterminismException(
                    $"Replay of '{InstanceId}' differs: the code has ended where history goes on with {input.Kind} at sequence {input.Sequence}.",
                    new ReplayDifference(_nextTaskId, RecordedActions.Describe(input.Kind, input.Name), End.Describe()));
            }

            Apply(input, replaying: true);
            if (Violation is not null)
            {
                return;
            }
        }

        Violation ??= _recorded.Unasked(InstanceId, _nextTaskId, until);
        _recorded = null;
        ClearTurn();
    }

    public void Apply(HistoryEvent input, bool replaying)
    {
        if (_suspended && input.Kind != HistoryKind.ExecutionResumed)
        {
            _held.Enqueue(input);
            return;
        }

        _now = Math.Max(_now, input.At);
        _replaying = replaying;
        _scheduler.Run(Step, input);
        Settle();
        while (!_suspended && End is null && Violation is null && _held.TryDequeue(out var held))
        {
            _scheduler.Run(Step, held);
            Settle();
        }
    }

    /// <summary>Looks whether the code has left its scheduler since its last turn.</summary>
    public void Check() => Settle();

    private void Step(HistoryEvent input)
    {
        switch (input.Kind)
        {
            case HistoryKind.ExecutionStarted:
                _input = input.Payload;
                if (input.Number == 0)
                {
                    Begin();
                }

                break;
            case HistoryKind.StartDue:
                Begin();
                break;
            case HistoryKind.TaskCompleted or HistoryKind.SubOrchestrationCompleted:
                Claim(input)?.Task.Complete(input.Payload);
                break;
            case HistoryKind.TaskFailed or HistoryKind.SubOrchestrationFailed:
                if (Claim(input) is { } failed)
                {
                    failed.Task.Fail(new TaskFailedException(failed.Name, input.TaskId, Payloads.ReadFailure(input.Payload)));
                }

                break;
            case HistoryKind.TimerFired:
                _openTimers.Remove(input.TaskId);
                Claim(input)?.Task.Complete(null);
                break;
            case HistoryKind.EventRaised:
                _events.Raise(input);
                break;
            case HistoryKind.ExecutionSuspended:
                _suspended = true;
                break;
            case HistoryKind.ExecutionResumed:
                _suspended = false;
                break;
            default:
                throw new InvalidDataException($"{input.Kind} is no input of an execution.");
        }
    }

    private void Begin()
    {
        HasBegun = true;
        new Task(() => _ = DriveAsync()).Start(_scheduler);
    }

    private async Task DriveAsync()
    {
        try
        {
            _outcome = new Outcome(await _setup.Code.RunAsync(this), null);
        }
        catch (Exception error)
        {
            _outcome = new Outcome(null, error);
        }
    }

    /// <summary>The open task an input belongs to; null when it was given up. An input for a step that was never asked for is a difference.</summary>
    private AskedTask? Claim(HistoryEvent input)
    {
        if (input.TaskId >= _nextTaskId)
        {
            Violation ??= new NonDeterminismException(
                $"Replay of '{InstanceId}' differs: history holds {input.Kind} for step #{input.TaskId}, which the code has not asked for.",
                new ReplayDifference(input.TaskId, input.Kind.ToString(), "nothing"));
        }

        return _open.Remove(input.TaskId, out var asked) ? asked : null;
    }

    private void Settle()
    {
        if (_scheduler.SawForeignWake)
        {
            Violation ??= Foreign();
        }

        if (!HasBegun || Violation is not null || End is not null)
        {
            return;
        }

        if (_outcome is { } outcome)
        {
            End = EndOf(outcome);
        }
        else if (_open.Count == 0 && _events.Waiting == 0 && !_suspended)
        {
            Violation = Foreign();
        }
    }

    private ExecutionEnd EndOf(Outcome outcome)
    {
        if (outcome.Error is { } error)
        {
            return new ExecutionEnd.Failed(Payloads.Describe(error));
        }

        if (_next is { } next)
        {
            return new ExecutionEnd.ContinuedAsNew(next.Input, next.Preserve);
        }

        try
        {
            return new ExecutionEnd.Completed(Write(outcome.Value, $"The output of '{InstanceId}'"));
        }
        catch (Exception unwritable)
        {
            return new ExecutionEnd.Failed(Payloads.Describe(unwritable));
        }
    }

    private InvalidOperationException Foreign() => new(
        $"The orchestrator '{Name}' of '{InstanceId}' awaits a task that is not its context's. Move I/O, delays and thread work into an activity, and await only what the context returns.");

    private byte[]? Write(object? value, string what) => Payloads.Write(value, _setup.Json, what, _setup.MaxPayloadBytes);

    private sealed record AskedTask(OpenTask Task, string Name);

    private sealed record Outcome(object? Value, Exception? Error);
}
