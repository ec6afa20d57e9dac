namespace Fulfilment.DurableTask.Storage;

/// <param name="Due">UTC ticks.</param>
/// <param name="TaskId">The timer's step; <see cref="StartTask"/> for a delayed start.</param>
internal readonly record struct TimerRow(long Due, long Iid, int TaskId, string InstanceId)
{
    public const int StartTask = -1;
}

/// <summary>Timers that have neither fired nor been cancelled, in the order they are due.</summary>
internal sealed class TimerTable(Database database)
{
    private const string Select = "SELECT t.due, t.iid, t.task, r.instance FROM timers t JOIN registry r ON r.iid = t.iid ";

    private readonly Statement _insert = database.Prepare("INSERT INTO timers(due, iid, task) VALUES(?1, ?2, ?3)");
    private readonly Statement _delete = database.Prepare("DELETE FROM timers WHERE due = ?1 AND iid = ?2 AND task = ?3");
    private readonly Statement _after = database.Prepare("SELECT due FROM timers WHERE due > ?1 ORDER BY due LIMIT 1 OFFSET ?2");
    private readonly Statement _last = database.Prepare("SELECT max(due) FROM timers WHERE due > ?1");
    private readonly Statement _window = database.Prepare(Select + "WHERE t.due > ?1 AND t.due <= ?2");

    public void Insert(long due, long iid, int taskId) => _insert.Bind(1, due).Bind(2, iid).Bind(3, taskId).Execute();

    /// <summary>False when the timer was already gone.</summary>
    public bool Delete(long due, long iid, int taskId) => _delete.Bind(1, due).Bind(2, iid).Bind(3, taskId).Execute() > 0;

    /// <summary>The end of a window of about <paramref name="count"/> timers after <paramref name="after"/>; null when none follow. All timers of one instant fall in one window.</summary>
    public long? WindowEnd(long after, int count) => Due(_after.Bind(1, after).Bind(2, count)) ?? Due(_last.Bind(1, after));

    public List<TimerRow> Window(long after, long upTo)
    {
        var rows = new List<TimerRow>();
        _window.Bind(1, after).Bind(2, upTo);
        while (_window.Step())
        {
            rows.Add(new TimerRow(_window.Int64(0), _window.Int64(1), (int)_window.Int64(2), _window.Text(3)));
        }

        return rows;
    }

    private static long? Due(Statement query)
    {
        if (!query.Step())
        {
            return null;
        }

        var due = query.NullableInt64(0);
        query.Reset();
        return due;
    }
}

/// <summary>One scheduled activity. <paramref name="Input"/> is stored a second time only while a crash could not find it in history.</summary>
internal sealed record TaskRow(long Iid, string InstanceId, int Execution, int TaskId, string Name, int Attempt, byte[]? Input, string? Trace = null)
{
    /// <summary>How often the process ended while it ran.</summary>
    public int Crashes { get; init; }

    /// <summary>A local activity that ran inside the batch that scheduled it has no row.</summary>
    public bool IsStored { get; set; }
}

/// <summary>Activities that were scheduled and have not completed.</summary>
internal sealed class TaskTable(Database database)
{
    private readonly Statement _insert = database.Prepare("INSERT INTO tasks(iid, execution, task, name, attempt, input, trace) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    private readonly Statement _delete = database.Prepare("DELETE FROM tasks WHERE iid = ?1 AND execution = ?2 AND task = ?3");
    private readonly Statement _purge = database.Prepare("DELETE FROM tasks WHERE iid = ?1");
    private readonly Statement _crashed = database.Prepare("UPDATE tasks SET crashes = crashes + 1 WHERE iid = ?1 AND execution = ?2 AND task = ?3");
    private readonly Statement _forgive = database.Prepare("UPDATE tasks SET crashes = 0 WHERE iid = ?1");
    private readonly Statement _all = database.Prepare(
        "SELECT t.iid, r.instance, t.execution, t.task, t.name, t.attempt, t.input, t.crashes, t.trace FROM tasks t JOIN registry r ON r.iid = t.iid ORDER BY t.iid, t.execution, t.task");

    public void Insert(TaskRow row)
    {
        _insert.Bind(1, row.Iid).Bind(2, row.Execution).Bind(3, row.TaskId).Bind(4, row.Name).Bind(5, row.Attempt).BindBlob(6, row.Input).Bind(7, row.Trace).Execute();
        row.IsStored = true;
    }

    /// <summary>False when it was purged meanwhile.</summary>
    public bool Delete(TaskRow row) => _delete.Bind(1, row.Iid).Bind(2, row.Execution).Bind(3, row.TaskId).Execute() > 0;

    public void Purge(long iid) => _purge.Bind(1, iid).Execute();

    /// <summary>It was running when the last process ended without saying so.</summary>
    public void CountCrash(long iid, int execution, int task) => _crashed.Bind(1, iid).Bind(2, execution).Bind(3, task).Execute();

    public void Forgive(long iid) => _forgive.Bind(1, iid).Execute();

    public List<TaskRow> All()
    {
        var rows = new List<TaskRow>();
        while (_all.Step())
        {
            rows.Add(new TaskRow(_all.Int64(0), _all.Text(1), (int)_all.Int64(2), (int)_all.Int64(3), _all.Text(4), (int)_all.Int64(5), _all.Blob(6), _all.IsNull(8) ? null : _all.Text(8))
            {
                Crashes = (int)_all.Int64(7),
                IsStored = true,
            });
        }

        return rows;
    }
}
