using Fulfilment.DurableTask.Storage;
using Microsoft.Extensions.Logging;

namespace Fulfilment.DurableTask.Replay;

/// <summary>What the orchestrator's code sees.</summary>
internal sealed partial class Execution : OrchestrationContext
{
    private byte[]? _input;
    private bool _replaying;
    private int _nextTaskId;
    private int _guids;

    public override string Name => _setup.Name;

    public override string InstanceId => _setup.InstanceId;

    public override string? ParentInstanceId => _setup.ParentInstanceId;

    public override DateTime CurrentUtcDateTime => new(_now, DateTimeKind.Utc);

    public override bool IsReplaying => _replaying;

    public override T? GetInput<T>() where T : default => Payloads.Read<T>(_input, _setup.Json);

    public override Guid NewGuid()
    {
        Guard();
        return DeterministicGuid.Create($"{InstanceId}/{_setup.Number}/{_guids++}");
    }

    public override Task<T> CallActivityAsync<T>(string name, object? input = null, TaskOptions? options = null)
    {
        Guard();
        return options?.Retry is { } retry
            ? Retries.RunAsync(this, retry, attempt => Ask<T>(HistoryKind.TaskScheduled, name, input, attempt, null))
            : Ask<T>(HistoryKind.TaskScheduled, name, input, 1, null);
    }

    public override Task<T> CallSubOrchestratorAsync<T>(string name, object? input = null, TaskOptions? options = null)
    {
        Guard();
        return options?.Retry is { } retry
            ? Retries.RunAsync(this, retry, attempt => Ask<T>(HistoryKind.SubOrchestrationScheduled, name, input, attempt, options))
            : Ask<T>(HistoryKind.SubOrchestrationScheduled, name, input, 1, options);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        Guard();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var due = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime().Ticks : fireAt.Ticks;
        var timer = new OpenTask<object?>(_setup.Json);
        var id = Record(HistoryKind.TimerCreated, null, taskId => new HistoryEvent(HistoryKind.TimerCreated) { TaskId = taskId, Number = Math.Max(due, 1) });
        _open.Add(id, new AskedTask(timer, ""));
        _openTimers.Add(id, Math.Max(due, 1));
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.UnsafeRegister(_ => CancelTimer(id, timer, cancellationToken), null);
        }

        return timer.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string name, CancellationToken cancellationToken = default)
    {
        Guard();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var waiter = new OpenTask<T>(_setup.Json);
        if (_events.Take(name) is { } kept)
        {
            waiter.Complete(kept.Payload);
            return waiter.Task;
        }

        var remove = _events.Wait(name, waiter);
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.UnsafeRegister(_ => CancelWait(remove, waiter, cancellationToken), null);
        }

        return waiter.Task;
    }

    public override void SetCustomStatus(object? status)
    {
        Guard();
        // Also while replaying: a value that cannot be written must throw each time, or the code would take another path.
        var value = Write(status, $"The custom status of '{InstanceId}'");
        if (!_replaying)
        {
            CustomStatus = (true, value);
        }
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        Guard();
        _next = (Write(newInput, $"The input of '{InstanceId}'"), preserveUnprocessedEvents);
    }

    public override ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(this, _setup.LoggerFactory.CreateLogger(categoryName));

    private Task<T> Ask<T>(HistoryKind kind, string name, object? input, int attempt, TaskOptions? options)
    {
        var task = new OpenTask<T>(_setup.Json);
        FailureDetails? refused = null;
        var id = Record(kind, name, taskId => new HistoryEvent(kind)
        {
            TaskId = taskId,
            Name = name,
            Payload = TryWrite(input, $"The input of '{name}' called by '{InstanceId}'", out refused),
            Number = attempt,
            Text = kind == HistoryKind.SubOrchestrationScheduled ? options?.InstanceId ?? $"{InstanceId}:{_setup.Number:x}:{taskId:x}" : null,
        }, () => refused);
        _open.Add(id, new AskedTask(task, name));
        return task.Task;
    }

    /// <summary>Compares the step with history while replaying; otherwise it is new and to be carried out.</summary>
    private int Record(HistoryKind kind, string? name, Func<int, HistoryEvent> create, Func<FailureDetails?>? refused = null)
    {
        var id = _nextTaskId++;
        if (_recorded is null)
        {
            NewActions.Add(new NewAction(create(id), refused?.Invoke()));
            return id;
        }

        try
        {
            _recorded.Match(InstanceId, kind, id, name);
        }
        catch (NonDeterminismException difference)
        {
            // Kept here too: the code may catch it, and must not get past it.
            Violation ??= difference;
            throw;
        }

        return id;
    }

    private byte[]? TryWrite(object? value, string what, out FailureDetails? refused)
    {
        try
        {
            refused = null;
            return Write(value, what);
        }
        catch (Exception error)
        {
            refused = Payloads.Describe(error) with { IsNonRetriable = true };
            return null;
        }
    }

    private void CancelTimer(int id, OpenTask<object?> timer, CancellationToken token)
    {
        if (!_scheduler.IsOnTurn)
        {
            _scheduler.ReportForeign();
        }
        else if (_open.Remove(id) && _openTimers.Remove(id, out var due))
        {
            CancelledTimers.Add((id, due));
            timer.Cancel(token);
        }
    }

    private void CancelWait(Func<bool> remove, OpenTask waiter, CancellationToken token)
    {
        if (!_scheduler.IsOnTurn)
        {
            _scheduler.ReportForeign();
        }
        else if (remove())
        {
            waiter.Cancel(token);
        }
    }

    private void Guard()
    {
        if (!_scheduler.IsOnTurn)
        {
            throw Foreign();
        }
    }
}
