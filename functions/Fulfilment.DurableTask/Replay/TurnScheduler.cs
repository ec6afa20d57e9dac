namespace Fulfilment.DurableTask.Replay;

/// <summary>
/// Runs one orchestrator's continuations in the order they were queued, on the thread that drives the turn and nowhere
/// else. A continuation that arrives from another thread means the code awaited a task that is not its context's.
/// </summary>
internal sealed class TurnScheduler(Action onForeignWake) : TaskScheduler
{
    private readonly Queue<Task> _queue = new();
    private int _turnThread;

    /// <summary>True while the caller is the running turn.</summary>
    public bool IsOnTurn => _turnThread == Environment.CurrentManagedThreadId;

    public bool SawForeignWake { get; private set; }

    /// <summary>Runs <paramref name="step"/> and everything it leads to until nothing is left to run.</summary>
    public void Run<TState>(Action<TState> step, TState state)
    {
        _turnThread = Environment.CurrentManagedThreadId;
        try
        {
            step(state);
            while (_queue.TryDequeue(out var task))
            {
                TryExecuteTask(task);
            }
        }
        finally
        {
            _turnThread = 0;
        }
    }

    protected override void QueueTask(Task task)
    {
        if (IsOnTurn)
        {
            _queue.Enqueue(task);
            return;
        }

        ReportForeign();
    }

    /// <summary>Something of the context's was touched from outside a turn.</summary>
    public void ReportForeign()
    {
        SawForeignWake = true;
        onForeignWake();
    }

    /// <summary>Never out of turn: a queued continuation keeps its place.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && IsOnTurn && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _queue.ToArray();
}
